package provider

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// endpoints are the URLs that belong together: a token or a secret of one
// never goes to another provider's (RFC 8414 section 3.3).
var endpoints = []string{"issuer", "auth_url", "token_url", "device_url", "revoke_url", "jwks_url", "tokeninfo_url"}

func (p Provider) endpoint(field string) string {
	switch field {
	case "issuer":
		return p.Issuer
	case "auth_url":
		return p.AuthURL
	case "token_url":
		return p.TokenURL
	case "device_url":
		return p.DeviceURL
	case "revoke_url":
		return p.RevokeURL
	case "jwks_url":
		return p.JWKSURL
	}
	return p.TokeninfoURL
}

// checkField tells what is wrong with a field that was read; empty when
// nothing is.
func checkField(name string, p Provider) string {
	if slices.Contains(endpoints, name) {
		if strings.Contains(p.endpoint(name), "#") {
			return fmt.Sprintf("%q holds a #, which no endpoint has: take that part out", name)
		}
		return checkURL(name, p.endpoint(name))
	}
	switch name {
	case "name":
		if strings.TrimSpace(p.Name) == "" {
			return `"name" is empty: type what people call the provider`
		}
	case "domains":
		return checkDomains(p.Domains)
	case "servers":
		return checkServers(p.Servers)
	case "scopes", "offline_scopes", "identity_scopes", "client_credentials_scope", "service_account_scopes":
		return checkScopes(name, p)
	case "auth_params":
		return checkParams(p.AuthParams)
	case "mechanisms":
		return oneOf(name, p.Mechanisms, sasl.XOAUTH2, sasl.OAUTHBEARER)
	case "two_line":
		return oneOf(name, p.TwoLine, wire.MailProtocols...)
	case "pkce":
		return oneOf(name, []PKCERule{p.PKCE}, PKCERequired, PKCEAccepted, PKCEUnknown)
	case "secret":
		return oneOf(name, []SecretRule{p.Secret}, SecretRequired, SecretOptional, SecretNone)
	case "redirect":
		return oneOf(name, []RedirectRule{p.Redirect}, RedirectAnyPort, RedirectExact, RedirectHTTPS)
	case "refresh":
		return oneOf("rotates", []Rotation{p.Refresh.Rotates}, Rotates, RotatesNot, RotationUnknown)
	case "redirect_host":
		return oneOf(name, []string{p.RedirectHost}, "127.0.0.1", "::1", "localhost")
	case "redirect_port":
		if p.RedirectPort < 0 || p.RedirectPort > 65535 {
			return `"redirect_port" must be a number from 1 to 65535, or 0 for any`
		}
	case "redirect_path":
		if p.RedirectPath != "" && (p.RedirectPath[0] != '/' || strings.ContainsAny(p.RedirectPath, "?# ")) {
			return `"redirect_path" must begin with / and has no ? or #`
		}
	case "tenant", "tenants":
		if slices.ContainsFunc(append(slices.Clone(p.Tenants), p.Tenant), badTenant) {
			return fmt.Sprintf("%q must be a word, a domain or an id, such as organizations", name)
		}
	case "registration":
		if p.Registration.Console != "" {
			return checkURL("console", p.Registration.Console)
		}
	case "password":
		if p.Password != nil && p.Password.URL != "" {
			return checkURL("url", p.Password.URL)
		}
	}
	return ""
}

func badTenant(t string) bool { return t != "" && !IsTenant(t) }

// IsTenant tells whether a text may stand for {tenant} in an endpoint: a word,
// a domain or a GUID.
func IsTenant(text string) bool { return tenantPattern.MatchString(text) }

// checkURL wants https, and allows http on this machine. A tenant may stand in
// the path only: in the host it would choose where the token goes.
func checkURL(field, text string) string {
	u, err := url.Parse(strings.ReplaceAll(text, "{tenant}", "tenant"))
	switch {
	case text == "":
		return fmt.Sprintf("%q is empty: type an address like https://id.example.org, or take the line out", field)
	case err != nil, strings.ContainsAny(text, " \"'`<>\\^|"), u.Opaque != "":
		return fmt.Sprintf("%q is no address: type it like https://id.example.org/token", field)
	case u.Scheme == "http" && !wire.IsLoopback(u.Hostname()):
		return fmt.Sprintf("%q is not encrypted: it must begin with https://", field)
	case u.Scheme != "https" && u.Scheme != "http":
		return fmt.Sprintf("%q must begin with https://", field)
	case u.User != nil:
		return fmt.Sprintf("%q holds a user name or password before its host: take that out", field)
	case wire.CheckHost(u.Hostname()) != nil:
		return fmt.Sprintf("%q has no host name: type it like https://id.example.org/token", field)
	case !strings.HasPrefix(text, u.Scheme+"://"+u.Host):
		return fmt.Sprintf("%q has {tenant} or a capital letter in its host: {tenant} may stand in the path only", field)
	}
	return ""
}

func checkDomains(domains []string) string {
	for _, d := range domains {
		plain := strings.TrimPrefix(d, "*.")
		if wire.CheckHost(plain) != nil || strings.Contains(plain, "*") || !strings.Contains(plain, ".") || d != strings.ToLower(d) {
			return `"domains" must hold what stands after the @, in small letters, such as "example.org"; "*.example.org" is all below it`
		}
	}
	return ""
}

func checkServers(servers map[wire.Protocol][]wire.Server) string {
	for p, list := range servers {
		if problem := oneOf("servers", []wire.Protocol{p}, wire.MailProtocols...); problem != "" {
			return problem
		}
		for _, s := range list {
			if s.Security == wire.Plain && !wire.IsLoopback(s.Host) {
				return fmt.Sprintf(`"servers": %s is not this machine, so a token goes there over TLS only: end it with /tls or /starttls`, s.Host)
			}
		}
	}
	return ""
}

func checkScopes(name string, p Provider) string {
	all := slices.Concat(p.OfflineScopes, p.IdentityScopes, p.ServiceAccountScopes, []string{p.ClientCredentialsScope})
	for protocol, scopes := range p.Scopes {
		if problem := oneOf("scopes", []wire.Protocol{protocol}, wire.MailProtocols...); problem != "" {
			return problem
		}
		all = append(all, scopes...)
	}
	for _, s := range all {
		if strings.ContainsAny(s, " \",;\\\t\r\n") {
			return fmt.Sprintf("%q: each scope stands in quotes of its own, without spaces, commas or semicolons inside", name)
		}
	}
	return ""
}

// checkParams keeps what the sign-in itself sends out of an entry's hands.
func checkParams(params map[string]string) string {
	for name := range params {
		switch name {
		case "response_type", "response_mode", "client_id", "client_secret", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "request", "request_uri":
			return fmt.Sprintf(`"auth_params": %s is set by the program itself: take it out`, name)
		}
	}
	return ""
}

// oneOf wants each value to be one of those there are.
func oneOf[T ~string](field string, values []T, known ...T) string {
	for _, v := range values {
		if slices.Contains(known, v) {
			continue
		}
		var words []string
		for _, k := range known {
			words = append(words, string(k))
		}
		return fmt.Sprintf("%q takes only %s", field, strings.Join(words, ", "))
	}
	return ""
}
