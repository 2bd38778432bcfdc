// Package run is what both faces work with: it joins accounts, secrets,
// providers, the sign-in, the checks and the sandbox. It neither prints nor
// shows anything.
package run

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"mailknock/auth"
	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/accounts"
	"mailknock/mail/discover"
	"mailknock/mail/provider"
	"mailknock/mail/sandbox"
	"mailknock/mail/wire"
)

// closeLimit bounds how long the end of the program waits for a refresh.
const closeLimit = 10 * time.Second

// Options say how the services work.
type Options struct {
	// Dir is where accounts and secrets lie; empty: the folder "mailknock" in
	// the user's configuration folder.
	Dir string
	// AutoConsent lets the sandbox consent by itself: there is no browser.
	AutoConsent bool
	// OpenURL opens the system's browser; nil: auth.OpenBrowser.
	OpenURL func(string) error
	// Resolver and Transport are for looking an address up; nil: the system's.
	Resolver  discover.Resolver
	Transport http.RoundTripper
	// PassphraseWork is the scrypt work factor of a new passphrase file; 0:
	// the vault's own. Tests use less.
	PassphraseWork int
}

// Services holds what a face works with. It is safe for concurrent use;
// methods that take a context block.
type Services struct {
	options  Options
	accounts *accounts.Store
	store    *secretStore
	// table holds the providers, those of the person's own file included.
	table *provider.Table

	mu     sync.Mutex
	closed bool
	// boxes are the running sandboxes, by the fault that each plays.
	boxes map[string]*box
	// refreshers hold the access tokens of all other providers, one refresher
	// for each set of extra roots, in PEM form.
	refreshers map[string]*auth.Refresher
	// signedIn is what is known of the sign-ins of this run, by account id.
	signedIn map[string]SignInState
	// held says, by key, for whom an access token without a refresh token is.
	held    map[string]vault.Binding
	notices []string
}

// Open reads the accounts and finds the vault. It blocks for a moment, on
// disk only.
func Open(o Options) (*Services, error) {
	if o.Dir == "" {
		base, err := os.UserConfigDir()
		if err != nil {
			return nil, err
		}
		o.Dir = filepath.Join(base, "mailknock")
	}
	if o.OpenURL == nil {
		o.OpenURL = auth.OpenBrowser
	}
	list, err := accounts.Open(o.Dir)
	if err != nil {
		return nil, err
	}
	store, err := newSecretStore(o.Dir, o.PassphraseWork)
	if err != nil {
		return nil, fmt.Errorf("could not read which place you chose for refresh tokens: %w", err)
	}
	table := provider.Load(o.Dir)
	var notices []string
	for _, p := range append(table.Problems(), table.Notes()...) {
		notices = append(notices, p.String())
	}
	return &Services{
		options: o, accounts: list, store: store, table: table, notices: notices,
		boxes: map[string]*box{}, refreshers: map[string]*auth.Refresher{}, signedIn: map[string]SignInState{}, held: map[string]vault.Binding{},
	}, nil
}

// errClosed is the error of a run that began after Close.
var errClosed = errors.New("this copy of Mailknock is being closed")

// Close waits until the answers of refreshes that are under way are stored,
// for at most 10 s, and ends the sandboxes. End all runs first. A second call
// does nothing.
func (s *Services) Close() error {
	s.mu.Lock()
	boxes, refreshers := s.boxes, s.allRefreshers()
	s.boxes, s.closed = nil, true
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	for _, r := range refreshers {
		_ = r.Wait(ctx)
	}
	var failed []error
	for _, b := range boxes {
		failed = append(failed, b.Close())
	}
	return errors.Join(failed...)
}

// allRefreshers gives every refresher there is. The mutex is held.
func (s *Services) allRefreshers() []*auth.Refresher {
	all := slices.Collect(maps.Values(s.refreshers))
	for _, b := range s.boxes {
		all = append(all, b.refresher)
	}
	return all
}

// Providers gives the table of providers, those of the person's own file
// included.
func (s *Services) Providers() []provider.Provider { return s.table.All() }

// Provider finds a provider. The error lists the ids there are.
func (s *Services) Provider(id string) (provider.Provider, error) { return s.table.ByID(id) }

// Origin says where a provider's field comes from: the program, or a file.
func (s *Services) Origin(id, field string) string { return s.table.Origin(id, field) }

// Brought names the fields that the person's file gave, by provider.
func (s *Services) Brought() map[string][]string { return s.table.Brought() }

// Guess finds the provider of an address by its domain and says why. It asks
// nobody.
func (s *Services) Guess(address string) (p provider.Provider, why string, ok bool) {
	p, ok = s.table.ByAddress(address)
	if !ok {
		return p, "", false
	}
	return p, "its domain belongs to " + p.Name, true
}

// NewAccount gives an account that is not saved, with an id of its own.
func (s *Services) NewAccount(providerID string) mail.Account {
	a := mail.Account{ID: accounts.NewID(), Provider: providerID, Method: mail.Code, Protocols: []wire.Protocol{wire.IMAP, wire.SMTP}}
	if providerID == provider.Sandbox {
		a.Name = "Sandbox"
		a.User = sandbox.Mailbox
		a.Protocols = wire.MailProtocols
	}
	return a
}

// OpenURL opens the system's browser.
func (s *Services) OpenURL(url string) error { return s.options.OpenURL(url) }

// Faults lists what the sandbox can play.
func (s *Services) Faults() []sandbox.Fault { return Faults() }

// Vault tells where refresh tokens go.
func (s *Services) Vault(ctx context.Context) VaultState { return s.store.state(ctx) }

// UseVault chooses where refresh tokens go, and moves there what saved accounts
// kept in memory until now. The passphrase is for the kind vault.File.
func (s *Services) UseVault(ctx context.Context, kind vault.Kind, passphrase wire.Secret) error {
	if err := s.store.use(ctx, kind, passphrase); err != nil {
		return err
	}
	var failed []error
	for _, a := range s.accounts.List() {
		failed = append(failed, s.store.persist(ctx, vault.AccountKey(a.ID)))
		if known := s.Registration(a); known.ClientID != "" {
			failed = append(failed, s.store.persist(ctx, registrationKey(a.Provider, known.ClientID)))
		}
	}
	return errors.Join(failed...)
}
