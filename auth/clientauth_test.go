package auth

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"

	"mailknock/mail/wire"
)

// assertionOf verifies the assertion in a form with a key, and gives its
// claims.
func assertionOf(t *testing.T, form url.Values, name string, key *ClientKey) map[string]any {
	t.Helper()
	jws, err := jose.ParseSignedCompact(form.Get(name), idAlgorithms)
	if err != nil {
		t.Fatalf("%s: %v in %v", name, err, form)
	}
	payload, err := jws.Verify(key.private.signer.Public())
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

// An app with a key proves itself with it at every grant, each time anew.
func TestKeyAtEveryGrant(t *testing.T) {
	key := readKey(t, "ec.pem", KeyOptions{})
	as := newFakeAS(t)
	now := time.Now()
	b := newBrowser()
	f := &Flow{OpenURL: b.open, Now: func() time.Time { return now }}
	rec := recorder()
	c := as.client()
	c.Key = key
	got, err := f.SignIn(t.Context(), rec, c, Handler{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Refresh(t.Context(), rec, c, *got); err != nil {
		t.Error(err)
	}
	if _, err := f.ClientCredentials(t.Context(), rec, c); err != nil {
		t.Error(err)
	}
	if err := f.Revoke(t.Context(), rec, c, *got); err != nil {
		t.Error(err)
	}
	forms := append(as.posts, as.revoked...)
	if len(forms) != 4 {
		t.Fatalf("%d requests", len(forms))
	}
	seen := map[any]bool{}
	for _, form := range forms {
		claims := assertionOf(t, form, "client_assertion", key)
		// Row A30: the issuer is the audience.
		if claims["iss"] != "client-1" || claims["sub"] != "client-1" || claims["aud"] != as.URL || claims["iat"] != float64(now.Unix()) || claims["exp"] != float64(now.Unix()+300) {
			t.Errorf("%v", claims)
		}
		seen[claims["jti"]] = true
		if form.Has("client_secret") || form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
			t.Errorf("%v", form)
		}
		if strings.Contains(logOf(rec), form.Get("client_assertion")[60:]) {
			t.Error("an assertion is in the transcript")
		}
	}
	if len(seen) != len(forms) {
		t.Error("a jti comes twice")
	}
}

// The same for a device: at both endpoints.
func TestKeyForDevice(t *testing.T) {
	key := readKey(t, "ec.pem", KeyOptions{})
	synctest.Test(t, func(t *testing.T) {
		as := newDeviceAS(t, "authorization_pending", "")
		c := deviceClient()
		c.Key = key
		if _, err := as.flow().SignInDevice(t.Context(), recorder(), c, DeviceHandler{}); err != nil || len(as.forms) != 3 {
			t.Fatal(err)
		}
		for _, form := range as.forms {
			assertionOf(t, form, "client_assertion", key)
		}
	})
}

func TestAssertionAudience(t *testing.T) {
	for _, test := range []struct{ issuer, token, want string }{
		{"https://as.test", "https://as.test/token", "https://as.test"},
		{"", "https://as.test/token", "https://as.test/token"},
		{"https://login.microsoftonline.com/x/v2.0", "https://login.microsoftonline.com/x/oauth2/v2.0/token", "https://login.microsoftonline.com/x/oauth2/v2.0/token"},
	} {
		if got := (Client{Issuer: test.issuer, TokenURL: test.token}).assertionAudience(); got != test.want {
			t.Errorf("%s", got)
		}
	}
}

func TestClientCredentials(t *testing.T) {
	as := newFakeAS(t)
	as.token = func(w http.ResponseWriter, r *http.Request) {
		if r.Form.Get("client_secret") != "the-right-secret" {
			answerJSON(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."})
			return
		}
		as.grant(w, r, map[string]any{"refresh_token": nil})
	}
	c := Client{TokenURL: as.URL + "/token", ClientID: "app-1", ClientSecret: wire.NewSecret("the-right-secret"), Scopes: []string{"https://outlook.office365.com/.default"}}
	rec := recorder()
	got, err := (&Flow{}).ClientCredentials(t.Context(), rec, c)
	if err != nil || got.Access.Empty() || got.NoRefresh == "" || strings.Contains(got.NoRefresh, "offline_access") {
		t.Fatalf("%v %+v", err, got)
	}
	if form := as.posts[0]; form.Get("grant_type") != "client_credentials" || form.Get("scope") != "https://outlook.office365.com/.default" || form.Get("client_id") != "app-1" {
		t.Errorf("%v", form)
	}
	if strings.Contains(logOf(rec), "the-right-secret") {
		t.Error("the secret is in the transcript")
	}
	c.ClientSecret = wire.NewSecret("another-secret")
	var refused *TokenError
	if _, err := (&Flow{}).ClientCredentials(t.Context(), rec, c); !errors.As(err, &refused) || !refused.Unattended || refused.Codes[0] != 7000215 {
		t.Errorf("%v", err)
	}
	as.token = func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
	}
	if _, err := (&Flow{}).ClientCredentials(t.Context(), rec, c); !errors.As(err, &refused) || refused.SignInAgain() || strings.Contains(err.Error(), "sign in again") {
		t.Errorf("%v", err)
	}
}

// What is refused before anything is sent.
func TestUnusableProofs(t *testing.T) {
	key := readKey(t, "ec.pem", KeyOptions{})
	good := Client{TokenURL: "https://as.test/token", ClientID: "app-1", Key: key}
	for name, test := range map[string]struct {
		change func(*Client)
		words  string
	}{
		"neither":                   {func(c *Client) { c.Key = nil }, "needs a client secret or a key"},
		"both":                      {func(c *Client) { c.ClientSecret = wire.NewSecret("x") }, "one of them"},
		"no certificate, Microsoft": {func(c *Client) { c.TokenURL = "https://login.microsoftonline.com/x/oauth2/v2.0/token" }, "by its certificate"},
		"http":                      {func(c *Client) { c.TokenURL = "http://as.test/token" }, "https"},
		"no client":                 {func(c *Client) { c.ClientID = "" }, "client ID is missing"},
		"mixed":                     {func(c *Client) { c.RevokeURL = "https://oauth2.googleapis.com/revoke" }, "do not belong together"},
	} {
		c := good
		test.change(&c)
		f := &Flow{HTTP: &http.Client{Transport: noNetwork{t}}}
		if _, err := f.ClientCredentials(t.Context(), recorder(), c); err == nil || !strings.Contains(err.Error(), test.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// noNetwork fails the test when anything is sent.
type noNetwork struct{ t *testing.T }

func (n noNetwork) RoundTrip(r *http.Request) (*http.Response, error) {
	n.t.Errorf("something was sent to %s", r.URL.Host)
	return nil, errors.New("no network")
}
