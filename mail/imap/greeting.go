package imap

import (
	"context"
	"fmt"
)

// Greeting waits for the server's first line and gives its text. The error is
// a *PreauthError, a *wire.Refusal for a server that hangs up at once, or a
// *wire.ProtocolError when it does not speak IMAP.
func (c *Conversation) Greeting(ctx context.Context) (detail string, err error) {
	if err := c.start(ctx, 1); err != nil {
		return "", err
	}
	r, err := c.read()
	if err != nil {
		return "", fmt.Errorf("no greeting: %w", err)
	}
	_, text := r.code()
	switch {
	case r.kind != untagged || !r.status():
		return "", broken("the server's greeting is not IMAP", r.line)
	case r.name == "PREAUTH":
		return "", &PreauthError{Secure: c.conn.Secure(), Text: text}
	case r.name != "OK":
		return "", r.refusal("the connection")
	}
	// What came in clear is asked again under TLS.
	if list, ok := r.hasCode("CAPABILITY"); ok && c.conn.Secure() {
		if c.caps, err = capabilities(list); err != nil {
			return "", err
		}
	}
	return text, nil
}
