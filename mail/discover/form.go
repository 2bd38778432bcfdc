package discover

import (
	"slices"

	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// The profile's scopes (draft-ietf-mailmaint-oauth-public-06 section 3.9).
const (
	scopeMail    = "urn:ietf:params:oauth:scope:mail"
	scopeOffline = "offline_access"
)

// known fills the form from the table of domains, and asks nobody.
func (f *Finder) known(local, domain string) (Result, bool) {
	address := local + "@" + domain
	p, ok := f.table().ByAddress(address)
	if !ok {
		return Result{}, false
	}
	r := Result{Address: address, Domain: domain}
	r.preset(p, "the domain "+domain+" is known")
	r.users()
	r.needs()
	return r, true
}

// form puts the most trusted value of each kind into the form.
func (s *survey) form() Result {
	r := Result{Address: s.local + "@" + s.domain, Domain: s.domain, Servers: map[wire.Protocol][]Server{}, Asked: s.log.asked}
	r.Provider = Found[string]{provider.Custom, "no provider of the table was recognised"}
	claims := s.claims()
	for _, c := range claims {
		if r.Name.Value == "" && c.name != "" {
			r.Name = Found[string]{c.name, c.source}
		}
		for protocol, servers := range c.servers {
			if len(r.Servers[protocol]) == 0 && !s.denied(protocol, c.kind) {
				r.Servers[protocol] = servers
			}
		}
	}
	r.PasswordOnly = passwordOnly(claims)
	s.signIn(&r, claims)
	if p, err := s.table().ByID(s.mxRule.Provider); err == nil {
		r.preset(p, s.mxSource())
	} else if p, why, ok := s.byEvidence(r.OAuth.Issuer.Value, r.Servers); ok {
		r.preset(p, why)
	}
	r.Conflicts = s.conflicts(r, claims)
	r.notes(s)
	r.users()
	r.needs()
	return r
}

// denied tells whether SRV records decidedly do not offer a protocol, and no
// better source does.
func (s *survey) denied(protocol wire.Protocol, kind claimKind) bool {
	if kind != fromSRV && kind != fromISPDB {
		return false
	}
	denied := false
	for i := range s.srv {
		if s.srv[i].service.protocol == protocol {
			if len(s.srv[i].servers) > 0 {
				return false
			}
			denied = denied || s.srv[i].denied
		}
	}
	return denied
}

// passwordOnly tells whether every source that says how to sign in names
// passwords alone.
func passwordOnly(claims []claim) bool {
	only := false
	for _, c := range claims {
		switch c.signIn {
		case offersOAuth:
			return false
		case offersPassword:
			only = true
		}
	}
	return only
}

// signIn fills in the authorization server: from its own metadata, or when it
// has none, as one unit too, from what the domain's own autoconfig says.
func (s *survey) signIn(r *Result, claims []claim) {
	for _, a := range s.issuers {
		if a.good && r.OAuth.Issuer.Value == "" {
			r.OAuth = a.metadata.oauth(a, issuerSource(a.issuer, claims))
		}
	}
	for _, c := range claims {
		o := c.oauth
		if r.OAuth.Issuer.Value == "" && checkIssuer(o.issuer) == nil {
			r.OAuth.Issuer = Found[string]{o.issuer, c.source}
		}
		if c.kind != fromAutoconfig {
			continue
		}
		same := r.OAuth.Issuer.Value == o.issuer && !slices.ContainsFunc(s.issuers, func(a issuerAnswer) bool {
			return a.issuer == o.issuer && a.contradicted()
		})
		if same && r.OAuth.AuthURL.Value == "" && o.together() {
			r.OAuth.AuthURL, r.OAuth.TokenURL = Found[string]{o.authURL, c.source}, Found[string]{o.tokenURL, c.source}
		}
		if same && r.OAuth.ClientID.Value == "" && o.clientID != "" {
			r.OAuth.ClientID = Found[string]{o.clientID, c.source}
		}
		if same && len(o.scopes) > 0 {
			r.OAuth.Scopes = Found[[]string]{o.scopes, c.source}
		}
	}
}

// together tells whether both endpoints can be used, and are one owner's. Nobody
// signs an autoconfig document: the page of a known provider beside a token
// endpoint elsewhere would bring the code there (RFC 9700 section 4.4).
func (o claimOAuth) together() bool {
	return checkURL(o.authURL) == nil && checkURL(o.tokenURL) == nil && site(hostOf(o.authURL)) == site(hostOf(o.tokenURL))
}

// issuerSource says in words who named an issuer.
func issuerSource(issuer string, claims []claim) string {
	for _, c := range claims {
		if c.oauth.issuer == issuer {
			return c.source
		}
	}
	return "a document that " + issuer + " has of itself"
}

// oauth gives what a good document says, its scopes cut to those of mail.
func (m *metadata) oauth(a issuerAnswer, named string) OAuth {
	source := "the metadata of " + a.issuer + " at " + a.url
	found := func(value string) Found[string] {
		if value == "" {
			return Found[string]{}
		}
		return Found[string]{value, source}
	}
	o := OAuth{
		Issuer: Found[string]{a.issuer, named}, AuthURL: found(m.AuthURL), TokenURL: found(m.TokenURL), DeviceURL: found(m.DeviceURL),
		RevokeURL: found(m.RevokeURL), JWKSURL: found(m.JWKSURL), RegistrationURL: found(m.RegistrationURL), IssParameter: Found[bool]{m.Iss, source},
	}
	var scopes []string
	for _, scope := range []string{scopeMail, scopeOffline} {
		if slices.Contains(m.Scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	if slices.Contains(scopes, scopeMail) {
		o.Scopes = Found[[]string]{scopes, source}
	}
	return o
}

// preset takes all that the table has for a provider: its endpoints are a
// unit, and what others say of them does not count.
func (r *Result) preset(p provider.Provider, why string) {
	source := why + "; the table of providers (" + p.Name + ")"
	r.Provider, r.Name = Found[string]{p.ID, why}, Found[string]{p.Name, why}
	if len(p.Servers) > 0 {
		r.Servers = presetServers(p, why)
	}
	if p.AuthURL == "" && p.Issuer != "" {
		r.OAuth = OAuth{Issuer: Found[string]{p.Issuer, source}}
	}
	if p.AuthURL == "" {
		return
	}
	found := func(value string) Found[string] {
		if value == "" {
			return Found[string]{}
		}
		return Found[string]{value, source}
	}
	registration := r.OAuth.RegistrationURL
	if p.Issuer == "" || r.OAuth.Issuer.Value != p.Issuer {
		registration = Found[string]{}
	}
	r.OAuth = OAuth{
		Issuer: found(p.Issuer), AuthURL: found(p.AuthURL), TokenURL: found(p.TokenURL), RevokeURL: found(p.RevokeURL), JWKSURL: found(p.JWKSURL),
		RegistrationURL: registration, Scopes: Found[[]string]{p.ScopesFor(wire.MailProtocols), source}, IssParameter: Found[bool]{p.IssParameter, source},
	}
	r.PasswordOnly = false
}
