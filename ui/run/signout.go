package run

import (
	"context"
	"errors"
	"fmt"

	"mailknock/auth"
	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/wire"
)

// SignOut revokes the tokens where the provider offers it, and forgets them
// in any case. It waits for a refresh that is under way. The sink, which may
// be nil, gets what is said to the provider, as that of Run does. The error
// tells that the tokens live on at the provider, or on this machine.
func (s *Services) SignOut(ctx context.Context, a mail.Account, sink func(wire.Event)) error {
	key := vault.AccountKey(a.ID)
	unlock, err := s.store.Lock(ctx, key)
	if err != nil {
		return fmt.Errorf("could not remove the refresh token: %w", err)
	}
	defer unlock()
	e, err := s.store.entry(ctx, key)
	if errors.Is(err, vault.ErrNotFound) {
		s.forget(a.ID)
		return nil
	}
	var revoked error
	if err == nil {
		t := wire.NewTranscript(sink)
		revoked = s.revoke(ctx, a, e.Refresh, t)
		cleanWords(&revoked, t)
	}
	s.forget(a.ID)
	if err := s.store.forget(ctx, key); err != nil {
		return fmt.Errorf("could not remove the refresh token: %w", err)
	}
	return revoked
}

func (s *Services) revoke(ctx context.Context, a mail.Account, refresh wire.Secret, t *wire.Transcript) error {
	j, err := s.prepare(ctx, Request{Account: a}, t)
	if err != nil {
		return err
	}
	if err := s.completeClient(ctx, j); err != nil {
		return err
	}
	ok, err := s.canReuse(ctx, j, vault.AccountKey(a.ID))
	if err != nil {
		return err
	}
	if !ok {
		return errors.New("signed out here; the refresh token was got for another provider or server than the account has now, so it was not sent there to be revoked")
	}
	err = s.flow(ctx, j).Revoke(ctx, j.oauth, j.client, auth.Token{Refresh: refresh})
	if errors.Is(err, auth.ErrNoRevocation) {
		j.oauth.Note("Signed out here. %s offers programs no way to revoke a token: to end it there too, remove the app in the settings of your account.", j.provider.Name)
		return nil
	}
	return err
}
