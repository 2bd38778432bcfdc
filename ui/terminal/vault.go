package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"

	"mailknock/auth/vault"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// passphraseFile names the variable that names the file of the passphrase.
const passphraseFile = "MAILKNOCK_PASSPHRASE_FILE"

// services opens the services. The sandbox consents by itself: there is no
// browser in a terminal.
func (t *Terminal) services() (*run.Services, error) {
	s, err := t.Open(run.Options{AutoConsent: true})
	if err != nil {
		return nil, usageError{err}
	}
	t.notices(s)
	return s, nil
}

// notices tells what the services want to be told since the last call.
func (t *Terminal) notices(s *run.Services) {
	for _, notice := range s.Notices() {
		t.say("%s", notice)
	}
}

// unlock makes sure that refresh tokens can be read and saved, when they are
// needed. Where nothing was chosen yet: a passphrase from a file, else the
// keychain, else a passphrase from the person, else memory only.
func (t *Terminal) unlock(ctx context.Context, s *run.Services, needed bool) error {
	if !needed {
		return nil
	}
	state := s.Vault(ctx)
	fromFile := t.Getenv(passphraseFile)
	switch {
	case state.Kind == vault.File && state.Locked, state.Kind == "" && fromFile != "":
		passphrase, err := t.passphrase(ctx, fromFile, state.Kind == "")
		if err != nil {
			return usageError{err}
		}
		return unlocked(s.UseVault(ctx, vault.File, passphrase))
	case state.Kind != "":
		return nil
	case state.Keychain == vault.OK:
		return unlocked(s.UseVault(ctx, vault.Keychain, wire.Secret{}))
	case t.interactive():
		t.say("%s", state.Keychain.Describe())
		passphrase, err := t.passphrase(ctx, "", true)
		if err != nil {
			return usageError{err}
		}
		return unlocked(s.UseVault(ctx, vault.File, passphrase))
	default:
		t.say("%s; refresh tokens stay in memory. Name a file that holds a passphrase in %s to keep them",
			state.Keychain.Describe(), passphraseFile)
		return nil
	}
}

func unlocked(err error) error {
	if errors.Is(err, vault.ErrPassphrase) || errors.Is(err, vault.ErrNoPassphrase) {
		return usageError{err}
	}
	return err
}

func (t *Terminal) interactive() bool {
	f, ok := t.In.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// passphrase reads it from a file, or asks for it: twice when it is new.
func (t *Terminal) passphrase(ctx context.Context, file string, fresh bool) (wire.Secret, error) {
	if file != "" {
		return secretFile(passphraseFile, file)
	}
	if !t.interactive() {
		return wire.Secret{}, fmt.Errorf("your saved sign-ins need their passphrase: name a file that holds it in %s", passphraseFile)
	}
	first, err := t.ask(ctx, "Passphrase for saved sign-ins: ")
	if err != nil || !fresh {
		return first, err
	}
	second, err := t.ask(ctx, "The same again: ")
	if err != nil {
		return second, err
	}
	if first.Reveal() != second.Reveal() {
		return wire.Secret{}, errors.New("the two passphrases differ: try again")
	}
	return first, nil
}

// ask reads one line without showing it.
func (t *Terminal) ask(ctx context.Context, prompt string) (wire.Secret, error) {
	f := t.In.(*os.File)
	fmt.Fprint(t.Err, prompt)
	defer fmt.Fprintln(t.Err)
	before, err := term.GetState(int(f.Fd()))
	if err != nil {
		return wire.Secret{}, err
	}
	type answer struct {
		text []byte
		err  error
	}
	typed := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(int(f.Fd()))
		typed <- answer{text, err}
	}()
	select {
	case a := <-typed:
		return wire.NewSecret(string(a.text)), a.err
	case <-ctx.Done():
		_ = term.Restore(int(f.Fd()), before)
		return wire.Secret{}, context.Cause(ctx)
	}
}
