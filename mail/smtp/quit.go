package smtp

import (
	"context"

	"mailknock/mail/wire"
)

// Logout says QUIT. The proof is complete by then: a server that closes
// without a word, or refuses, is told in the detail and is no error.
func (c *Conversation) Logout(ctx context.Context) (detail string, err error) {
	r, err := c.command(ctx, "QUIT", "QUIT")
	switch {
	case wire.HungUp(err):
		return "the server closed without a word", nil
	case err != nil:
		return "", err
	case r.status != 221:
		return r.String(), nil
	}
	return r.words(), nil
}
