package pop3

import (
	"context"
	"errors"
	"fmt"

	"mailknock/mail/wire"
)

// Use proves that the mailbox can be read: STAT, then UIDL or LIST, and TOP
// where offered, of the newest message alone, so that a full mailbox costs no
// more than an empty one. Nothing is changed.
func (c *Conversation) Use(ctx context.Context) (detail string, err error) {
	count, size, err := c.stat(ctx)
	if err != nil {
		return "", err
	}
	if count == 0 {
		return "no messages", nil
	}
	detail = fmt.Sprintf("%d %s, %s", count, plural(count, "message"), kilobytes(size))
	if err := c.identify(ctx, count); err != nil {
		return "", err
	}
	if !c.has("TOP") {
		return detail, nil
	}
	subject, err := c.top(ctx, count)
	var no *wire.Refusal
	switch {
	case errors.As(err, &no):
		// One message that the server cannot give is no closed mailbox.
		return detail + "; the newest cannot be read: " + no.Error(), nil
	case err != nil:
		return "", err
	case subject == "":
		return detail + "; the newest has no subject", nil
	}
	return detail + "; newest: " + subject, nil
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

func kilobytes(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1000*1000:
		return fmt.Sprintf("%d KB", (n+500)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
