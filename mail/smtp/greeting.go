package smtp

import (
	"context"
	"errors"
	"strings"

	"mailknock/mail/wire"
)

// Greeting reads the server's first reply. A server that refuses the session
// (421, 554) gives a *wire.Refusal; one of another protocol a
// *wire.ProtocolError that says which.
func (c *Conversation) Greeting(ctx context.Context) (detail string, err error) {
	r, err := c.read(ctx, "greeting")
	var odd *wire.ProtocolError
	if errors.As(err, &odd) {
		if other := otherProtocol(odd.Line); other != "" {
			odd.What = "the server does not greet as an SMTP server, but as " + other
		}
		return "", err
	}
	if err != nil {
		return "", err
	}
	if r.status != 220 {
		return "", r.refusal("greeting")
	}
	return r.words(), nil
}

// otherProtocol names the protocol of a greeting that is not SMTP's.
func otherProtocol(line string) string {
	switch {
	case strings.HasPrefix(line, "* "):
		return "an IMAP server"
	case strings.HasPrefix(line, "+OK"), strings.HasPrefix(line, "-ERR"):
		return "a POP3 server"
	case strings.HasPrefix(line, "HTTP/"):
		return "a web server"
	case strings.HasPrefix(line, "SSH-"):
		return "an SSH server"
	}
	return ""
}
