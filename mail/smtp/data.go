package smtp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"mailknock/mail/wire"
)

// data sends a message and keeps the server's reply. A refusal before the
// message names DATA, one after it "end of DATA".
func (c *Conversation) data(ctx context.Context, message []byte) error {
	r, err := c.command(ctx, "DATA", "DATA")
	if err != nil {
		return err
	}
	if r.status != 354 {
		return r.refusal("DATA")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(message), "\r\n"), "\r\n") {
		if strings.HasPrefix(line, ".") {
			// RFC 5321 section 4.5.2.
			line = "." + line
		}
		if err := c.send(ctx, "the message", line); err != nil {
			return err
		}
	}
	r, err = c.command(ctx, "end of DATA", ".")
	var odd *wire.ProtocolError
	switch {
	case errors.As(err, &odd):
		return err
	case err != nil:
		return fmt.Errorf("the whole message was sent and may have been taken all the same: %w", err)
	case !r.good():
		return r.refusal("end of DATA")
	}
	c.receipt = Receipt{QueueID: queueID(r), Reply: r.String()}
	return nil
}
