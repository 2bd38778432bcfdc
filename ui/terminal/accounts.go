package terminal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"mailknock/mail"
	"mailknock/mail/accounts"
	"mailknock/mail/wire"
)

type accountsCommand struct {
	List   accountsList   `cmd:"" help:"List the saved accounts."`
	Show   accountsShow   `cmd:"" help:"Show one account."`
	Remove accountsRemove `cmd:"" help:"Sign an account out at its provider, and remove it."`
	Export accountsExport `cmd:"" help:"Write the accounts, without secrets, to a file or to standard output."`
	Import accountsImport `cmd:"" help:"Add the accounts of an exported file."`
}

type accountsList struct{}

// Run lists the accounts with how their last checks ended.
func (accountsList) Run(t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	w := tabwriter.NewWriter(t.Out, 0, 4, 2, ' ', 0)
	for _, a := range s.Accounts() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", visible(a.Label()), visible(a.User), visible(a.Provider), visible(last(a)))
	}
	return w.Flush()
}

func last(a mail.Account) string {
	text := ""
	for _, p := range a.Protocols {
		word := "never checked"
		if l, ok := a.Last[p]; ok {
			word = "failed"
			if l.OK {
				word = "passed"
			}
		}
		if text != "" {
			text += ", "
		}
		text += string(p) + " " + word
	}
	return text
}

type accountsShow struct {
	Name string `arg:"" help:"Its name, or its address."`
}

// Run shows one account as it is stored. A password that somebody wrote into
// an address is masked.
func (c *accountsShow) Run(t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := s.FindAccount(c.Name)
	if err != nil {
		return usageError{err}
	}
	data, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(t.Out, plainJSON(wire.NewRedactor().Redact(string(data))))
	return err
}

type accountsRemove struct {
	Name string `arg:"" help:"Its name, or its address."`
}

// Run removes one account.
func (c *accountsRemove) Run(ctx context.Context, t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := s.FindAccount(c.Name)
	if err != nil {
		return usageError{err}
	}
	if err := t.unlock(ctx, s, true); err != nil {
		t.say("the sign-in is not revoked at the provider: %v", err)
	} else if err := s.SignOut(ctx, a, t.live); err != nil {
		t.say("the sign-in is not revoked at the provider: %v", err)
	}
	if err := s.RemoveAccount(ctx, a.ID); err != nil {
		return err
	}
	t.say("removed %q", a.Label())
	return nil
}

type accountsExport struct {
	File string `arg:"" optional:"" help:"Where to; standard output without it."`
}

// Run exports all accounts.
func (c *accountsExport) Run(t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	if c.File == "" || c.File == "-" {
		var b strings.Builder
		if err := s.Export(&b); err != nil {
			return err
		}
		_, err := io.WriteString(t.Out, plainJSON(b.String()))
		return err
	}
	f, err := os.OpenFile(c.File, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return usageError{err}
	}
	if err := s.Export(f); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

type accountsImport struct {
	File string `arg:"" help:"The exported file; - for standard input."`
}

// Run imports accounts.
func (c *accountsImport) Run(ctx context.Context, t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	var in io.Reader = t.In
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return usageError{err}
		}
		defer f.Close()
		in = f
	}
	n, err := s.Import(ctx, in)
	t.notices(s)
	var unsaved *accounts.UnsavedError
	if errors.As(err, &unsaved) {
		return err
	}
	if err != nil {
		return usageError{err}
	}
	t.say("imported %d accounts", n)
	return nil
}

func visible(text string) string { return wire.Visible([]byte(text)) }
