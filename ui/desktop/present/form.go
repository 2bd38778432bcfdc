package present

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Form is what stands in the fields of an account, as it was typed.
type Form struct {
	Address  string
	Provider string
	// Protocols are those that are switched on.
	Protocols map[wire.Protocol]bool
	// Servers are HOST:PORT[/security]; empty: the provider's.
	Servers map[wire.Protocol]string
	// Method is the way to sign in; empty: the browser.
	Method mail.Method
	// KeyFile proves the app, ServiceFile is a service account's.
	KeyFile, ServiceFile string

	ClientID, Tenant                         string
	SMTPUser, From, Mechanism, Scopes        string
	RedirectHost, RedirectPort, RedirectPath string
	CAFile, Issuer, AuthURL, TokenURL        string
}

// NewForm puts an account in fields.
func NewForm(a mail.Account) Form {
	f := Form{
		Address: a.User, Provider: a.Provider, Method: a.Method,
		Protocols: map[wire.Protocol]bool{}, Servers: map[wire.Protocol]string{},
		ClientID: a.ClientID, Tenant: a.Tenant, SMTPUser: a.SMTPUser, From: a.From,
		Mechanism: string(a.Mechanism), Scopes: strings.Join(a.Scopes, " "),
		RedirectHost: a.RedirectHost, RedirectPath: a.RedirectPath,
		CAFile: a.CAFile, Issuer: a.Issuer, AuthURL: a.AuthURL, TokenURL: a.TokenURL,
	}
	if a.RedirectPort != 0 {
		f.RedirectPort = strconv.Itoa(a.RedirectPort)
	}
	if a.Method == mail.ServiceAccount {
		f.ServiceFile = a.KeyFile
	} else {
		f.KeyFile = a.KeyFile
	}
	for _, p := range a.Protocols {
		f.Protocols[p] = true
	}
	for p, s := range a.Servers {
		f.Servers[p] = s.String()
	}
	return f
}

// Chosen lists the protocols that are switched on, in the order in which they
// are shown.
func (f Form) Chosen() []wire.Protocol {
	var list []wire.Protocol
	for _, p := range wire.MailProtocols {
		if f.Protocols[p] {
			list = append(list, p)
		}
	}
	return list
}

// Account gives base with what stands in the fields. What cannot be read
// stays as it was in base and is told.
func (f Form) Account(base mail.Account) (mail.Account, Problems) {
	a, bad := base, Problems{}
	text := strings.TrimSpace
	a.User, a.Provider = text(f.Address), f.Provider
	if a.Provider != provider.Sandbox && (a.Name == base.User || a.Name == "Sandbox") {
		a.Name = ""
	}
	a.Protocols = f.Chosen()
	a.Method, a.KeyFile = f.Method, text(f.KeyFile)
	switch f.Method {
	case "":
		a.Method = mail.Code
	case mail.ServiceAccount:
		a.KeyFile = text(f.ServiceFile)
	}
	a.ClientID, a.Tenant = text(f.ClientID), text(f.Tenant)
	a.SMTPUser, a.From = text(f.SMTPUser), text(f.From)
	a.Mechanism = sasl.Mechanism(f.Mechanism)
	a.Scopes = strings.Fields(f.Scopes)
	a.RedirectHost, a.RedirectPath = text(f.RedirectHost), text(f.RedirectPath)
	a.CAFile, a.Issuer = text(f.CAFile), text(f.Issuer)
	a.AuthURL, a.TokenURL = text(f.AuthURL), text(f.TokenURL)
	a.RedirectPort = 0
	if t := text(f.RedirectPort); t != "" {
		n, err := strconv.Atoi(t)
		if err != nil || n < 1 || n > 65535 {
			bad["redirect_port"] = fmt.Sprintf("“%s” is not a port: type a number from 1 to 65535, or leave it empty.", t)
		} else {
			a.RedirectPort = n
		}
	}
	a.Servers = maps.Clone(base.Servers)
	for _, p := range wire.MailProtocols {
		t := text(f.Servers[p])
		if t == "" {
			delete(a.Servers, p)
			continue
		}
		s, err := wire.ParseServer(t)
		if err != nil {
			bad.Merge(string(p), err.Error())
			continue
		}
		if a.Servers == nil {
			a.Servers = map[wire.Protocol]wire.Server{}
		}
		a.Servers[p] = s
	}
	if a.User != "" && !looksLikeAddress(a.User) {
		bad["user"] = fmt.Sprintf("“%s” is not an address: type it like anna@example.org.", a.User)
	}
	return a, bad
}
