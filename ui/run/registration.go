package run

import (
	"context"
	"errors"
	"fmt"

	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/accounts"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// Registration is a client at a provider, ready to be used.
type Registration struct {
	ClientID, Tenant string
	// HasSecret tells that a secret is known, saved or in a file.
	HasSecret bool
	// Origin says where it comes from: empty for the person's own, else the
	// file of whoever handed it out.
	Origin string
}

// Registration gives the client at the account's provider that is used where
// the account names none: the one that was saved last, else the one of the
// person's providers file. It is zero where there is none.
func (s *Services) Registration(a mail.Account) Registration {
	if r, ok := s.accounts.Registration(a.Provider); ok {
		return Registration{ClientID: r.ClientID, Tenant: r.Tenant, HasSecret: s.store.has(registrationKey(a.Provider, r.ClientID)) || s.givenSecret(a, r.ClientID) != ""}
	}
	if g, ok := s.table.Registration(a.Provider); ok {
		return Registration{ClientID: g.ClientID, Tenant: g.Tenant, HasSecret: s.givenSecret(a, g.ClientID) != "" || s.store.has(registrationKey(a.Provider, g.ClientID)), Origin: g.Origin}
	}
	return Registration{}
}

// SetRegistration keeps the account's client for its provider, and the secret
// when it is not empty. An account that names no client has the known one: only
// the secret is kept, for that.
func (s *Services) SetRegistration(ctx context.Context, a mail.Account, secret wire.Secret) error {
	p, err := s.table.ByID(a.Provider)
	if err != nil {
		return err
	}
	if a.ClientID == "" {
		a.ClientID = s.Registration(a).ClientID
	} else {
		err = s.accounts.SetRegistration(accounts.Registration{Provider: a.Provider, Tenant: a.Tenant, ClientID: a.ClientID})
	}
	if err != nil || secret.Empty() || a.ClientID == "" {
		return err
	}
	return s.store.put(ctx, vault.Entry{
		Account: registrationKey(a.Provider, a.ClientID), ClientSecret: secret, Binding: clientBinding(p, a),
	})
}

// savedClientSecret gives the secret of the account's client; empty when none
// is known, or when it belongs to other endpoints.
func (s *Services) savedClientSecret(ctx context.Context, p provider.Provider, a mail.Account) (wire.Secret, error) {
	e, err := s.store.entry(ctx, registrationKey(a.Provider, a.ClientID))
	switch {
	case errors.Is(err, vault.ErrNotFound):
	case err != nil:
		return wire.Secret{}, fmt.Errorf("could not read the saved client secret: %w", err)
	case e.Binding.Check(clientBinding(p, a)) == nil:
		return e.ClientSecret, nil
	}
	if file := s.givenSecret(a, a.ClientID); file != "" {
		return readSecretFile(file)
	}
	return wire.Secret{}, nil
}

// givenSecret names the file of a client's secret that the person's providers
// file gives; empty where it gives none. It is for the endpoints that the table
// has: an account that brings its own, or must, gets none.
func (s *Services) givenSecret(a mail.Account, clientID string) string {
	g, ok := s.table.Registration(a.Provider)
	p, err := s.table.ByID(a.Provider)
	if !ok || err != nil || g.ClientID != clientID || p.Issuer == "" && p.TokenURL == "" {
		return ""
	}
	if clientBinding(p, mail.Account{}).Check(clientBinding(p, mail.Account{Issuer: a.Issuer, TokenURL: a.TokenURL})) != nil {
		return ""
	}
	return g.SecretFile
}

// clientBinding is where the secret of an account's client may go: what stands
// in the account, else in the table. Whoever changes the table does not get a
// secret that was saved before.
func clientBinding(p provider.Provider, a mail.Account) vault.Binding {
	return vault.Binding{Issuer: first(a.Issuer, p.Issuer), TokenURL: first(a.TokenURL, p.TokenURL), ClientID: a.ClientID}
}

func registrationKey(provider, clientID string) string {
	return vault.RegistrationKey(provider + ":" + clientID)
}

// Remarks tells what looks wrong in a registration that was typed. It asks
// nobody.
func (s *Services) Remarks(a mail.Account, secret wire.Secret) []provider.Remark {
	p, err := s.table.ByID(a.Provider)
	if err != nil {
		return nil
	}
	return provider.CheckRegistration(p, provider.Typed{
		ClientID: a.ClientID, Secret: secret, Tenant: a.Tenant, RedirectHost: first(a.RedirectHost, p.RedirectHost),
		AppOnly:     a.Method == mail.ClientCredentials,
		Certificate: a.KeyFile != "" || s.Registration(a).HasSecret,
	})
}
