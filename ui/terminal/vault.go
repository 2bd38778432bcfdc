package terminal

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"mailknock/auth/vault"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// The variables that say where refresh tokens are kept, for scripts: the place,
// and the file of the passphrase.
const (
	vaultVariable  = "MAILKNOCK_VAULT"
	passphraseFile = "MAILKNOCK_PASSPHRASE_FILE"
)

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
// needed. Where they go is chosen once, and told.
func (t *Terminal) unlock(ctx context.Context, s *run.Services, needed bool) error {
	if !needed {
		return nil
	}
	state := s.Vault(ctx)
	named, err := t.namedVault(state)
	if err != nil {
		return usageError{err}
	}
	switch {
	case state.Kind == vault.File && state.Locked:
		return t.useFile(ctx, s, false)
	case state.Kind != "" && (named == "" || named == state.Kind):
		return nil
	}
	kind := named
	if kind == "" {
		if kind, err = t.chooseVault(ctx, state.Keychain); err != nil {
			return usageError{err}
		}
	}
	switch kind {
	case vault.File:
		return t.useFile(ctx, s, true)
	case "":
		return nil
	case vault.Keychain:
		t.say("refresh tokens are kept in the system's keychain, from now on")
	default:
		t.say("refresh tokens stay in memory: you sign in again at the next start")
	}
	return unlocked(s.UseVault(ctx, kind, wire.Secret{}))
}

// namedVault gives the place that the environment names; empty where it names
// none. A place that was chosen before holds what was saved, so it stays: only
// memory, which holds nothing, gives way.
func (t *Terminal) namedVault(state run.VaultState) (vault.Kind, error) {
	text := t.Getenv(vaultVariable)
	if text == "" {
		return "", nil
	}
	named, err := vault.ParseKind(text)
	switch {
	case err != nil:
		return "", fmt.Errorf("%s: %w", vaultVariable, err)
	case state.Kind != "" && state.Kind != vault.Memory && named != state.Kind:
		return "", fmt.Errorf("%s says %s, but refresh tokens are kept in %s: change that in the window (File, Where Refresh Tokens Are Kept…), or take the variable away", vaultVariable, named, state.Kind.Label())
	case named == vault.Keychain && state.Keychain != vault.OK:
		return "", fmt.Errorf("%s: %s", vaultVariable, state.Keychain.Describe())
	}
	return named, nil
}

// chooseVault asks the person; where nobody can answer, it is the keychain if
// there is one. Without one nothing is chosen: a passphrase that is named later
// still counts.
func (t *Terminal) chooseVault(ctx context.Context, keychain vault.State) (vault.Kind, error) {
	switch {
	case t.Getenv(passphraseFile) != "":
		return vault.File, nil
	case t.interactive():
		return t.askVault(ctx, keychain)
	case keychain == vault.OK:
		return vault.Keychain, nil
	}
	t.say("%s; refresh tokens stay in memory. To keep them, name a file that holds a passphrase in %s", keychain.Describe(), passphraseFile)
	return "", nil
}

// askVault lets the person choose. Enter takes the first place of the list.
func (t *Terminal) askVault(ctx context.Context, keychain vault.State) (vault.Kind, error) {
	kinds := []vault.Kind{vault.Keychain, vault.File, vault.Memory}
	if keychain != vault.OK {
		t.say("%s", keychain.Describe())
		kinds = kinds[1:]
	}
	fmt.Fprintln(t.Err, "Where are refresh tokens to be kept?")
	for i, k := range kinds {
		fmt.Fprintf(t.Err, "  %d  %s. %s\n", i+1, k.Label(), k.Describe())
	}
	answer, err := t.line(ctx, fmt.Sprintf("Number, 1 to %d [1]: ", len(kinds)))
	if err != nil || answer == "" {
		return kinds[0], err
	}
	n, err := strconv.Atoi(answer)
	if err != nil || n < 1 || n > len(kinds) {
		return "", fmt.Errorf("%q is none of the numbers 1 to %d", answer, len(kinds))
	}
	return kinds[n-1], nil
}

func (t *Terminal) useFile(ctx context.Context, s *run.Services, fresh bool) error {
	passphrase, err := t.passphrase(ctx, t.Getenv(passphraseFile), fresh)
	if err != nil {
		return usageError{err}
	}
	return unlocked(s.UseVault(ctx, vault.File, passphrase))
}

func unlocked(err error) error {
	if errors.Is(err, vault.ErrPassphrase) || errors.Is(err, vault.ErrNoPassphrase) {
		return usageError{err}
	}
	return err
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
