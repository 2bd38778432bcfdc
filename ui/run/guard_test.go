package run

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/wire"
)

// TestTrialReplacesNoSavedSignIn: what an experiment signs in with is gone with
// the program, whatever the servers say of it.
func TestTrialReplacesNoSavedSignIn(t *testing.T) {
	dir := t.TempDir()
	saved := func(s *Services, id string) string {
		e, err := s.store.entry(t.Context(), vault.AccountKey(id))
		if err != nil {
			t.Fatal(err)
		}
		return e.Refresh.Reveal()
	}
	reopen := func() *Services {
		s := open(t, dir)
		if err := s.UseVault(t.Context(), vault.File, wire.NewSecret("a passphrase")); err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := reopen()
	a := s.NewAccount("sandbox")
	signIn(t, s, a)
	a, err := s.SaveAccount(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	before := saved(s, a.ID)
	if o, _ := s.Run(t.Context(), Request{Account: a, NewSignIn: true, Trial: true}, nil); !o.OK() {
		t.Fatalf("the trial failed: %v", o.SignIn.Err)
	}
	_ = s.Close()
	if saved(reopen(), a.ID) != before {
		t.Error("the trial's refresh token took the place of the saved one")
	}
}

// TestAppTokenIsForItsHosts: an app's token that is in memory does not go to a
// server that the account named later; a new one is asked for.
func TestAppTokenIsForItsHosts(t *testing.T) {
	p := newIdentityProvider(t)
	p.withoutRefresh = true
	server, _ := listener(t)
	s := open(t, t.TempDir())
	a := customAccount(s, p, server)
	a.Method, a.Scopes = mail.ClientCredentials, []string{"mail"}
	for i, host := range []string{"127.0.0.1", "127.0.0.1", "localhost"} {
		server.Host = host
		a.Servers = map[wire.Protocol]wire.Server{wire.IMAP: server}
		if o, _ := s.Run(t.Context(), Request{Account: a, ClientSecret: wire.NewSecret("the-client-secret")}, nil); !o.SignIn.OK {
			t.Fatal(o.SignIn.Err)
		}
		if want := []int{1, 1, 2}[i]; len(p.asked()) != want {
			t.Errorf("%s: asked %d times, want %d", host, len(p.asked()), want)
		}
	}
}

// TestOpaqueTokenIsAskedAbout: where the provider tells what a token is good
// for, the outcome knows it.
func TestOpaqueTokenIsAskedAbout(t *testing.T) {
	p := newIdentityProvider(t)
	p.Config.Handler.(*http.ServeMux).HandleFunc("/tokeninfo", func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("access_token") == "ya29.opaque-token" && r.URL.RawQuery == "" {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"aud":"client","scope":"mail.readonly","email":"anna@acme.test","expires_in":"1800"}`)
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"invalid_token","error_description":"Invalid Value"}`)
	})
	server, _ := listener(t)
	dir := t.TempDir()
	table := strings.NewReplacer("URL", p.URL, "SERVER", server.String()).Replace(`{"version":1,"providers":[{"id":"acme","name":"Acme","domains":["acme.test"],
		"auth_url":"URL/authorize","token_url":"URL/token","tokeninfo_url":"URL/tokeninfo","scopes":{"imap":["mail"]},"servers":{"imap":["SERVER"]}}]}`)
	if err := os.WriteFile(filepath.Join(dir, "providers.json"), []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	a := s.NewAccount("acme")
	a.User, a.Protocols = "anna@acme.test", []wire.Protocol{wire.IMAP}
	o, _ := s.Run(t.Context(), Request{Account: a, Token: wire.NewSecret("ya29.opaque-token")}, nil)
	if !slices.Equal(o.SignIn.Token.Scopes, []string{"mail.readonly"}) || o.SignIn.Token.User != "anna@acme.test" || o.SignIn.Token.Expires.IsZero() {
		t.Errorf("known of the token: %+v, notices %q, %v", o.SignIn.Token, s.Notices(), o.SignIn.Err)
	}
	o, _ = s.Run(t.Context(), Request{Account: a, Token: wire.NewSecret("ya29.another-token")}, nil)
	known := func(c mail.Cause) bool {
		return c.ID == "token.expired" && strings.Contains(strings.Join(c.Evidence, "\n"), "Invalid Value")
	}
	if !slices.ContainsFunc(o.Checks[0].Causes, known) {
		t.Errorf("a token that the provider does not know: %+v", o.Checks[0].Causes)
	}
}

// roundTrip answers requests without a network.
type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip is part of http.RoundTripper.
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestRegistrationThatCannotBeKept: a client that could not be saved is deleted
// at the provider again.
func TestRegistrationThatCannotBeKept(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var asked []string
	s.options.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.Method+" "+r.URL.Path)
		body := `{"client_id":"made","token_endpoint_auth_method":"none","registration_client_uri":"https://id.example.test/register/made","registration_access_token":"manage"}`
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
	})
	// A folder in the place of the file: nothing can be written there.
	if err := os.RemoveAll(filepath.Join(dir, "accounts.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "accounts.json", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	a := s.NewAccount("custom")
	a.User, a.Issuer = "anna@example.test", "https://id.example.test"
	a.Protocols = []wire.Protocol{wire.IMAP}
	a.Servers = map[wire.Protocol]wire.Server{wire.IMAP: {Host: "mail.example.test", Port: 993, Security: wire.ImplicitTLS}}
	got, err := s.Register(t.Context(), a, "https://id.example.test/register")
	if err == nil || got.ClientID != "" {
		t.Fatalf("registered as %q without a place to keep it", got.ClientID)
	}
	if !slices.Equal(asked, []string{"POST /register", "DELETE /register/made"}) {
		t.Errorf("asked %q: %v", asked, err)
	}
}
