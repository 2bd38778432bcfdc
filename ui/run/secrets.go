package run

import (
	"context"
	"encoding/json"
	"path/filepath"
	"sync"

	"mailknock/auth/safefile"
	"mailknock/auth/vault"
	"mailknock/mail/wire"
)

// secretStore keeps refresh tokens and client secrets. Those of accounts that
// are not saved yet lie in memory; the others in the vault that the person
// chose. It is the auth.Store of the refreshers.
type secretStore struct {
	dir  string
	work int

	mu         sync.Mutex
	vault      *vault.Vault
	passphrase wire.Secret
	// pending holds, by key, what no vault has yet.
	pending map[string]vault.Entry
	// targets says, by key, where the token of the last sign-in may go.
	targets map[string]target
	// turns holds, by key, who has the Lock in this process.
	turns map[string]chan struct{}
}

// target is to which mail servers a refresh token, and what comes of it, may
// go.
type target struct {
	refresh wire.Secret
	hosts   []string
	// apart keeps it in memory, beside the one that the vault has.
	apart bool
}

// settings is the file settings.json.
type settings struct {
	Version int        `json:"version"`
	Vault   vault.Kind `json:"vault"`
}

// newSecretStore opens the vault that the person chose. Where the choice is
// lost, the vault on the disk tells it; where there is none, nothing is chosen
// yet.
func newSecretStore(dir string, work int) (*secretStore, error) {
	s := &secretStore{dir: dir, work: work, pending: map[string]vault.Entry{}, targets: map[string]target{}, turns: map[string]chan struct{}{}}
	kind, ok := s.chosen()
	if !ok {
		kind, ok = vault.Found(dir)
	}
	if !ok {
		return s, nil
	}
	return s, s.open(kind)
}

func (s *secretStore) chosen() (vault.Kind, bool) {
	data, err := safefile.Read(s.settingsFile(), 1<<16)
	if err != nil {
		return "", false
	}
	var saved settings
	if err := json.Unmarshal(data, &saved); err != nil {
		return "", false
	}
	kind, err := vault.ParseKind(string(saved.Vault))
	return kind, err == nil
}

// remember writes the choice down.
func (s *secretStore) remember(ctx context.Context, kind vault.Kind) error {
	data, err := json.Marshal(settings{Version: 1, Vault: kind})
	if err != nil {
		return err
	}
	if err := safefile.Dir(s.dir); err != nil {
		return err
	}
	unlock, err := safefile.Lock(ctx, s.settingsFile()+".lock")
	if err != nil {
		return err
	}
	defer unlock()
	return safefile.Write(s.settingsFile(), append(data, '\n'))
}

func (s *secretStore) settingsFile() string { return filepath.Join(s.dir, "settings.json") }

func (s *secretStore) open(kind vault.Kind) error {
	v, err := vault.Open(s.dir, vault.Options{Kind: kind, Passphrase: s.typed, WorkFactor: s.work})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vault = v
	return nil
}

func (s *secretStore) current() *vault.Vault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.vault
}

// typed gives the passphrase that the person typed last.
func (s *secretStore) typed(context.Context) (wire.Secret, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.passphrase.Empty() {
		return wire.Secret{}, vault.ErrNoPassphrase
	}
	return s.passphrase, nil
}

// VaultState is where refresh tokens go.
type VaultState struct {
	// Kind is empty when the person has not chosen yet.
	Kind     vault.Kind
	Keychain vault.State
	// Words describes the kind.
	Words string
	// Locked tells that the passphrase has to be typed first.
	Locked bool
}

func (s *secretStore) state(ctx context.Context) VaultState {
	v := s.current()
	if v == nil {
		return VaultState{Keychain: vault.Probe(ctx)}
	}
	state := VaultState{Kind: v.Kind(), Words: v.Kind().Describe()}
	switch v.Kind() {
	case vault.Keychain, vault.Memory:
		state.Keychain = vault.Probe(ctx)
	case vault.File:
		s.mu.Lock()
		state.Locked = s.passphrase.Empty() && !v.Fresh()
		s.mu.Unlock()
	}
	return state
}

// use chooses the kind, or gives the passphrase of the one chosen before.
func (s *secretStore) use(ctx context.Context, kind vault.Kind, passphrase wire.Secret) error {
	before := s.swapPassphrase(passphrase)
	err := s.change(ctx, kind)
	if err != nil {
		s.swapPassphrase(before)
		return err
	}
	return s.remember(ctx, kind)
}

func (s *secretStore) change(ctx context.Context, kind vault.Kind) error {
	v := s.current()
	if v == nil {
		if err := s.open(kind); err != nil {
			return err
		}
		v = s.current()
	}
	if v.Kind() != kind {
		return v.Change(ctx, kind)
	}
	return v.Unlock(ctx)
}

func (s *secretStore) swapPassphrase(p wire.Secret) wire.Secret {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.passphrase
	if !p.Empty() {
		s.passphrase = p
	}
	return before
}
