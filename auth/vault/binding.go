package vault

import (
	"fmt"
	"slices"
	"strings"
)

// Binding says for which endpoints and mail servers a secret was got. It
// never goes elsewhere (RFC 9700 section 4.9.1).
type Binding struct {
	Issuer   string   `json:"issuer,omitempty"`
	TokenURL string   `json:"token_url,omitempty"`
	ClientID string   `json:"client_id,omitempty"`
	Hosts    []string `json:"hosts,omitempty"`
}

// Check tells whether a secret of this binding may be used as now says: same
// issuer, token endpoint and client, compared as plain strings, and no mail
// host that is not among the hosts here. The error is a *BindingError.
func (b Binding) Check(now Binding) error {
	for _, f := range []struct{ field, saved, now string }{
		{"issuer", b.Issuer, now.Issuer},
		{"token endpoint", b.TokenURL, now.TokenURL},
		{"client id", b.ClientID, now.ClientID},
	} {
		if f.saved != f.now {
			return &BindingError{Field: f.field, Saved: f.saved, Now: f.now}
		}
	}
	for _, host := range now.Hosts {
		if !slices.ContainsFunc(b.Hosts, func(h string) bool { return sameHost(h, host) }) {
			return &BindingError{Field: "mail server", Saved: strings.Join(b.Hosts, ", "), Now: host}
		}
	}
	return nil
}

func sameHost(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(b, "."))
}

// BindingError tells that a saved secret was got for another place than the
// one where it would go now. Nothing was sent.
type BindingError struct {
	// Field is the first thing that differs, in words.
	Field, Saved, Now string
}

func (e *BindingError) Error() string {
	return fmt.Sprintf("the saved sign-in is not for this %s: it is for %s, and the account now says %s; sign in again",
		e.Field, orNone(e.Saved), orNone(e.Now))
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return fmt.Sprintf("%q", s)
}
