package pop3

import (
	"context"
	"errors"

	"mailknock/mail/wire"
)

// Logout says QUIT. The proof is complete by then: a server that closes
// without a word, or refuses, is told in the detail and is no error.
func (c *Conversation) Logout(ctx context.Context) (detail string, err error) {
	text, err := c.command(ctx, "QUIT")
	var no *wire.Refusal
	switch {
	case errors.As(err, &no):
		return no.Error(), nil
	case wire.HungUp(err):
		return "the server closed without a word", nil
	}
	return text, err
}
