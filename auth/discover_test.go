package auth

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// document answers with metadata for the server, changed by change.
func (as *fakeAS) document(issuer string, change map[string]any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		m := map[string]any{
			"issuer": issuer, "authorization_endpoint": as.URL + "/authorize", "token_endpoint": as.URL + "/token",
			"revocation_endpoint": as.URL + "/revoke", "device_authorization_endpoint": as.URL + "/device", "jwks_uri": as.URL + "/keys",
			"code_challenge_methods_supported": []string{"plain", "S256"}, "authorization_response_iss_parameter_supported": true,
			"unknown": map[string]any{"x": 1},
		}
		for name, value := range change {
			m[name] = value
		}
		answerJSON(w, http.StatusOK, m)
	}
}

func TestDiscover(t *testing.T) {
	for path, wellKnown := range map[string]string{
		"":          "/.well-known/openid-configuration",
		"/":         "/.well-known/oauth-authorization-server",
		"/realms/x": "/realms/x/.well-known/openid-configuration",
		"/a":        "/.well-known/oauth-authorization-server/a",
		"/b":        "/.well-known/openid-configuration/b",
	} {
		as := newFakeAS(t)
		issuer := as.URL + path
		as.extra[wellKnown] = as.document(issuer, nil)
		rec := recorder()
		c, err := (&Flow{}).Discover(t.Context(), rec, issuer)
		if err != nil {
			t.Errorf("%q: %v", path, err)
			continue
		}
		want := Client{
			Issuer: issuer, AuthURL: as.URL + "/authorize", TokenURL: as.URL + "/token", RevokeURL: as.URL + "/revoke",
			DeviceURL: as.URL + "/device", JWKSURL: as.URL + "/keys", IssParameter: true,
		}
		if c.key() != want.key() || c.AuthURL != want.AuthURL || c.RevokeURL != want.RevokeURL || c.DeviceURL != want.DeviceURL ||
			c.JWKSURL != want.JWKSURL || !c.IssParameter {
			t.Errorf("%q: %+v", path, c)
		}
		if !strings.Contains(logOf(rec), "out GET "+as.URL+wellKnown) {
			t.Error(logOf(rec))
		}
	}
}

// Rows A3 and A8: a document for another issuer, without S256, or with
// endpoints that may not be used is refused as a whole.
func TestDiscoverRefuses(t *testing.T) {
	for _, test := range []struct {
		name   string
		issuer string // empty: the server's
		change map[string]any
		check  func(error) bool
	}{
		{"other issuer", "https://evil.test", nil, isA[*IssuerError]},
		{"slash", "/", nil, isA[*IssuerError]},
		{"plain only", "", map[string]any{"code_challenge_methods_supported": []string{"plain"}}, isA[*PKCEError]},
		{"none at all", "", map[string]any{"code_challenge_methods_supported": []string{}}, isA[*PKCEError]},
		{"no token endpoint", "", map[string]any{"token_endpoint": ""}, says("token endpoint is missing")},
		{"not encrypted", "", map[string]any{"token_endpoint": "http://evil.test/"}, says("not encrypted")},
		{"file", "", map[string]any{"authorization_endpoint": "file:///etc/passwd"}, says("must begin with https")},
		{"command", "", map[string]any{"authorization_endpoint": "https://x/$(touch${IFS}/tmp/p)"}, says("character")},
		{"half Google", "", map[string]any{"authorization_endpoint": "https://accounts.google.com/a"}, isA[*MixedEndpointsError]},
		{"wrong types", "", map[string]any{"token_endpoint": 5}, isA[*AnswerError]},
	} {
		as := newFakeAS(t)
		issuer := as.URL
		switch test.issuer {
		case "":
		case "/":
			issuer += "/"
		default:
			issuer = test.issuer
		}
		as.extra["/.well-known/openid-configuration"] = as.document(issuer, test.change)
		_, err := (&Flow{}).Discover(t.Context(), recorder(), as.URL)
		if err == nil || !test.check(err) {
			t.Errorf("%s: %T %v", test.name, err, err)
		}
	}
}

func isA[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

func says(words string) func(error) bool {
	return func(err error) bool { return strings.Contains(err.Error(), words) }
}

func TestDiscoverNothing(t *testing.T) {
	as := newFakeAS(t)
	_, err := (&Flow{}).Discover(t.Context(), recorder(), as.URL+"/x")
	if !isA[*AnswerError](err) || !strings.Contains(err.Error(), "/x/.well-known/openid-configuration") {
		t.Errorf("%v", err)
	}
	as.extra["/.well-known/openid-configuration"] = func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://evil.test/", http.StatusFound)
	}
	if _, err := (&Flow{}).Discover(t.Context(), recorder(), as.URL); !isA[*RedirectError](err) {
		t.Errorf("%v", err)
	}
	as.extra["/.well-known/openid-configuration"] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }
	if _, err := (&Flow{}).Discover(t.Context(), recorder(), as.URL); !isA[*TokenError](err) {
		t.Errorf("%v", err)
	}
	for _, bad := range append([]string{"https://as.test/?x=y", "https://as.test/#x"}, badURLs...) {
		if _, err := (&Flow{}).Discover(t.Context(), recorder(), bad); err == nil {
			t.Errorf("%.60q was accepted", bad)
		}
	}
}

// A provider elsewhere cannot send this program's requests to this computer.
func TestDiscoverLoopback(t *testing.T) {
	m := &metadata{Issuer: "https://as.test", AuthURL: "https://as.test/a", TokenURL: "http://127.0.0.1:631/t"}
	if _, err := m.client(recorder(), "https://as.test"); err == nil || !strings.Contains(err.Error(), "this computer") {
		t.Errorf("%v", err)
	}
}
