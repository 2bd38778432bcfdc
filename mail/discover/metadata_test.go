package discover

import (
	"slices"
	"strings"
	"testing"
)

// changed is a well-run server whose metadata has another value.
func changed(member string, value any) *world {
	w := wellRun()
	m := wellRunMetadata()
	if m[member] = value; value == nil {
		delete(m, member)
	}
	w.json(hub+"/.well-known/oauth-authorization-server", m)
	return w
}

// A document that cannot be used gives no endpoint at all, and autoconfig does
// not fill the gap.
func TestMetadataRefused(t *testing.T) {
	broken := wellRun()
	broken.text(hub+"/.well-known/oauth-authorization-server", "application/json", `{"issuer":`)
	moved := wellRun()
	moved.redirect(hub+"/.well-known/oauth-authorization-server", "https://mail.example.org/as.json")
	for name, test := range map[string]struct {
		world  *world
		result string
	}{
		"other issuer":    {changed("issuer", "https://evil.example"), "speaks for another issuer, https://evil.example: it must be exactly https://mail.example.org"},
		"slash":           {changed("issuer", "https://mail.example.org/"), "speaks for another issuer"},
		"http":            {changed("token_endpoint", "http://mail.example.org/token"), "the token_endpoint is not encrypted: it must begin with https://"},
		"this computer":   {changed("token_endpoint", "https://127.0.0.1/token"), "the token_endpoint leads to this computer"},
		"this one's name": {changed("token_endpoint", "https://as.localhost/token"), "the token_endpoint leads to this computer"},
		"the cloud's own": {changed("token_endpoint", "https://169.254.169.254/token"), "the token_endpoint leads to this computer"},
		"no endpoint":     {changed("authorization_endpoint", nil), "the authorization_endpoint is missing"},
		"no such scheme":  {changed("registration_endpoint", "file:///etc/passwd"), "the registration_endpoint must begin with https://"},
		"user":            {changed("token_endpoint", "https://a:b@mail.example.org/"), "holds a user name"},
		"broken JSON":     {broken, "the JSON is broken"},
		"another address": {moved, "metadata must not be redirected"},
	} {
		r := test.world.find(t, "anna@example.org")
		a := ended(t, r, "oauth-authorization-server")
		if a.Outcome == Answered || !strings.Contains(a.Result, test.result) {
			t.Errorf("%s: %+v", name, a)
		}
		if r.OAuth.TokenURL.Value != "" || r.OAuth.AuthURL.Value != "" || r.OAuth.RegistrationURL.Value != "" || r.OAuth.Issuer.Value != "https://mail.example.org" ||
			!slices.ContainsFunc(r.Needs, func(n Need) bool { return n.Kind == NeedSignIn }) {
			t.Errorf("%s: %+v", name, r.OAuth)
		}
	}
}

// A service that speaks for another one, or names an authorization server
// that cannot be one, names none.
func TestResourceRefused(t *testing.T) {
	for result, document := range map[string]map[string]any{
		"speaks for another resource, https://evil.example": {"resource": "https://evil.example", "authorization_servers": []string{"https://api.hoster.test/as/"}},
		"names no authorization server that can be used":    {"resource": "https://imap.hoster.test", "authorization_servers": []string{"http://api.hoster.test", "https://localhost", "https://x.example/?y"}},
		"the document names no resource":                    {"authorization_servers": []string{"https://api.hoster.test/as/"}},
	} {
		w := hosted()
		w.json("imap.hoster.test/.well-known/oauth-protected-resource", document)
		r := w.find(t, "anna@shop.example")
		if a := ended(t, r, "imap.hoster.test/.well-known/oauth-protected-resource"); !strings.Contains(a.Result, result) || r.OAuth.Issuer.Value != "" {
			t.Errorf("%+v %+v", a, r.OAuth.Issuer)
		}
	}
}

// Nobody names an issuer, and the mail server is one itself.
func TestIssuerIsTheMailServer(t *testing.T) {
	w := wellRun()
	for at := range w.pages {
		if !strings.HasSuffix(at, "oauth-authorization-server") {
			delete(w.pages, at)
		}
	}
	r := w.find(t, "anna@example.org")
	if r.OAuth.Issuer.Value != "https://mail.example.org" || r.OAuth.TokenURL.Value == "" || !strings.Contains(r.OAuth.Issuer.Source, "has of itself") {
		t.Errorf("%+v", r.OAuth)
	}
}

func TestWellKnown(t *testing.T) {
	got := wellKnown("https://h.example/a/")
	want := []string{"https://h.example/.well-known/oauth-authorization-server/a", "https://h.example/a/.well-known/openid-configuration"}
	if !slices.Equal(got, want) {
		t.Error(got)
	}
	if got := resourceURL("https://h.example/jmap/session/"); got != "https://h.example/.well-known/oauth-protected-resource/jmap/session" {
		t.Error(got)
	}
}
