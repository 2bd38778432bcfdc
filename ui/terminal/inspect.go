package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

type inspectCommand struct {
	Provider string `help:"Provider whose scopes the token is held to." placeholder:"ID"`
	User     string `help:"The mailbox that it is to open." placeholder:"ADDRESS"`
	File     string `arg:"" optional:"" help:"File that holds the access token; standard input, or MAILKNOCK_TOKEN, without it."`
}

// Run says in words what an access token is good for. It asks nobody.
func (c *inspectCommand) Run(t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	secret := t.given
	switch {
	case c.File != "" && c.File != "-":
		if secret, err = secretFile("the token's file", c.File); err != nil {
			return err
		}
	case secret.Empty() || c.File == "-":
		data, err := io.ReadAll(io.LimitReader(t.In, maxSecret))
		if err != nil {
			return usageError{err}
		}
		secret = wire.NewSecret(strings.TrimSpace(string(data)))
	}
	text := token.Clean(secret.Reveal())
	if text == "" {
		return usage("there is no token to look into")
	}
	a := mail.Account{Provider: c.Provider, User: c.User}
	info := token.Inspect(text)
	if a.Provider == "" {
		a.Provider = run.IssuedBy(info)
	}
	in := s.Inspect(a, info, time.Now())
	good := false
	for _, line := range in.Lines {
		fmt.Fprintln(t.Out, visible(line))
	}
	for _, f := range in.Good {
		word := "not good"
		switch {
		case !f.Known:
			word = "not known"
		case f.OK:
			word, good = "good", true
		}
		fmt.Fprintf(t.Out, "%s: %s, %s\n", strings.ToUpper(string(f.Protocol)), word, visible(f.Why))
	}
	if !good {
		return exitError(ExitFailed)
	}
	return nil
}

type probeCommand struct {
	Account         string `arg:"" help:"A saved account: its name, or its address."`
	KeyPasswordFile string `help:"File that holds the password of the key file." placeholder:"FILE"`
}

// Run refreshes an account's sign-in now, and tells what will end it.
func (c *probeCommand) Run(ctx context.Context, t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := s.FindAccount(c.Account)
	if err != nil {
		return usageError{err}
	}
	if err := t.unlock(ctx, s, true); err != nil {
		return err
	}
	r := run.Request{Account: a}
	if c.KeyPasswordFile != "" {
		if r.KeyPassword, err = secretFile("--key-password-file", c.KeyPasswordFile); err != nil {
			return err
		}
	}
	p, err := s.Probe(ctx, r, t.live)
	var wrong *run.FieldError
	if errors.As(err, &wrong) {
		return explain(wrong)
	}
	if p != nil {
		for _, line := range run.ProbeWords(p, err) {
			fmt.Fprintln(t.Out, visible(line))
		}
	}
	return err
}
