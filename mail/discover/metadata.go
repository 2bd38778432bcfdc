package discover

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// metadata is the part of an authorization server's document that is used
// (RFC 8414 section 2, OpenID Connect Discovery section 3).
type metadata struct {
	Issuer          string   `json:"issuer"`
	AuthURL         string   `json:"authorization_endpoint"`
	TokenURL        string   `json:"token_endpoint"`
	DeviceURL       string   `json:"device_authorization_endpoint"`
	RevokeURL       string   `json:"revocation_endpoint"`
	JWKSURL         string   `json:"jwks_uri"`
	RegistrationURL string   `json:"registration_endpoint"`
	Scopes          []string `json:"scopes_supported"`
	ResponseTypes   []string `json:"response_types_supported"`
	GrantTypes      []string `json:"grant_types_supported"`
	AuthMethods     []string `json:"token_endpoint_auth_methods_supported"`
	Challenges      []string `json:"code_challenge_methods_supported"`
	Iss             bool     `json:"authorization_response_iss_parameter_supported"`
	// Resources are the resources that tokens are for (RFC 9728 section 4).
	Resources []string `json:"protected_resources"`
}

func parseMetadata(data []byte) (*metadata, error) {
	var m metadata
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, brokenJSON(err)
	}
	if m.Issuer == "" {
		return nil, fmt.Errorf("the document names no issuer")
	}
	return &m, nil
}

// check looks at a document as one unit, for the issuer that was asked.
func (m *metadata) check(issuer string) error {
	if m.Issuer != issuer {
		return fmt.Errorf("the document speaks for another issuer, %s: it must be exactly %s", shown(m.Issuer), issuer)
	}
	for _, e := range []struct {
		what, url string
		needed    bool
	}{
		{"authorization_endpoint", m.AuthURL, true},
		{"token_endpoint", m.TokenURL, true},
		{"device_authorization_endpoint", m.DeviceURL, false},
		{"revocation_endpoint", m.RevokeURL, false},
		{"jwks_uri", m.JWKSURL, false},
		{"registration_endpoint", m.RegistrationURL, false},
	} {
		if e.url == "" && !e.needed {
			continue
		}
		if err := checkURL(e.url); err != nil {
			return fmt.Errorf("the %s %w", e.what, err)
		}
	}
	return nil
}

// wellKnown gives the addresses of an issuer's metadata: RFC 8414 section 3
// first, then OpenID Connect Discovery section 4, as
// draft-ietf-mailmaint-oauth-public-06 has it.
func wellKnown(issuer string) []string {
	u, err := url.Parse(issuer)
	if err != nil {
		return nil
	}
	root, p := u.Scheme+"://"+u.Host, strings.TrimSuffix(u.EscapedPath(), "/")
	return []string{
		root + "/.well-known/oauth-authorization-server" + p,
		root + p + "/.well-known/openid-configuration",
	}
}

// issuerAnswer is what an issuer said of itself.
type issuerAnswer struct {
	issuer string
	// url is where a document is, of whatever kind; empty when there is none.
	url      string
	reply    reply
	metadata *metadata
	// good says that the document may be used as it is.
	good bool
}

// contradicted tells that the issuer answered something that must not be
// used: what others say of its endpoints does not count then either.
func (a *issuerAnswer) contradicted() bool {
	return !a.good && (a.url != "" || a.reply.outcome == Refused)
}

// askIssuer asks for an issuer's metadata, at one address after the other
// until there is a document.
func (s *survey) askIssuer(ctx context.Context, issuer string) issuerAnswer {
	a := issuerAnswer{issuer: issuer}
	for _, address := range wellKnown(issuer) {
		a.reply = s.open(hostOf(address), address, "the host name").ask(ctx, func(ctx context.Context) reply {
			d, r := s.fetch(ctx, address, false)
			if d == nil {
				return r
			}
			a.url = address
			m, err := parseMetadata(d.body)
			if err != nil {
				return unreadable(err)
			}
			a.metadata = m
			if err := m.check(issuer); err != nil {
				return refused(err.Error())
			}
			a.good = true
			return answered("endpoints of " + issuer)
		})
		if a.url != "" || a.reply.outcome == Refused {
			break
		}
	}
	return a
}
