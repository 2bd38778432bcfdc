package run

import (
	"context"
	"errors"
	"slices"
	"sync"

	"mailknock/auth"
	"mailknock/auth/vault"
	"mailknock/mail/wire"
)

// aim says where the refresh token of a sign-in may go, before it is put. One
// that is held apart does not replace what the vault has until persist.
func (s *secretStore) aim(key string, refresh wire.Secret, hosts []string, apart bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.targets[key] = target{refresh, slices.Clone(hosts), apart}
}

// apart tells whether a refresh token waits in memory though the vault may have
// another: one that is held apart, or that came of its refresh.
func (s *secretStore) apart(key string, refresh wire.Secret) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.targets[key]; ok && t.refresh.Reveal() == refresh.Reveal() {
		return t.apart
	}
	_, waits := s.pending[key]
	return waits
}

// hosts gives where a refresh token may go: where its sign-in said, or, when
// it came of a refresh, where the one before it might go. What other runs of
// the account aim at meanwhile does not count.
func (s *secretStore) hosts(key string, refresh wire.Secret, before vault.Entry) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.targets[key]; ok && t.refresh.Reveal() == refresh.Reveal() {
		return t.hosts
	}
	return before.Binding.Hosts
}

// entry gives what is kept under a key: vault.ErrNotFound when nothing is.
func (s *secretStore) entry(ctx context.Context, key string) (vault.Entry, error) {
	s.mu.Lock()
	e, ok := s.pending[key]
	v := s.vault
	s.mu.Unlock()
	if ok {
		return e, nil
	}
	if v == nil {
		return vault.Entry{}, &vault.NotFoundError{Account: key}
	}
	return v.Get(ctx, key)
}

// Get is part of auth.Store.
func (s *secretStore) Get(ctx context.Context, key string) (auth.Saved, error) {
	e, err := s.entry(ctx, key)
	if errors.Is(err, vault.ErrNotFound) {
		return auth.Saved{}, nil
	}
	if err != nil {
		return auth.Saved{}, err
	}
	return auth.Saved{Refresh: e.Refresh, Issuer: e.Binding.Issuer, TokenURL: e.Binding.TokenURL, ClientID: e.Binding.ClientID}, nil
}

// Put is part of auth.Store. What was in the vault stays there; anything else
// waits in memory until the account is saved.
func (s *secretStore) Put(ctx context.Context, key string, saved auth.Saved) error {
	before, err := s.entry(ctx, key)
	if err != nil && !replaceable(err) {
		return err
	}
	e := vault.Entry{Account: key, Refresh: saved.Refresh, Binding: vault.Binding{
		Issuer: saved.Issuer, TokenURL: saved.TokenURL, ClientID: saved.ClientID, Hosts: s.hosts(key, saved.Refresh, before),
	}}
	if v := s.current(); v != nil && !s.apart(key, saved.Refresh) {
		switch _, err := v.Get(ctx, key); {
		case err == nil:
			return s.store(ctx, v, e)
		case !replaceable(err):
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending[key] = e
	return nil
}

// replaceable tells whether nothing is lost when an entry that gave err is
// written anew.
func replaceable(err error) bool {
	var lost *vault.LostError
	var unreadable *vault.UnreadableError
	return errors.Is(err, vault.ErrNotFound) || errors.As(err, &lost) || errors.As(err, &unreadable)
}

// store writes e to the vault; what waited in memory is older then.
func (s *secretStore) store(ctx context.Context, v *vault.Vault, e vault.Entry) error {
	if err := v.Put(ctx, e); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pending, e.Account)
	return nil
}

// Lock is part of auth.Store. The turn in this process holds also where there
// is no vault yet, and while the person chooses one.
func (s *secretStore) Lock(ctx context.Context, key string) (func(), error) {
	s.mu.Lock()
	turn, ok := s.turns[key]
	if !ok {
		turn = make(chan struct{}, 1)
		s.turns[key] = turn
	}
	s.mu.Unlock()
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	leave := func() { <-turn }
	if v := s.current(); v != nil {
		free, err := v.Lock(ctx, key)
		if err != nil {
			leave()
			return nil, err
		}
		leave = func() { free(); <-turn }
	}
	return sync.OnceFunc(leave), nil
}

// persist moves what waits in memory into the vault. Without a vault it stays
// in memory. No refresh comes in between: its token would be lost.
func (s *secretStore) persist(ctx context.Context, key string) error {
	unlock, err := s.Lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	s.mu.Lock()
	e, ok := s.pending[key]
	v := s.vault
	s.mu.Unlock()
	if !ok || v == nil {
		return nil
	}
	return s.store(ctx, v, e)
}

// put keeps an entry that no sign-in brought, such as a client secret.
func (s *secretStore) put(ctx context.Context, e vault.Entry) error {
	s.mu.Lock()
	s.pending[e.Account] = e
	s.mu.Unlock()
	return s.persist(ctx, e.Account)
}

// forget removes a key everywhere. Whoever calls it has the key's Lock, so that
// no refresh brings it back.
func (s *secretStore) forget(ctx context.Context, key string) error {
	s.mu.Lock()
	delete(s.pending, key)
	v := s.vault
	s.mu.Unlock()
	if v == nil {
		return nil
	}
	return v.Delete(ctx, key)
}

// has tells whether a key may be kept, without opening anything.
func (s *secretStore) has(key string) bool {
	s.mu.Lock()
	_, ok := s.pending[key]
	v := s.vault
	s.mu.Unlock()
	return ok || v != nil && v.Has(key)
}

// where says in words where the token of a key lies.
func (s *secretStore) where(key string) string {
	s.mu.Lock()
	_, waits := s.pending[key]
	v := s.vault
	s.mu.Unlock()
	switch {
	case waits || v == nil || v.Kind() == vault.Memory:
		return "in memory only"
	case v.Kind() == vault.Keychain:
		return "in the keychain"
	default:
		return "in the encrypted file"
	}
}
