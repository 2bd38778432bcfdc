package smtp

import (
	"context"
	"errors"

	"mailknock/mail/wire"
)

// StartTLS asks for TLS (RFC 3207). When it gives no error, the caller starts
// the handshake and then asks Capabilities anew: what was learned before is
// forgotten (section 4.2). The error is a *wire.NoStartTLS when the server does
// not offer TLS or answers anything but 220; nothing may then be sent in clear.
func (c *Conversation) StartTLS(ctx context.Context) (detail string, err error) {
	if _, ok := c.extension("STARTTLS"); !ok {
		return "", &wire.NoStartTLS{}
	}
	r, err := c.command(ctx, "STARTTLS", "STARTTLS")
	var odd *wire.ProtocolError
	switch {
	case errors.As(err, &odd):
		return "", &wire.NoStartTLS{Offered: true, Words: odd.Line}
	case err != nil:
		return "", err
	case r.status != 220:
		return "", &wire.NoStartTLS{Offered: true, Words: wire.Shorten(r.String())}
	}
	c.extensions = nil
	return r.words(), nil
}
