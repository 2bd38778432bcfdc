package smtp

import (
	"context"
	"errors"
	"fmt"
)

// Use proves that mail can be sent. Without a message it says MAIL FROM,
// RCPT TO and RSET: the server has agreed to both, and nothing is sent. With
// one it sends it, once, and Receipt tells what the server said.
// A *wire.Refusal names the command: "MAIL FROM", "RCPT TO", "RSET", "DATA",
// or "end of DATA" when the whole message was refused.
func (c *Conversation) Use(ctx context.Context) (detail string, err error) {
	e, message, err := c.options.envelope()
	if err != nil {
		return "", err
	}
	if err := c.address(ctx, e); err != nil {
		return "", err
	}
	if message == nil {
		if err := c.reset(ctx); err != nil {
			return "", err
		}
		return fmt.Sprintf("%s may send to %s; nothing was sent", e.from, e.to), nil
	}
	if err := c.data(ctx, message); err != nil {
		return "", err
	}
	if c.receipt.QueueID == "" {
		return fmt.Sprintf("sent to %s: %s", e.to, c.receipt.Reply), nil
	}
	return fmt.Sprintf("sent to %s, queue id %s", e.to, c.receipt.QueueID), nil
}

// envelope works out who sends to whom, and the bytes of the message, nil when
// there is none. The error is a sentence.
func (o Options) envelope() (e envelope, message []byte, err error) {
	from, to := o.From, o.To
	if o.Message != nil {
		m := o.Message.complete()
		sender, recipient, err := m.addresses()
		if err != nil {
			return e, nil, err
		}
		if message, err = m.Bytes(); err != nil {
			return e, nil, err
		}
		if from == "" {
			from = sender.Address
		}
		if to == "" {
			to = recipient.Address
		}
		e.utf8 = !ascii(sender.Address) || !ascii(recipient.Address)
	}
	if from == "" {
		return e, nil, errors.New("there is no sender address")
	}
	if to == "" {
		to = from
	}
	if e.from, err = mailbox(from); err != nil {
		return e, nil, err
	}
	if e.to, err = mailbox(to); err != nil {
		return e, nil, err
	}
	e.size = len(message)
	e.utf8 = e.utf8 || !ascii(e.from) || !ascii(e.to)
	return e, message, nil
}
