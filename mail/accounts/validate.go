package accounts

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

var (
	providerForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,63}$`)
	tenantForm   = regexp.MustCompile(`^[A-Za-z0-9.-]{0,253}$`)
	wordForm     = regexp.MustCompile(`^[a-z0-9._-]{0,64}$`)
)

// validate checks an account from a source that nobody vouches for. The error
// is a sentence that says what to change.
func validate(a mail.Account) error {
	for _, f := range []struct {
		name, value string
		limit       int
	}{
		{"name", a.Name, 200},
		{"user", a.User, 320},
		{"smtp_user", a.SMTPUser, 320},
		{"from", a.From, 320},
		{"client_id", a.ClientID, 512},
		{"redirect_path", a.RedirectPath, 200},
	} {
		if err := checkText(f.name, f.value, f.limit); err != nil {
			return err
		}
	}
	switch {
	case a.User == "":
		return errors.New("it has no user")
	case !providerForm.MatchString(a.Provider):
		return fmt.Errorf("%q is not the id of a provider", cut(a.Provider))
	case !tenantForm.MatchString(a.Tenant):
		return fmt.Errorf("%q is not a tenant", cut(a.Tenant))
	case !wordForm.MatchString(string(a.Method)):
		return fmt.Errorf("%q is not a way to sign in", cut(string(a.Method)))
	case a.Mechanism != sasl.Auto && a.Mechanism != sasl.XOAUTH2 && a.Mechanism != sasl.OAUTHBEARER:
		return fmt.Errorf("%q is not a mechanism: XOAUTH2 or OAUTHBEARER", cut(string(a.Mechanism)))
	case !wordForm.MatchString(a.Fault) || a.Fault != "" && a.Provider != provider.Sandbox:
		return errors.New("only an account of the sandbox has a fault")
	}
	for _, check := range []func(mail.Account) error{validateProtocols, validateEndpoints, validateRedirect} {
		if err := check(a); err != nil {
			return err
		}
	}
	return nil
}

func validateProtocols(a mail.Account) error {
	seen := map[wire.Protocol]bool{}
	for _, p := range a.Protocols {
		if !slices.Contains(wire.MailProtocols, p) || seen[p] {
			return fmt.Errorf("%q is not a protocol, or stands there twice: imap, pop3 or smtp", cut(string(p)))
		}
		seen[p] = true
	}
	for p, server := range a.Servers {
		if !slices.Contains(wire.MailProtocols, p) {
			return fmt.Errorf("%q is not a protocol: imap, pop3 or smtp", cut(string(p)))
		}
		if err := checkText("server", server.Host, 253); err != nil {
			return err
		}
		if server.Security == wire.Plain && !wire.IsLoopback(server.Host) {
			return fmt.Errorf("%s is not encrypted: only a server on this machine may be plain", server)
		}
	}
	if len(a.Scopes) > 50 {
		return errors.New("it has more than 50 scopes")
	}
	for _, scope := range a.Scopes {
		if err := checkText("scopes", scope, 300); err != nil {
			return err
		}
		if scope == "" || strings.ContainsAny(scope, " \"\\") {
			return fmt.Errorf("%q is not a scope", cut(scope))
		}
	}
	return nil
}

// validateEndpoints lets only a custom account bring endpoints: those of a
// known provider are one unit (RFC 8414 section 3.3).
func validateEndpoints(a mail.Account) error {
	for _, f := range []struct{ name, value string }{
		{"issuer", a.Issuer}, {"auth_url", a.AuthURL}, {"token_url", a.TokenURL},
	} {
		if f.value == "" {
			continue
		}
		if p, err := provider.ByID(a.Provider); err != nil || !p.ByIssuer {
			return fmt.Errorf("it changes the %s of %s: only an account of a server of your own has endpoints of its own", f.name, a.Provider)
		}
		if err := checkEndpoint(f.name, f.value); err != nil {
			return err
		}
	}
	if (a.AuthURL == "") != (a.TokenURL == "") {
		return errors.New("it has one of auth_url and token_url: give both, or the issuer alone")
	}
	return nil
}

func checkEndpoint(name, address string) error {
	if err := checkText(name, address, 2048); err != nil {
		return err
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return fmt.Errorf("%s is not a web address: %q", name, cut(address))
	case u.User != nil:
		return fmt.Errorf("%s holds a user name: %q", name, cut(withoutUser(address)))
	case u.Fragment != "":
		return fmt.Errorf("%s holds a fragment: %q", name, cut(address))
	case u.Scheme != "https" && (u.Scheme != "http" || !wire.IsLoopback(u.Hostname())):
		return fmt.Errorf("%s is not https: %q", name, cut(address))
	}
	return wire.CheckHost(u.Hostname())
}

func validateRedirect(a mail.Account) error {
	if !slices.Contains([]string{"", "127.0.0.1", "localhost", "::1", "[::1]"}, a.RedirectHost) {
		return fmt.Errorf("%q is not a redirect host: 127.0.0.1, localhost or ::1", cut(a.RedirectHost))
	}
	if a.RedirectPort < 0 || a.RedirectPort > 65535 {
		return fmt.Errorf("%d is not a port", a.RedirectPort)
	}
	if a.RedirectPath != "" && (!strings.HasPrefix(a.RedirectPath, "/") || strings.ContainsAny(a.RedirectPath, "?#\\ ")) {
		return fmt.Errorf("%q is not a redirect path: it starts with / and has no query", cut(a.RedirectPath))
	}
	return nil
}

func validateRegistration(r Registration) error {
	switch {
	case !providerForm.MatchString(r.Provider):
		return fmt.Errorf("%q is not the id of a provider", cut(r.Provider))
	case !tenantForm.MatchString(r.Tenant):
		return fmt.Errorf("%q is not a tenant", cut(r.Tenant))
	case r.ClientID == "":
		return errors.New("it has no client_id")
	}
	return checkText("client_id", r.ClientID, 512)
}

// checkText refuses what a person could not see.
func checkText(name, text string, limit int) error {
	if len(text) > limit {
		return fmt.Errorf("%s is longer than %d bytes", name, limit)
	}
	if !utf8.ValidString(text) {
		return fmt.Errorf("%s is not UTF-8", name)
	}
	for _, r := range text {
		if r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
			return fmt.Errorf("%s holds a character that cannot be seen (%U)", name, r)
		}
	}
	return nil
}

// cut shortens a text for a sentence.
func cut(text string) string {
	if len(text) <= 80 {
		return text
	}
	return text[:80] + "…"
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
