package desktop

import (
	"context"
	"io"
	"time"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/discover"
	"mailknock/mail/provider"
	"mailknock/mail/sandbox"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// Services is what the window works with: *run.Services, and in tests a
// script. Methods that take a context block and are called beside the window.
type Services interface {
	Providers() []provider.Provider
	Origin(id, field string) string
	Guess(address string) (p provider.Provider, why string, ok bool)
	NewAccount(providerID string) mail.Account
	Plan(a mail.Account) (run.Plan, error)
	Accounts() []mail.Account
	Notices() []string
	SaveAccount(ctx context.Context, a mail.Account) (mail.Account, error)
	RemoveAccount(ctx context.Context, id string) error
	SignOut(ctx context.Context, a mail.Account, sink func(wire.Event)) error
	SignInState(a mail.Account) run.SignInState
	Registration(a mail.Account) run.Registration
	SetRegistration(ctx context.Context, a mail.Account, secret wire.Secret) error
	Remarks(a mail.Account, secret wire.Secret) []provider.Remark
	TryRegistration(ctx context.Context, r run.Request, sink func(wire.Event)) (auth.Verdict, error)
	Discover(ctx context.Context, address, caFile string, asked func(at int, a discover.Asked)) (discover.Result, error)
	Fill(a mail.Account, r discover.Result) mail.Account
	RegistrationURL(ctx context.Context, a mail.Account) (string, error)
	Register(ctx context.Context, a mail.Account, endpoint string) (mail.Account, error)
	Import(ctx context.Context, r io.Reader) (int, error)
	Export(w io.Writer) error
	Vault(ctx context.Context) run.VaultState
	UseVault(ctx context.Context, kind vault.Kind, passphrase wire.Secret) error
	Run(ctx context.Context, r run.Request, sink func(wire.Event)) (mail.Outcome, *wire.Transcript)
	Probe(ctx context.Context, r run.Request, sink func(wire.Event)) (*auth.Probe, error)
	Inspect(a mail.Account, info token.Info, now time.Time) run.Inspection
	Conformance(ctx context.Context, domain, caFile string, trial bool) ([]discover.Row, error)
	Faults() []sandbox.Fault
	OpenURL(url string) error
}

var _ Services = (*run.Services)(nil)
