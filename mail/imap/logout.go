package imap

import (
	"context"
	"errors"

	"mailknock/mail/wire"
)

// Logout says goodbye and gives the server's last words. It leaves the
// connection open for the caller to close. A server that hangs up after its
// BYE, without the answer that belongs to it, has said goodbye too.
func (c *Conversation) Logout(ctx context.Context) (detail string, err error) {
	if err := c.start(ctx, maxMailboxResponses); err != nil {
		return "", err
	}
	tag, err := c.send("LOGOUT")
	if err != nil {
		return "", err
	}
	var words string
	r, err := c.await(tag, "LOGOUT", func(r response) error {
		if r.name == "BYE" {
			_, words = r.code()
		}
		return nil
	})
	var bye *wire.Refusal
	switch {
	case errors.As(err, &bye):
		return words, nil
	case err != nil:
		return "", err
	case r.name != "OK":
		return "", r.refusal("LOGOUT")
	}
	return words, nil
}
