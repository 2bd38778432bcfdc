package smtp

import "context"

// reset ends the transaction before any message was sent.
func (c *Conversation) reset(ctx context.Context) error {
	r, err := c.command(ctx, "RSET", "RSET")
	if err == nil && !r.good() {
		err = r.refusal("RSET")
	}
	return err
}
