package pop3

import (
	"context"
	"strconv"
	"strings"

	"mailknock/mail/wire"
)

// stat asks for the number of messages and their size in bytes. This is where
// Gmail says that POP is switched off, after a good sign-in.
func (c *Conversation) stat(ctx context.Context) (count int, size int64, err error) {
	text, err := c.command(ctx, "STAT")
	if err != nil {
		return 0, 0, err
	}
	words := strings.Fields(text)
	if len(words) >= 2 {
		var bad error
		count, bad = strconv.Atoi(words[0])
		if bad == nil {
			size, bad = strconv.ParseInt(words[1], 10, 64)
		}
		if bad == nil && count >= 0 && size >= 0 {
			return count, size, nil
		}
	}
	return 0, 0, &wire.ProtocolError{What: "the answer to STAT is not a number of messages and a size", Line: wire.Shorten(text)}
}
