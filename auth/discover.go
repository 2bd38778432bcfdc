package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"mailknock/mail/wire"
)

// metadata is the part of a metadata document that is used (RFC 8414 section
// 2, OpenID Connect Discovery section 3).
type metadata struct {
	Issuer     string   `json:"issuer"`
	AuthURL    string   `json:"authorization_endpoint"`
	TokenURL   string   `json:"token_endpoint"`
	RevokeURL  string   `json:"revocation_endpoint"`
	DeviceURL  string   `json:"device_authorization_endpoint"`
	JWKSURL    string   `json:"jwks_uri"`
	Register   string   `json:"registration_endpoint"`
	Iss        bool     `json:"authorization_response_iss_parameter_supported"`
	Challenges []string `json:"code_challenge_methods_supported"`
}

// Discover asks an issuer for its endpoints: OpenID Connect's well-known
// address first, then RFC 8414's. It blocks for at most 30 seconds an address.
// The result has the endpoints, Issuer and IssParameter, and nothing else:
// they belong together, so take all of them.
//
// Its errors are *IssuerError when the document speaks for another issuer,
// *PKCEError, *AnswerError when there is no document, *TokenError when the
// server cannot answer just now, *NetworkError, *RedirectError; an issuer or endpoint that cannot be used is refused with a
// sentence.
func (f *Flow) Discover(ctx context.Context, rec *wire.Recorder, issuer string) (Client, error) {
	addresses, err := wellKnown(issuer)
	if err != nil {
		return Client{}, err
	}
	var last error
	for _, address := range addresses {
		m, err := f.metadata(ctx, rec, address)
		if err != nil {
			return Client{}, err
		}
		if m == nil {
			last = &AnswerError{What: "there is no metadata document at " + strings.Join(addresses, " nor at ")}
			continue
		}
		return m.client(rec, issuer)
	}
	return Client{}, last
}

// wellKnown gives the addresses of an issuer's metadata: after its path
// (OpenID Connect Discovery section 4), and before it (RFC 8414 section 3).
func wellKnown(issuer string) ([]string, error) {
	if err := checkEndpoint("issuer", issuer); err != nil {
		return nil, err
	}
	u, err := url.Parse(issuer)
	if err != nil || u.RawQuery != "" {
		return nil, fmt.Errorf("the issuer holds a ?: take that part out")
	}
	root := u.Scheme + "://" + u.Host
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	addresses := []string{
		root + path + "/.well-known/openid-configuration",
		root + "/.well-known/oauth-authorization-server" + path,
	}
	if path != "" {
		addresses = append(addresses, root+"/.well-known/openid-configuration"+path)
	}
	return addresses, nil
}

// metadata fetches a document; nil when there is none at the address.
func (f *Flow) metadata(ctx context.Context, rec *wire.Recorder, address string) (*metadata, error) {
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("the issuer is not an address")
	}
	x := f.exchange(rec)
	got, err := x.do(ctx, req)
	switch {
	case err != nil:
		return nil, err
	case got.status >= 500 || got.status == http.StatusTooManyRequests:
		return nil, x.refusal(got)
	case got.status != http.StatusOK || !isJSON(got.header):
		return nil, nil
	}
	var m metadata
	if json.Unmarshal(got.body, &m) != nil || m.Issuer == "" {
		return nil, nil
	}
	return &m, nil
}

// client checks a document as one unit.
func (m *metadata) client(rec *wire.Recorder, issuer string) (Client, error) {
	if m.Issuer != issuer {
		return Client{}, &IssuerError{Want: issuer, Got: clean(rec, m.Issuer, 300), What: "metadata"}
	}
	if m.Challenges != nil && !slices.Contains(m.Challenges, "S256") {
		var offered []string
		for _, c := range m.Challenges[:min(len(m.Challenges), 10)] {
			offered = append(offered, clean(rec, c, 40))
		}
		return Client{}, &PKCEError{Supported: offered}
	}
	if m.Challenges == nil {
		rec.Note("The metadata does not tell whether the provider knows PKCE; it is used all the same.")
	}
	c := Client{
		Issuer: m.Issuer, AuthURL: m.AuthURL, TokenURL: m.TokenURL, RevokeURL: m.RevokeURL,
		DeviceURL: m.DeviceURL, JWKSURL: m.JWKSURL, RegistrationURL: m.Register, IssParameter: m.Iss,
	}
	for _, e := range []struct {
		what, url string
		needed    bool
	}{
		{"authorization endpoint", m.AuthURL, true},
		{"token endpoint", m.TokenURL, true},
		{"revocation endpoint", m.RevokeURL, false},
		{"device endpoint", m.DeviceURL, false},
		{"registration endpoint", m.Register, false},
		{"address of the keys", m.JWKSURL, false},
	} {
		if e.url == "" && !e.needed {
			continue
		}
		if err := checkEndpoint(e.what, e.url); err != nil {
			return Client{}, fmt.Errorf("the provider's metadata cannot be used: %w", err)
		}
		// A provider elsewhere has no business on this machine.
		if wire.IsLoopback(hostOf(e.url)) && !wire.IsLoopback(hostOf(issuer)) {
			return Client{}, fmt.Errorf("the provider's metadata cannot be used: the %s leads to this computer", e.what)
		}
	}
	return c, c.checkUnit()
}
