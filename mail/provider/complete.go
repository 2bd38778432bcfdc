package provider

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// complete checks what the fields say together and fills in what a new
// provider left out.
func (e *entry) complete() {
	e.oneUnit()
	if e.p.ByIssuer && e.p.TokenURL != "" {
		e.problem(e.line, "%q has both \"by_issuer\" and \"token_url\": keep the one that says where its endpoints stand", e.p.ID)
	}
	if e.override {
		return
	}
	p := &e.p
	switch {
	case p.TokenURL == "" && p.Issuer != "":
		p.ByIssuer = true
	case p.TokenURL == "" && !p.ByIssuer && p.Password == nil:
		e.problem(e.line, "%q has no way to sign in: type \"issuer\", or \"auth_url\" and \"token_url\"", p.ID)
		return
	}
	preset(&p.Name, p.ID)
	preset(&p.Note, "from "+FileName)
	first, _ := utf8.DecodeRuneInString(p.Name)
	preset(&p.Letter, strings.ToUpper(string(first)))
	preset(&p.Secret, SecretOptional)
	preset(&p.PKCE, PKCEUnknown)
	preset(&p.Redirect, RedirectAnyPort)
	preset(&p.RedirectHost, "127.0.0.1")
	preset(&p.Refresh.Rotates, RotationUnknown)
	preset(&p.Registration.RedirectURI, "http://"+p.RedirectHost)
	if !p.ByIssuer && p.TokenURL == "" {
		return
	}
	if e.given["mechanisms"] == 0 {
		p.Mechanisms = []sasl.Mechanism{sasl.XOAUTH2, sasl.OAUTHBEARER}
	}
	if e.given["offline_scopes"] == 0 {
		p.OfflineScopes = []string{"offline_access"}
	}
	if e.given["identity_scopes"] == 0 {
		p.IdentityScopes = []string{"openid", "email"}
	}
}

func preset[T ~string](field *T, value T) {
	if *field == "" {
		*field = value
	}
}

// oneUnit holds the endpoints together. An entry that replaces some of them
// replaces all: what it does not name is gone, so that no token goes to an
// endpoint of another provider. Those that get a token or a secret stand on
// one host, because a saved token is bound to the token endpoint only.
func (e *entry) oneUnit() {
	touched := slices.DeleteFunc(slices.Clone(endpoints), func(f string) bool { return e.given[f] == 0 })
	onlyIssuer := len(touched) == 1 && touched[0] == "issuer"
	if len(touched) == 0 || onlyIssuer && (!e.override || e.before.ByIssuer) {
		return
	}
	if e.given["auth_url"] == 0 || e.given["token_url"] == 0 {
		e.problem(e.given[touched[0]], "%q cannot be given alone, the endpoints of a provider belong together: type \"auth_url\" and \"token_url\" too", touched[0])
		return
	}
	for field, old := range map[string]*string{
		"issuer": &e.p.Issuer, "device_url": &e.p.DeviceURL, "revoke_url": &e.p.RevokeURL, "jwks_url": &e.p.JWKSURL, "tokeninfo_url": &e.p.TokeninfoURL,
	} {
		if e.given[field] == 0 {
			*old = ""
			delete(e.p.Sources, field)
			delete(e.p.Unverified, field)
		}
	}
	for field, old := range map[string]*bool{"by_issuer": &e.p.ByIssuer, "iss_parameter": &e.p.IssParameter, "dynamic_registration": &e.p.DynamicRegistration} {
		if e.given[field] == 0 {
			*old = false
		}
	}
	for _, field := range []string{"device_url", "revoke_url", "tokeninfo_url"} {
		if u := e.p.endpoint(field); u != "" && hostOf(u) != hostOf(e.p.TokenURL) {
			e.problem(e.given[field], "%q is at %s and \"token_url\" at %s: what is secret goes to both, so they must be at one host", field, hostOf(u), hostOf(e.p.TokenURL))
		}
	}
	for _, field := range touched {
		if strings.Contains(e.p.endpoint(field), "{tenant}") && e.p.Tenant == "" {
			e.problem(e.given[field], "%q holds {tenant}, and no tenant is named: type \"tenant\" too", field)
		}
	}
	delete(e.p.Sources, "endpoints")
	delete(e.p.Unverified, "endpoints")
}

// tell says what of the program's own table the entry leads elsewhere.
func (e *entry) tell() {
	for _, d := range e.p.Domains {
		if q, ok := e.own.ByAddress("a@" + d); ok && q.ID != e.p.ID && e.given["domains"] > 0 {
			e.note(e.given["domains"], "addresses of %s belong to %s now, and no longer to %s", d, e.p.Name, q.Name)
		}
	}
	if !e.override {
		return
	}
	for _, field := range []string{"auth_url", "token_url"} {
		if old, now := hostOf(e.before.endpoint(field)), hostOf(e.p.endpoint(field)); old != now && old != "" {
			e.note(e.given[field], "%q of %s is at %s now, and no longer at %s", field, e.p.Name, now, old)
		}
	}
	old := hosts(e.before.Servers)
	for _, host := range hosts(e.p.Servers) {
		if e.before.OAuth() && len(old) > 0 && !slices.Contains(old, host) {
			e.note(e.given["servers"], "tokens of %s go to %s too, which is none of its own servers (%s)", e.p.Name, host, strings.Join(old, ", "))
		}
	}
}

// hosts gives the mail servers' names, sorted.
func hosts(servers map[wire.Protocol][]wire.Server) []string {
	var all []string
	for _, list := range servers {
		for _, s := range list {
			all = append(all, strings.ToLower(s.Host))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// hostOf gives the host and port of a URL that was checked.
func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}
