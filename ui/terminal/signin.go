package terminal

import (
	"context"

	"mailknock/ui/run"
)

type signinCommand struct {
	accountFlags
}

// Run signs in and saves the account. It checks only when a test message is to
// be sent.
func (c *signinCommand) Run(ctx context.Context, t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := c.account(s)
	if err != nil {
		return err
	}
	if c.Save == "" {
		c.Save = a.Label()
	}
	if err := adopt(s, &a); err != nil {
		return err
	}
	r := run.Request{Account: a, NewSignIn: true, NoChecks: c.Send == "", Timeout: c.Timeout}
	if err := c.prepare(ctx, t, s, &r); err != nil {
		return err
	}
	return c.finish(ctx, t, s, r)
}
