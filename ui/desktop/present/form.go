package present

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"mailknock/mail"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// Form is what stands in the fields of an account, as it was typed.
type Form struct {
	Address  string
	Provider string
	// Protocols are those that are switched on.
	Protocols map[wire.Protocol]bool
	// Servers are HOST:PORT[/security]; empty: the provider's.
	Servers map[wire.Protocol]string
	// GivenToken means that there is no sign-in.
	GivenToken bool

	ClientID, Tenant                         string
	SMTPUser, From, Mechanism, Scopes        string
	RedirectHost, RedirectPort, RedirectPath string
	CAFile, Issuer, AuthURL, TokenURL        string
}

// NewForm puts an account in fields.
func NewForm(a mail.Account) Form {
	f := Form{
		Address: a.User, Provider: a.Provider, GivenToken: a.Method == mail.GivenToken,
		Protocols: map[wire.Protocol]bool{}, Servers: map[wire.Protocol]string{},
		ClientID: a.ClientID, Tenant: a.Tenant, SMTPUser: a.SMTPUser, From: a.From,
		Mechanism: string(a.Mechanism), Scopes: strings.Join(a.Scopes, " "),
		RedirectHost: a.RedirectHost, RedirectPath: a.RedirectPath,
		CAFile: a.CAFile, Issuer: a.Issuer, AuthURL: a.AuthURL, TokenURL: a.TokenURL,
	}
	if a.RedirectPort != 0 {
		f.RedirectPort = strconv.Itoa(a.RedirectPort)
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

// Problems are sentences by the name of the field that they are about.
type Problems map[string]string

// Account gives base with what stands in the fields. What cannot be read
// stays as it was in base and is told.
func (f Form) Account(base mail.Account) (mail.Account, Problems) {
	a, bad := base, Problems{}
	text := strings.TrimSpace
	a.User, a.Provider = text(f.Address), f.Provider
	if a.Provider != "sandbox" && (a.Name == base.User || a.Name == "Sandbox") {
		a.Name = ""
	}
	a.Protocols = f.Chosen()
	a.Method = mail.Code
	if f.GivenToken {
		a.Method = mail.GivenToken
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

// Merge adds the problem that the services found, unless that field has one.
func (p Problems) Merge(field, problem string) {
	if _, ok := p[field]; !ok {
		p[field] = Sentence(problem)
	}
}

// Sentence lets a text begin with a capital letter and end with a full stop.
func Sentence(text string) string {
	first, n := utf8.DecodeRuneInString(text)
	if n == 0 {
		return text
	}
	text = string(unicode.ToUpper(first)) + text[n:]
	if strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}

// First gives one of the problems, the same each time.
func (p Problems) First() string {
	names := append([]string{"user", "protocols"}, slices.Sorted(maps.Keys(p))...)
	for _, name := range names {
		if problem, ok := p[name]; ok {
			return problem
		}
	}
	return ""
}

// ServerLine tells in one line what will be connected to.
func ServerLine(protocols []wire.Protocol, servers map[wire.Protocol]wire.Server) string {
	var list []string
	for _, p := range protocols {
		s, ok := servers[p]
		switch {
		case !ok:
		case s.Port == 0:
			return "the sandbox's own servers, on this machine"
		default:
			list = append(list, s.Address()+" "+SecurityWord(s.Security))
		}
	}
	return strings.Join(list, " · ")
}

// SecurityWord writes a kind of security as people know it.
func SecurityWord(s wire.Security) string {
	switch s {
	case wire.STARTTLS:
		return "STARTTLS"
	case wire.Plain:
		return "without TLS"
	}
	return "TLS"
}

// Add takes an error of the services.
func (p Problems) Add(err error) {
	var field *run.FieldError
	switch {
	case err == nil:
	case errors.As(err, &field):
		p.Merge(field.Field, field.Problem)
	default:
		p.Merge("", err.Error())
	}
}
