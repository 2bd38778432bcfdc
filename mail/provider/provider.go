// Package provider knows the providers: endpoints, servers, scopes and rules.
// They are data, in assets/providers.json; a new one needs no code. A file of
// the person's own adds to them (Load).
package provider

import (
	"slices"
	"strings"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// The ids that code has to know.
const (
	Google            = "google"
	Microsoft         = "microsoft"
	MicrosoftPersonal = "microsoft-personal"
	Custom            = "custom"
	Sandbox           = "sandbox"
)

// Provider is one line of the table.
type Provider struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Note string `json:"note"`
	// Letter stands for the provider where there is no room for its name.
	Letter string `json:"letter"`
	// Featured ones are those that most people look for.
	Featured bool `json:"featured"`
	// Domains are the addresses that surely belong to it; "*.x" is all below x.
	Domains []string `json:"domains"`

	// ByIssuer says that the endpoints stand in the metadata of an issuer,
	// Issuer or one that the person names (RFC 8414).
	ByIssuer bool `json:"by_issuer"`
	// Issuer is the value of iss; empty where it depends on the tenant.
	Issuer   string `json:"issuer"`
	AuthURL  string `json:"auth_url"`
	TokenURL string `json:"token_url"`
	// DeviceURL gives device codes that mail scopes work with (RFC 8628);
	// empty where there are none, and DeviceNote then says why.
	DeviceURL  string `json:"device_url"`
	DeviceNote string `json:"device_note"`
	RevokeURL  string `json:"revoke_url"`
	JWKSURL    string `json:"jwks_url"`
	// TokeninfoURL tells what an opaque access token is good for.
	TokeninfoURL string `json:"tokeninfo_url"`
	// IssParameter says that the provider promises iss in the redirect (RFC 9207).
	IssParameter bool `json:"iss_parameter"`
	// DynamicRegistration says that a program can register itself, at the
	// address in the issuer's metadata (RFC 7591).
	DynamicRegistration bool `json:"dynamic_registration"`
	// Tenants are the well-known values for {tenant} in the URLs, Tenant the
	// one to use when none was chosen. Empty: there is no tenant.
	Tenants []string `json:"tenants"`
	Tenant  string   `json:"tenant"`

	// Scopes are what each protocol needs; a protocol without any takes no
	// OAuth. OfflineScopes ask for a refresh token, IdentityScopes for an id
	// token.
	Scopes         map[wire.Protocol][]string `json:"scopes"`
	OfflineScopes  []string                   `json:"offline_scopes"`
	IdentityScopes []string                   `json:"identity_scopes"`
	// ScopeWords says what a scope allows.
	ScopeWords map[string]string `json:"scope_words"`
	// ClientCredentialsScope is for a token without a person (RFC 6749 section
	// 4.4); empty where there is none.
	ClientCredentialsScope string `json:"client_credentials_scope"`
	// ServiceAccountScopes are for a service account that stands in for a
	// mailbox (RFC 7523); empty where there is none.
	ServiceAccountScopes []string `json:"service_account_scopes"`
	// AuthParams are sent with the authorization request.
	AuthParams map[string]string `json:"auth_params"`

	// Servers are tried in no order: the first is the default, the others are
	// known to work too.
	Servers map[wire.Protocol][]wire.Server `json:"servers"`
	// Mechanisms are those that carry a token here; none: see OAuth.
	Mechanisms []sasl.Mechanism `json:"mechanisms"`
	// TwoLine lists the protocols where the initial response must not stand
	// in the command.
	TwoLine []wire.Protocol `json:"two_line"`

	PKCE PKCERule `json:"pkce"`
	// Secret says whether a registration has a client secret.
	Secret       SecretRule `json:"secret"`
	ClientIDHint string     `json:"client_id_hint"`
	// Redirect says how the provider compares the redirect URI. RedirectHost
	// is where it lets the browser come back to: 127.0.0.1 or localhost.
	// RedirectPort is 0 for any. RedirectPath is empty where any path will do,
	// and "/" where the registered URI has none.
	Redirect     RedirectRule `json:"redirect"`
	RedirectHost string       `json:"redirect_host"`
	RedirectPort int          `json:"redirect_port"`
	RedirectPath string       `json:"redirect_path"`
	// Refresh is how long a refresh token lives.
	Refresh RefreshRule `json:"refresh"`

	// Notes are sentences worth knowing before one begins.
	Notes []string `json:"notes"`
	// Password is how a mail program gets in without OAuth; nil: not known.
	Password     *PasswordHelp `json:"password"`
	Registration Registration  `json:"registration"`

	// Sources tells where the facts come from, and Unverified, a sentence
	// each, what no source confirmed. The keys are the fields' names here;
	// "endpoints" is all URLs, "servers.smtp" one protocol's part of a field. A
	// source is a page, or "public code" where several programs agree.
	Sources    map[string]string `json:"sources"`
	Unverified map[string]string `json:"unverified"`
}

// OAuth tells whether a token opens mail here. Where not, Password says how
// one gets in.
func (p Provider) OAuth() bool { return len(p.Mechanisms) > 0 }

// Doubt gives the sentence about a field that no source confirmed; empty where
// one did. A doubt about the whole of a field is one about each of its parts.
func (p Provider) Doubt(field string) string {
	whole, _, _ := strings.Cut(field, ".")
	names := []string{field, whole}
	if slices.Contains(endpoints, field) {
		names = append(names, "endpoints")
	}
	for _, name := range names {
		if doubt := p.Unverified[name]; doubt != "" {
			return doubt
		}
	}
	return ""
}
