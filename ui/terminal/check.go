package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/report"
	"mailknock/mail/smtp"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

type checkCommand struct {
	accountFlags
}

// Run signs in if needed and checks.
func (c *checkCommand) Run(ctx context.Context, t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := c.account(s)
	if err != nil {
		return err
	}
	if c.Save != "" {
		if err := adopt(s, &a); err != nil {
			return err
		}
	}
	r := run.Request{Account: a, Token: t.given, Timeout: c.Timeout}
	if err := c.prepare(ctx, t, s, &r); err != nil {
		return err
	}
	return c.finish(ctx, t, s, r)
}

func testMessage(a mail.Account, to string) (*smtp.Message, error) {
	if !slices.Contains(a.Protocols, wire.SMTP) {
		return nil, usage("--send needs SMTP: add smtp to --protocol")
	}
	m := run.TestMessage(a)
	m.To = to
	if _, err := m.Bytes(); err != nil {
		return nil, usage("--send: %w", err)
	}
	return m, nil
}

// prepare fills in what check and signin share: the secrets, the message, and
// how the browser is reached.
func (f *accountFlags) prepare(ctx context.Context, t *Terminal, s *run.Services, r *run.Request) error {
	var err error
	if f.TokenFile != "" {
		if r.Token, err = secretFile("--token-file", f.TokenFile); err != nil {
			return err
		}
	}
	if f.RefreshFile != "" {
		if r.Refresh, err = secretFile("--refresh-token-file", f.RefreshFile); err != nil {
			return err
		}
	}
	if f.KeyPasswordFile != "" {
		if r.KeyPassword, err = secretFile("--key-password-file", f.KeyPasswordFile); err != nil {
			return err
		}
	}
	if f.Send != "" {
		if r.Message, err = testMessage(r.Account, f.Send); err != nil {
			return err
		}
	}
	if f.ClientSecretFile != "" {
		if r.ClientSecret, err = secretFile("--client-secret-file", f.ClientSecretFile); err != nil {
			return err
		}
	}
	if err := t.unlock(ctx, s, f.Save != "" || f.Account != ""); err != nil {
		return err
	}
	r.Handler = auth.Handler{
		NoBrowser: f.NoBrowser,
		BrowserFailed: func(err error) {
			if r.Account.Provider != provider.Sandbox && ctx.Err() == nil {
				t.say("could not open the browser: %v", err)
			}
		},
		Waiting: func(w auth.Waiting) {
			if r.Account.Provider == provider.Sandbox {
				return // it consents by itself
			}
			if w.Paste {
				fmt.Fprintf(t.Err, "Open this address in a browser and allow access:\n\n%s\n\n"+
					"The browser then ends on a page that cannot be shown, at %s. Paste the address of that page here and press Enter.\n", w.URL, w.RedirectURI)
				return
			}
			if f.NoBrowser {
				fmt.Fprintf(t.Err, "Open this address in a browser and allow access:\n\n%s\n\n"+
					"If the browser is on another machine, its last page cannot be shown: paste the address of that page here and press Enter.\n", w.URL)
				return
			}
			fmt.Fprintf(t.Err, "Your browser opens. If it does not, open this address yourself:\n\n%s\n\n", w.URL)
		},
	}
	p, _ := s.Provider(r.Account.Provider)
	if f.NoBrowser || p.Redirect == provider.RedirectHTTPS {
		r.Handler.Pasted = t.lines(ctx)
	}
	r.Device.Waiting = func(w auth.DeviceWaiting) {
		if r.Account.Provider == provider.Sandbox {
			return // it consents by itself
		}
		fmt.Fprintf(t.Err, "Open %s in any browser, and enter this code there:\n\n    %s\n\n"+
			"It is good until %s. Enter only a code that you asked for yourself.\n", w.VerificationURI, w.UserCode, w.Deadline.Local().Format("15:04"))
	}
	return nil
}

// lines gives what the person types, line by line, until ctx or the input
// ends. A read that is under way then goes on until the program ends.
func (t *Terminal) lines(ctx context.Context) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		in := bufio.NewScanner(t.In)
		in.Buffer(nil, 1<<16)
		for in.Scan() {
			select {
			case lines <- in.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// finish runs r, prints what there is to print and gives the exit code as an
// error.
func (f *accountFlags) finish(ctx context.Context, t *Terminal, s *run.Services, r run.Request) error {
	out, err := t.printer(f)
	if err != nil {
		return err
	}
	outcome, transcript := s.Run(ctx, r, out.event)
	logged := out.close()
	t.notices(s)
	stopped := ctx.Err() != nil
	var wrong *run.FieldError
	if errors.As(outcome.SignIn.Err, &wrong) && !stopped {
		return explain(wrong)
	}
	var saved error
	if f.Save != "" && outcome.SignIn.OK && !stopped {
		if saved = t.save(ctx, s, r); saved == nil {
			s.Remember(ctx, r.Account, outcome)
		}
	}
	if f.JSON {
		if err := report.JSON(t.Out, outcome, transcript); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(t.Out, "\n%s", report.Verdict(outcome))
	}
	switch {
	case stopped:
		return exitError(ExitStopped)
	case saved != nil:
		return saved
	case logged != nil:
		return fmt.Errorf("--log: %w", logged)
	case !outcome.OK():
		return exitError(ExitFailed)
	}
	return nil
}
