package desktop

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
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

// fake is a script in place of the services. It is safe for concurrent use.
type fake struct {
	mu       sync.Mutex
	accounts []mail.Account
	notices  []string
	vault    run.VaultState
	used     []vault.Kind
	opened   []string
	requests []run.Request
	signedIn map[string]run.SignInState
	secrets  map[string]wire.Secret
	// look plays a lookup; nil: nothing is found. looked and registered are
	// what was asked for; verdict is what a provider thinks of a registration.
	look               func(ctx context.Context, address string, asked func(int, discover.Asked)) discover.Result
	looked, registered []string
	verdict            auth.Verdict
	// probe and probed answer how long a sign-in lasts.
	probe  *auth.Probe
	probed error
	// survey answers for a domain.
	survey func(ctx context.Context, domain string) ([]discover.Row, error)
	// script plays a run; nil: everything passes at once.
	script func(ctx context.Context, r run.Request, sink func(wire.Event)) mail.Outcome
}

func newFake(accounts ...mail.Account) *fake {
	return &fake{
		accounts: accounts, vault: run.VaultState{Kind: vault.Memory},
		signedIn: map[string]run.SignInState{}, secrets: map[string]wire.Secret{},
	}
}

func (f *fake) Providers() []provider.Provider { return provider.All() }

func (f *fake) Guess(address string) (provider.Provider, string, bool) {
	p, ok := provider.ByAddress(address)
	return p, "its domain belongs to " + p.Name, ok
}

func (f *fake) NewAccount(id string) mail.Account {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := mail.Account{ID: "new-" + id, Provider: id, Method: mail.Code, Protocols: []wire.Protocol{wire.IMAP, wire.SMTP}}
	if id == provider.Sandbox {
		a.Name, a.User, a.Protocols = "Sandbox", "anna@sandbox.test", wire.MailProtocols
	}
	return a
}

func (f *fake) Plan(a mail.Account) (run.Plan, error) {
	p, err := provider.ByID(a.Provider)
	if err != nil {
		return run.Plan{}, err
	}
	plan := run.Plan{Servers: map[wire.Protocol]wire.Server{}, Scopes: p.ScopesFor(a.Protocols), RedirectURI: p.Registration.RedirectURI}
	plan.ScopeWords = p.Words(plan.Scopes)
	for _, proto := range a.Protocols {
		if s, ok := a.Servers[proto]; ok {
			plan.Servers[proto] = s
		} else if len(p.Servers[proto]) > 0 {
			plan.Servers[proto] = p.Servers[proto][0]
		}
	}
	if a.User == "" {
		return plan, &run.FieldError{Field: "user", Problem: "type the address of the mailbox"}
	}
	return plan, nil
}

func (f *fake) Accounts() []mail.Account {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]mail.Account(nil), f.accounts...)
}

func (f *fake) Notices() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := f.notices
	f.notices = nil
	return list
}

func (f *fake) SaveAccount(_ context.Context, a mail.Account) (mail.Account, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a.Revision++
	for i := range f.accounts {
		if f.accounts[i].ID == a.ID {
			f.accounts[i] = a
			return a, nil
		}
	}
	f.accounts = append(f.accounts, a)
	return a, nil
}

func (f *fake) RemoveAccount(_ context.Context, id string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.accounts {
		if f.accounts[i].ID == id {
			f.accounts = append(f.accounts[:i:i], f.accounts[i+1:]...)
			return nil
		}
	}
	return errors.New("there is no such account")
}

func (f *fake) SignOut(_ context.Context, a mail.Account, sink func(wire.Event)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.signedIn, a.ID)
	return nil
}

func (f *fake) SignInState(a mail.Account) run.SignInState {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.signedIn[a.ID]
}

func (f *fake) Origin(string, string) string { return provider.OriginBuiltIn }

func (f *fake) Remarks(a mail.Account, secret wire.Secret) []provider.Remark {
	p, err := provider.ByID(a.Provider)
	if err != nil {
		return nil
	}
	return provider.CheckRegistration(p, provider.Typed{ClientID: a.ClientID, Secret: secret, Tenant: a.Tenant})
}

func (f *fake) TryRegistration(ctx context.Context, r run.Request, _ func(wire.Event)) (auth.Verdict, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = append(f.requests, r)
	return f.verdict, nil
}

func (f *fake) Discover(ctx context.Context, address, _ string, asked func(int, discover.Asked)) (discover.Result, error) {
	f.mu.Lock()
	f.looked = append(f.looked, address)
	look := f.look
	f.mu.Unlock()
	if look == nil {
		return discover.Result{Address: address}, nil
	}
	return look(ctx, address, asked), nil
}

func (f *fake) Fill(a mail.Account, r discover.Result) mail.Account {
	if r.Provider.Value != "" {
		a.Provider = r.Provider.Value
	}
	return a
}

func (f *fake) RegistrationURL(context.Context, mail.Account) (string, error) {
	return "https://id.example.org/register", nil
}

func (f *fake) Register(_ context.Context, a mail.Account, endpoint string) (mail.Account, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.registered = append(f.registered, endpoint)
	a.ClientID = "given-by-host"
	return a, nil
}

func (f *fake) Registration(mail.Account) run.Registration { return run.Registration{} }

func (f *fake) SetRegistration(_ context.Context, a mail.Account, secret wire.Secret) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.secrets[a.Provider] = secret
	return nil
}

func (f *fake) Import(_ context.Context, r io.Reader) (int, error) {
	_, err := io.ReadAll(r)
	return 1, err
}

func (f *fake) Export(w io.Writer) error {
	_, err := io.WriteString(w, `{"version":1}`)
	return err
}

func (f *fake) Vault(context.Context) run.VaultState {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.vault
}

func (f *fake) UseVault(_ context.Context, kind vault.Kind, _ wire.Secret) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.used = append(f.used, kind)
	f.vault = run.VaultState{Kind: kind}
	return nil
}

func (f *fake) Run(ctx context.Context, r run.Request, sink func(wire.Event)) (mail.Outcome, *wire.Transcript) {
	t := wire.NewTranscript(sink)
	f.mu.Lock()
	f.requests = append(f.requests, r)
	script := f.script
	f.mu.Unlock()
	if script == nil {
		script = passes
	}
	o := script(ctx, r, sink)
	o.Account, o.Started = r.Account, t.Started()
	if o.SignIn.OK {
		f.mu.Lock()
		f.signedIn[r.Account.ID] = run.SignInState{As: r.Account.User, Until: time.Now().Add(time.Hour), RefreshToken: true, Where: "in memory only"}
		f.mu.Unlock()
	}
	return o, t
}

func (f *fake) Probe(ctx context.Context, _ run.Request, sink func(wire.Event)) (*auth.Probe, error) {
	sink(wire.Event{Seq: 0, Protocol: wire.OAuth, Direction: wire.Out, Text: "POST https://login.example/token"})
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.probe, f.probed
}

func (f *fake) Inspect(a mail.Account, info token.Info, now time.Time) run.Inspection {
	return run.Inspection{Info: info, Lines: []string{"For whom: " + info.User, "Provider: " + a.Provider}, Good: []run.Fitness{
		{Protocol: wire.IMAP, OK: info.Expires.After(now), Known: true, Why: "it has the scope"},
		{Protocol: wire.SMTP, Why: "it is opaque: only the provider and the server know"},
	}}
}

func (f *fake) Conformance(ctx context.Context, domain, _ string, _ bool) ([]discover.Row, error) {
	f.mu.Lock()
	survey := f.survey
	f.mu.Unlock()
	return survey(ctx, domain)
}

func (f *fake) Faults() []sandbox.Fault {
	return []sandbox.Fault{{ID: "token.expired", Title: "The access token is over"}, {ID: "imap.off", Title: "IMAP is switched off", Provider: "google"}}
}

func (f *fake) OpenURL(url string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened = append(f.opened, url)
	return nil
}

// opens gives what was opened in the browser.
func (f *fake) opens() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.opened)
}

// passes is a run in which everything works.
func passes(_ context.Context, r run.Request, sink func(wire.Event)) mail.Outcome {
	o := mail.Outcome{SignIn: mail.SignIn{OK: true, Method: mail.Code}, Duration: 300 * time.Millisecond}
	seq := 0
	emit := func(e wire.Event) {
		e.Seq = seq
		seq++
		sink(e)
	}
	for _, p := range r.Account.Protocols {
		step := wire.Step{Name: wire.Mailbox, OK: true, Duration: 40 * time.Millisecond, Detail: "42 messages in INBOX"}
		emit(wire.Event{Protocol: p, Kind: wire.Began, Step: wire.Step{Name: wire.Mailbox}})
		emit(wire.Event{Protocol: p, Direction: wire.In, Text: "* OK ready"})
		emit(wire.Event{Protocol: p, Kind: wire.Ended, Step: step})
		o.Checks = append(o.Checks, mail.Result{Protocol: p, OK: true, Duration: 40 * time.Millisecond, Steps: []wire.Step{step}})
	}
	return o
}

// waits is a run that waits for the browser until it is stopped or something
// is pasted.
func waits(ctx context.Context, r run.Request, sink func(wire.Event)) mail.Outcome {
	sink(wire.Event{Protocol: wire.OAuth, Direction: wire.Note, Text: "listening on 127.0.0.1:53682"})
	r.Handler.Waiting(auth.Waiting{
		URL: "https://accounts.example/auth?state=x", RedirectURI: "http://127.0.0.1:53682", Deadline: time.Now().Add(5 * time.Minute),
	})
	select {
	case <-ctx.Done():
		return mail.Outcome{SignIn: mail.SignIn{Err: context.Cause(ctx)}}
	case <-r.Handler.Pasted:
		return passes(ctx, r, func(wire.Event) {})
	}
}
