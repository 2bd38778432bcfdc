package imap

import (
	"context"

	"mailknock/mail/wire"
)

// StartTLS asks the server to start TLS and forgets everything that it said
// before. The handshake is the caller's, at once after it. The error is a
// *wire.NoStartTLS or a *wire.ProtocolError; in either case the connection must be
// given up (RFC 9051 section 6.2.1, RFC 8314 section 3.2).
func (c *Conversation) StartTLS(ctx context.Context) (detail string, err error) {
	if err := c.start(ctx, maxResponses); err != nil {
		return "", err
	}
	if c.conn.Secure() {
		return "", broken("TLS is up already", "")
	}
	if c.caps != nil && !c.has("STARTTLS") {
		return "", &wire.NoStartTLS{}
	}
	tag, err := c.send("STARTTLS")
	if err != nil {
		return "", err
	}
	r, err := c.await(tag, "STARTTLS", nil)
	if err != nil {
		return "", err
	}
	if r.name != "OK" {
		return "", &wire.NoStartTLS{Offered: c.has("STARTTLS"), Words: r.refusal("STARTTLS").Error()}
	}
	c.promised = true
	c.caps = nil
	_, text := r.code()
	return text, nil
}
