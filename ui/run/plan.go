package run

import (
	"fmt"
	netmail "net/mail"
	"net/url"
	"os"
	"strings"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// FieldError tells what is wrong with one field of an account, in a sentence
// for the person who filled it in.
type FieldError struct {
	// Field is the field's name in the accounts file.
	Field   string
	Problem string
	// Err is the reason where there is one to decide on; it may be nil.
	Err error
}

func (e *FieldError) Error() string { return e.Problem }

// Unwrap gives the reason.
func (e *FieldError) Unwrap() error { return e.Err }

func field(name, format string, args ...any) error {
	return &FieldError{Field: name, Problem: fmt.Sprintf(format, args...)}
}

// Plan is what a run of an account would use.
type Plan struct {
	Servers map[wire.Protocol]wire.Server
	// Scopes are asked for; ScopeWords says what they allow.
	Scopes     []string
	ScopeWords []string
	// RedirectURI is the one to register at the provider.
	RedirectURI string
}

// Plan works out what a run of a would use. It starts nothing and asks
// nobody. The error is a *FieldError.
func (s *Services) Plan(a mail.Account) (Plan, error) {
	p, err := s.table.ByID(a.Provider)
	if err != nil {
		return Plan{}, field("provider", "%v", err)
	}
	plan := Plan{Servers: map[wire.Protocol]wire.Server{}, RedirectURI: redirectURI(p, a)}
	plan.Scopes = a.Scopes
	if len(plan.Scopes) == 0 {
		plan.Scopes = scopesFor(p, a)
	}
	plan.ScopeWords = p.Words(plan.Scopes)
	if len(a.Protocols) == 0 {
		return plan, field("protocols", "choose at least one of IMAP, POP3 and SMTP")
	}
	for _, protocol := range a.Protocols {
		server, err := serverFor(p, a, protocol)
		if err != nil {
			return plan, err
		}
		plan.Servers[protocol] = server
	}
	return plan, checkFields(p, a)
}

// scopesFor gives the scopes that an account's way to sign in asks for.
func scopesFor(p provider.Provider, a mail.Account) []string {
	switch {
	case a.Method == mail.ClientCredentials && p.ClientCredentialsScope != "":
		return []string{p.ClientCredentialsScope}
	case a.Method == mail.ServiceAccount && len(p.ServiceAccountScopes) > 0:
		return p.ServiceAccountScopes
	case a.Method.Unattended():
		// Nobody signs in, so there is nobody to know and nothing to refresh.
		p.OfflineScopes, p.IdentityScopes = nil, nil
	}
	return p.ScopesFor(a.Protocols)
}

func serverFor(p provider.Provider, a mail.Account, protocol wire.Protocol) (wire.Server, error) {
	name := string(protocol)
	server, ok := a.Servers[protocol]
	switch {
	case ok:
	case p.ID == provider.Sandbox:
		return wire.Server{Host: "127.0.0.1", Security: wire.ImplicitTLS}, nil
	case len(p.Servers[protocol]) > 0:
		server = p.Servers[protocol][0]
	default:
		return wire.Server{}, field(name, "no %s server is known for %s: type HOST:PORT", strings.ToUpper(name), p.Name)
	}
	if err := wire.CheckHost(server.Host); err != nil {
		return server, field(name, "%v", err)
	}
	if server.Security == wire.Plain && !wire.IsLoopback(server.Host) {
		return server, field(name, "%s is not this machine: Mailknock sends a token only over TLS; choose tls or starttls", server.Host)
	}
	return server, nil
}

func checkFields(p provider.Provider, a mail.Account) error {
	for _, f := range []struct{ name, address string }{{"user", a.User}, {"smtp_user", a.SMTPUser}, {"from", a.From}} {
		if f.address == "" && f.name != "user" {
			continue
		}
		if err := checkUser(f.name, f.address); err != nil {
			return err
		}
	}
	if a.From != "" {
		if _, err := netmail.ParseAddress(a.From); err != nil {
			return field("from", "%q is not an address: type it like anna@example.org", a.From)
		}
	}
	if a.Tenant != "" && !provider.IsTenant(a.Tenant) {
		return field("tenant", "%q is not a tenant: type organizations, common, consumers, a domain or the tenant's id", a.Tenant)
	}
	if !p.ByIssuer && (a.Issuer != "" || a.AuthURL != "" || a.TokenURL != "") {
		return field("issuer", "the endpoints of %s are known and cannot be changed: choose “%s” for other ones", p.Name, "My own server")
	}
	for name, address := range map[string]string{"issuer": a.Issuer, "auth_url": a.AuthURL, "token_url": a.TokenURL} {
		if address != "" && !webAddress(address) {
			return field(name, "%q is not an address of an identity provider: type it like https://id.example.org", address)
		}
	}
	for _, scope := range a.Scopes {
		if strings.ContainsAny(scope, "\",; \\") {
			return field("scopes", "%q is not a scope: separate scopes by spaces, without commas or quotes", scope)
		}
	}
	if a.CAFile != "" {
		if _, err := os.Stat(a.CAFile); err != nil {
			return field("ca_file", "%v", err)
		}
	}
	return nil
}

// webAddress tells whether a token may go there: https, or http on this machine.
func webAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || wire.CheckHost(u.Hostname()) != nil {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && wire.IsLoopback(u.Hostname())
}

// checkUser refuses what no mailbox is called and what would break out of a
// SASL string.
func checkUser(name, user string) error {
	switch {
	case user == "":
		return field(name, "type the address of the mailbox")
	case strings.ContainsAny(user, "\x00\x01\r\n"):
		return field(name, "the address holds a control character: type it anew")
	case strings.TrimSpace(user) != user || strings.ContainsAny(user, " \t"):
		return field(name, "%q has a space in it: an address has none", user)
	case len(user) > 320:
		return field(name, "the address is longer than 320 characters")
	}
	return nil
}

// noOAuth says that no token opens mail at a provider, and how one gets in.
func noOAuth(p provider.Provider) string {
	text := p.Name + " has no OAuth for mail"
	if p.Password != nil {
		text += ". " + p.Password.Text + " " + p.Password.URL
	}
	return text
}
