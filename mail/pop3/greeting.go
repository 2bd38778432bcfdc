package pop3

import (
	"context"
	"strings"

	"mailknock/mail/wire"
)

// Greeting reads the first line. A server that refuses the session gives a
// *wire.Refusal; one of another protocol a *wire.ProtocolError that says which.
func (c *Conversation) Greeting(ctx context.Context) (detail string, err error) {
	line, err := c.readLine(ctx, "greeting")
	if err != nil {
		return "", err
	}
	if other := otherProtocol(line); other != "" {
		return "", &wire.ProtocolError{What: "the server does not greet as a POP3 server, but as " + other, Line: wire.Shorten(line)}
	}
	return parseStatus(line, "greeting")
}

// otherProtocol names the protocol of a greeting that is not POP3's.
func otherProtocol(line string) string {
	switch {
	case strings.HasPrefix(line, "220"), strings.HasPrefix(line, "554"), strings.HasPrefix(line, "421"):
		return "an SMTP or FTP server"
	case strings.HasPrefix(line, "* "):
		return "an IMAP server"
	case strings.HasPrefix(line, "HTTP/"):
		return "a web server"
	case strings.HasPrefix(line, "SSH-"):
		return "an SSH server"
	}
	return ""
}
