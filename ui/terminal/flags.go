package terminal

import (
	"slices"
	"strings"
	"time"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// accountFlags are the flags that check and signin share. A secret is never
// an argument: it comes from a file.
type accountFlags struct {
	Account  string `help:"A saved account: its name, or its address." placeholder:"NAME"`
	Provider string `help:"Provider: google, microsoft, custom, sandbox, or another of mailknock providers." placeholder:"ID"`
	User     string `help:"The mailbox: the user name for IMAP and POP3." placeholder:"ADDRESS"`
	SMTPUser string `name:"smtp-user" help:"User name for SMTP, where it differs." placeholder:"ADDRESS"`
	Protocol string `help:"Any of imap,pop3,smtp; all three without it." placeholder:"LIST"`
	IMAP     string `name:"imap" help:"IMAP server: HOST:PORT, and /tls, /starttls or /plain." placeholder:"SERVER"`
	POP3     string `name:"pop3" help:"POP3 server, the same way." placeholder:"SERVER"`
	SMTP     string `name:"smtp" help:"SMTP server, the same way." placeholder:"SERVER"`

	Mechanism string `help:"SASL mechanism: auto, xoauth2 or oauthbearer." enum:"auto,xoauth2,oauthbearer," default:""`
	Method    string `help:"Way to sign in: code, device, client-credentials or service-account." enum:"code,device,client-credentials,service-account," default:""`

	Issuer           string `help:"Issuer of a custom provider; its endpoints are read from there." placeholder:"URL"`
	ClientID         string `name:"client-id" help:"Client id of your registration at the provider."`
	ClientSecretFile string `help:"File that holds the client secret." placeholder:"FILE"`
	KeyFile          string `help:"Key that proves the client in place of a secret (PEM, .pfx, .p12), or the JSON file of a service account." placeholder:"FILE"`
	KeyPasswordFile  string `help:"File that holds the password of the key file." placeholder:"FILE"`
	Scope            string `help:"Scopes to ask for instead of the provider's, separated by spaces." placeholder:"LIST"`
	Tenant           string `help:"Microsoft tenant: organizations, common, consumers or an id."`
	RedirectPort     int    `help:"Port of the redirect URI; any free one without it." placeholder:"PORT"`
	NoBrowser        bool   `help:"Print the URL only; open no browser."`
	CA               string `name:"ca" help:"PEM file of extra root certificates." placeholder:"FILE"`

	TokenFile   string `help:"Use the access token in this file (or in MAILKNOCK_TOKEN); no sign-in." placeholder:"FILE"`
	RefreshFile string `name:"refresh-token-file" help:"Use the refresh token in this file; no sign-in." placeholder:"FILE"`
	Send        string `help:"Send a test message to this address." placeholder:"ADDRESS"`

	Timeout time.Duration `help:"Bound of the whole check of one protocol." default:"30s"`
	JSON    bool          `name:"json" help:"Print one JSON document and nothing else."`
	Log     string        `help:"Also write the log, masked, to this file." placeholder:"FILE"`
	Save    string        `help:"Save the account under this name." placeholder:"NAME"`
	Fault   string        `help:"What the sandbox should play; see mailknock sandbox --faults." placeholder:"ID"`
}

// account gives the account that the flags describe.
func (f *accountFlags) account(s *run.Services) (mail.Account, error) {
	a, err := f.base(s)
	if err != nil {
		return a, err
	}
	if err := f.override(s, &a); err != nil {
		return a, err
	}
	if _, err := s.Plan(a); err != nil {
		return a, explain(err)
	}
	return a, nil
}

func (f *accountFlags) base(s *run.Services) (mail.Account, error) {
	switch {
	case f.Account != "" && (f.Provider != "" || f.Issuer != ""):
		return mail.Account{}, usage("--account names a saved account, so leave --provider and --issuer out")
	case f.Account != "":
		a, err := s.FindAccount(f.Account)
		if err != nil {
			return a, usageError{err}
		}
		return a, nil
	}
	id := f.Provider
	if id == "" && f.Issuer != "" {
		id = provider.Custom
	}
	if id == "" && f.User != "" {
		if p, _, ok := s.Guess(f.User); ok {
			id = p.ID
		}
	}
	if id == "" {
		return mail.Account{}, usage("say which account: --account NAME, or --provider ID with --user ADDRESS")
	}
	p, err := s.Provider(id)
	if err != nil {
		return mail.Account{}, usageError{err}
	}
	if f.Issuer != "" && !p.ByIssuer {
		return mail.Account{}, usage("--issuer goes with --provider custom: the endpoints of %s are known", p.Name)
	}
	a := s.NewAccount(p.ID)
	a.Protocols = p.Protocols()
	return a, nil
}

func (f *accountFlags) override(s *run.Services, a *mail.Account) error {
	set := func(target *string, value string) {
		if value != "" {
			*target = strings.TrimSpace(value)
		}
	}
	set(&a.User, f.User)
	set(&a.SMTPUser, f.SMTPUser)
	set(&a.Issuer, f.Issuer)
	set(&a.ClientID, f.ClientID)
	set(&a.Tenant, f.Tenant)
	set(&a.CAFile, f.CA)
	set(&a.Fault, f.Fault)
	set(&a.Name, f.Save)
	if f.Fault != "" && a.Provider != provider.Sandbox {
		return usage("--fault goes with --provider sandbox")
	}
	if f.Method != "" {
		a.Method = mail.Method(f.Method)
	}
	if f.RefreshFile != "" {
		a.Method = mail.GivenRefresh
	}
	if err := f.keyFile(a); err != nil {
		return err
	}
	if f.Scope != "" {
		a.Scopes = strings.Fields(f.Scope)
	}
	if f.RedirectPort < 0 || f.RedirectPort > 65535 {
		return usage("--redirect-port %d: type a number from 1 to 65535", f.RedirectPort)
	}
	if f.RedirectPort > 0 {
		a.RedirectPort = f.RedirectPort
	}
	if f.Timeout <= 0 {
		return usage("--timeout %s: type a time such as 30s", f.Timeout)
	}
	switch f.Mechanism {
	case "auto":
		a.Mechanism = sasl.Auto
	case "":
	default:
		a.Mechanism = sasl.Mechanism(strings.ToUpper(f.Mechanism))
	}
	servers := map[wire.Protocol]string{wire.IMAP: f.IMAP, wire.POP3: f.POP3, wire.SMTP: f.SMTP}
	if err := f.protocols(s, a, servers); err != nil {
		return err
	}
	for _, p := range wire.MailProtocols {
		if servers[p] == "" {
			continue
		}
		server, err := wire.ParseServer(servers[p])
		if err != nil {
			return usage("--%s: %w", p, err)
		}
		if a.Servers == nil {
			a.Servers = map[wire.Protocol]wire.Server{}
		}
		a.Servers[p] = server
	}
	return nil
}

// protocols chooses what to check: --protocol, else those for which a server
// was given, where the provider has none of its own.
func (f *accountFlags) protocols(s *run.Services, a *mail.Account, servers map[wire.Protocol]string) error {
	if f.Protocol != "" {
		a.Protocols = nil
		for _, name := range strings.FieldsFunc(strings.ToLower(f.Protocol), func(r rune) bool { return r == ',' || r == ' ' }) {
			p := wire.Protocol(name)
			if !slices.Contains(wire.MailProtocols, p) {
				return usage("--protocol: %q is not imap, pop3 or smtp", name)
			}
			if !slices.Contains(a.Protocols, p) {
				a.Protocols = append(a.Protocols, p)
			}
		}
		if len(a.Protocols) == 0 {
			return usage("--protocol: name at least one of imap, pop3, smtp")
		}
		return nil
	}
	if p, err := s.Provider(a.Provider); err == nil && p.ByIssuer && f.Account == "" {
		a.Protocols = nil
		for _, p := range wire.MailProtocols {
			if servers[p] != "" {
				a.Protocols = append(a.Protocols, p)
			}
		}
		if len(a.Protocols) == 0 {
			return usage("--provider %s needs a server: --imap, --pop3 or --smtp HOST:PORT", p.ID)
		}
	}
	return nil
}
