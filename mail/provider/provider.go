// Package provider knows the providers: endpoints, servers, scopes and rules.
// They are data, in assets/providers.json; a new one needs no code.
package provider

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"mailknock/assets"
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
	// Domains are the addresses that surely belong to it; "*.x" is all below x.
	Domains []string `json:"domains"`

	// Issuer is the value of iss; empty where it depends on the tenant.
	Issuer    string `json:"issuer"`
	AuthURL   string `json:"auth_url"`
	TokenURL  string `json:"token_url"`
	RevokeURL string `json:"revoke_url"`
	JWKSURL   string `json:"jwks_url"`
	// IssParameter says that the provider promises iss in the redirect (RFC 9207).
	IssParameter bool `json:"iss_parameter"`
	// Tenants are the well-known values for {tenant} in the URLs, Tenant the
	// one to use when none was chosen. Empty: there is no tenant.
	Tenants []string `json:"tenants"`
	Tenant  string   `json:"tenant"`

	// Scopes are what each protocol needs. OfflineScopes ask for a refresh
	// token, IdentityScopes for an id token.
	Scopes         map[wire.Protocol][]string `json:"scopes"`
	OfflineScopes  []string                   `json:"offline_scopes"`
	IdentityScopes []string                   `json:"identity_scopes"`
	// ScopeWords says what a scope allows.
	ScopeWords map[string]string `json:"scope_words"`
	// AuthParams are sent with the authorization request.
	AuthParams map[string]string `json:"auth_params"`

	// Servers are tried in no order: the first is the default, the others are
	// known to work too.
	Servers    map[wire.Protocol][]wire.Server `json:"servers"`
	Mechanisms []sasl.Mechanism                `json:"mechanisms"`
	// TwoLine lists the protocols where the initial response must not stand
	// in the command.
	TwoLine []wire.Protocol `json:"two_line"`

	// Secret says whether a registration has a client secret.
	Secret       SecretRule `json:"secret"`
	ClientIDHint string     `json:"client_id_hint"`
	// RedirectHost is where the provider lets the browser come back to:
	// 127.0.0.1 or localhost. RedirectPath is empty where any path will do,
	// and "/" where the registered URI has none.
	RedirectHost string       `json:"redirect_host"`
	RedirectPath string       `json:"redirect_path"`
	Registration Registration `json:"registration"`

	// Sources tells where the facts come from.
	Sources map[string]string `json:"sources"`
}

// SecretRule says whether a registration has a client secret.
type SecretRule string

// The rules for client secrets.
const (
	SecretRequired SecretRule = "required"
	SecretOptional SecretRule = "optional"
	SecretNone     SecretRule = "none"
)

// Registration is how a person registers the program at the provider.
type Registration struct {
	Console     string `json:"console"`
	ConsoleName string `json:"console_name"`
	// RedirectURI is the one to register; empty where there is none to.
	RedirectURI string `json:"redirect_uri"`
	// Steps hold the placeholders {console}, {redirect} and {scopes}.
	Steps []string `json:"steps"`
}

var load = sync.OnceValues(func() ([]Provider, error) { return parse(assets.Providers) })

// All gives the providers in the order in which they are shown. The program's
// own table is checked by a test: a fault in it stops the program.
func All() []Provider {
	all, err := load()
	if err != nil {
		panic(err)
	}
	return slices.Clone(all)
}

// ByID finds a provider. The error lists the ids there are.
func ByID(id string) (Provider, error) {
	var ids []string
	for _, p := range All() {
		if p.ID == id {
			return p, nil
		}
		ids = append(ids, p.ID)
	}
	return Provider{}, fmt.Errorf("there is no provider %q: choose one of %s", id, strings.Join(ids, ", "))
}

// ByAddress finds the provider whose domains hold the address's. It asks
// nobody.
func ByAddress(address string) (Provider, bool) {
	at := strings.LastIndexByte(address, '@')
	domain := strings.ToLower(strings.TrimSuffix(strings.TrimSpace(address[at+1:]), "."))
	if at <= 0 || domain == "" {
		return Provider{}, false
	}
	for _, p := range All() {
		for _, known := range p.Domains {
			under, wild := strings.CutPrefix(known, "*")
			if domain == known || wild && strings.HasSuffix(domain, under) {
				return p, true
			}
		}
	}
	return Provider{}, false
}

func parse(data []byte) ([]Provider, error) {
	var table struct {
		Version   int        `json:"version"`
		Providers []Provider `json:"providers"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&table); err != nil {
		return nil, fmt.Errorf("could not read the table of providers: %w", err)
	}
	seen := map[string]bool{}
	for _, p := range table.Providers {
		if seen[p.ID] {
			return nil, fmt.Errorf("the table of providers holds %q twice", p.ID)
		}
		seen[p.ID] = true
	}
	return table.Providers, nil
}
