package page

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/mail/discover"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/widgets"
	"mailknock/ui/run"
)

// known answers like the services, from the table of providers.
type known struct {
	registered map[string]string
	origins    map[string]string
	err        error
	more       []provider.Provider
}

func (k known) Providers() []provider.Provider { return append(provider.All(), k.more...) }

func (known) NewAccount(id string) mail.Account {
	return mail.Account{ID: "new", Provider: id, User: "anna@sandbox.test", Protocols: wire.MailProtocols}
}

func (known) Guess(address string) (provider.Provider, string, bool) {
	p, ok := provider.ByAddress(address)
	return p, "its domain belongs to " + p.Name, ok
}

func (k known) Plan(a mail.Account) (run.Plan, error) {
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
	return plan, k.err
}

func (k known) Registration(a mail.Account) run.Registration {
	return run.Registration{ClientID: k.registered[a.Provider]}
}

func (k known) Origin(id, field string) string {
	if file := k.origins[id+" "+field]; file != "" {
		return file
	}
	return provider.OriginBuiltIn
}

func (known) Remarks(a mail.Account, secret wire.Secret) []provider.Remark {
	p, err := provider.ByID(a.Provider)
	if err != nil {
		return nil
	}
	return provider.CheckRegistration(p, provider.Typed{ClientID: a.ClientID, Secret: secret, Tenant: a.Tenant, AppOnly: a.Method == mail.ClientCredentials, Certificate: a.KeyFile != ""})
}

// Fill is the services' own: it asks nobody.
func (known) Fill(a mail.Account, r discover.Result) mail.Account {
	s, err := run.Open(run.Options{Dir: filepath.Join(os.TempDir(), "mailknock-nothing-here")})
	if err != nil {
		panic(err)
	}
	return s.Fill(a, r)
}

// buttons gives those below an object that can be seen.
func buttons(o fyne.CanvasObject) []*widgets.Button {
	if !o.Visible() {
		return nil
	}
	if b, ok := o.(*widgets.Button); ok {
		return []*widgets.Button{b}
	}
	c, ok := o.(*fyne.Container)
	if !ok {
		return nil
	}
	var all []*widgets.Button
	for _, child := range c.Objects {
		all = append(all, buttons(child)...)
	}
	return all
}
