package pop3

import (
	"context"
	"strconv"
)

// identify asks for the unique id of a message, or for its size where the
// server has no UIDL (RFC 1939 sections 5 and 7).
func (c *Conversation) identify(ctx context.Context, number int) error {
	verb := "LIST "
	if c.has("UIDL") {
		verb = "UIDL "
	}
	_, err := c.command(ctx, verb+strconv.Itoa(number))
	return err
}
