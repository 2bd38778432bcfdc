package run

import (
	"context"
	"errors"
	"fmt"

	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/accounts"
	"mailknock/mail/wire"
)

// Registration gives the person's own client at the account's provider, as it
// was saved last.
func (s *Services) Registration(a mail.Account) (clientID, tenant string, hasSecret bool) {
	r, ok := s.accounts.Registration(a.Provider)
	if !ok {
		return "", "", false
	}
	return r.ClientID, r.Tenant, s.store.has(registrationKey(a.Provider, r.ClientID))
}

// SetRegistration keeps the account's client for its provider, and the secret
// when it is not empty.
func (s *Services) SetRegistration(ctx context.Context, a mail.Account, secret wire.Secret) error {
	if a.ClientID == "" {
		return nil
	}
	err := s.accounts.SetRegistration(accounts.Registration{Provider: a.Provider, Tenant: a.Tenant, ClientID: a.ClientID})
	if err != nil || secret.Empty() {
		return err
	}
	return s.store.put(ctx, vault.Entry{
		Account: registrationKey(a.Provider, a.ClientID), ClientSecret: secret,
		Binding: vault.Binding{Issuer: a.Issuer, TokenURL: a.TokenURL, ClientID: a.ClientID},
	})
}

// savedClientSecret gives the secret of the account's client; empty when none
// is saved, or when it belongs to other endpoints.
func (s *Services) savedClientSecret(ctx context.Context, a mail.Account) (wire.Secret, error) {
	e, err := s.store.entry(ctx, registrationKey(a.Provider, a.ClientID))
	if errors.Is(err, vault.ErrNotFound) {
		return wire.Secret{}, nil
	}
	if err != nil {
		return wire.Secret{}, fmt.Errorf("could not read the saved client secret: %w", err)
	}
	if e.Binding.Check(vault.Binding{Issuer: a.Issuer, TokenURL: a.TokenURL, ClientID: a.ClientID}) != nil {
		return wire.Secret{}, nil
	}
	return e.ClientSecret, nil
}

func registrationKey(provider, clientID string) string {
	return vault.RegistrationKey(provider + ":" + clientID)
}
