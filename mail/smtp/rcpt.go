package smtp

import "context"

// The names of the commands in refusals.
const (
	mailCommand = "MAIL FROM"
	rcptCommand = "RCPT TO"
)

// address sends MAIL and RCPT, in one go where the server offers PIPELINING
// (RFC 2920). The refusal names the command that was refused first.
func (c *Conversation) address(ctx context.Context, e envelope) error {
	mail, err := c.mailFrom(e)
	if err != nil {
		return err
	}
	rcpt := "RCPT TO:<" + e.to + ">"
	if _, ok := c.extension("PIPELINING"); !ok {
		r, err := c.command(ctx, mailCommand, mail)
		if err != nil {
			return err
		}
		if !r.good() {
			return r.refusal(mailCommand)
		}
		r, err = c.command(ctx, rcptCommand, rcpt)
		if err == nil && !r.good() {
			err = r.refusal(rcptCommand)
		}
		return err
	}
	if err := c.send(ctx, mailCommand, mail); err != nil {
		return err
	}
	// A server that refused MAIL and hung up has an answer waiting all the same.
	unsent := c.send(ctx, rcptCommand, rcpt)
	first, err := c.read(ctx, mailCommand)
	if err != nil {
		return err
	}
	if unsent != nil && first.good() {
		return unsent
	}
	var second reply
	if unsent == nil {
		second, err = c.read(ctx, rcptCommand)
	}
	switch {
	case !first.good():
		return first.refusal(mailCommand)
	case err != nil:
		return err
	case !second.good():
		return second.refusal(rcptCommand)
	}
	return nil
}
