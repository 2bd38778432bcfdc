package pop3

import (
	"context"
	"errors"

	"mailknock/mail/wire"
)

// StartTLS asks for TLS with STLS (RFC 2595 section 4). When it gives no
// error, the caller starts the handshake and then asks Capabilities anew: what
// was learned before is forgotten. The error is a *wire.NoStartTLS when the
// server does not offer TLS or answers anything but +OK; nothing may then be
// sent in clear. A server without CAPA is asked all the same.
func (c *Conversation) StartTLS(ctx context.Context) (detail string, err error) {
	offered := c.has("STLS")
	if !offered && !c.noCapa {
		return "", &wire.NoStartTLS{}
	}
	if err := c.send(ctx, "STLS"); err != nil {
		return "", err
	}
	line, err := c.readLine(ctx, "STLS")
	if err != nil {
		return "", err
	}
	text, err := parseStatus(line, "STLS")
	var no *wire.Refusal
	var odd *wire.ProtocolError
	if errors.As(err, &no) || errors.As(err, &odd) {
		return "", &wire.NoStartTLS{Offered: offered, Words: wire.Shorten(line)}
	}
	c.forget()
	return text, nil
}
