package run

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailknock/auth"
	"mailknock/mail/wire"
)

// TestGivenSecretStaysAtItsProvider: an account that brings an issuer of its
// own does not get the secret whose file the providers file names.
func TestGivenSecretStaysAtItsProvider(t *testing.T) {
	for _, entry := range []string{``, `{"id": "stalwart", "issuer": "https://id.acme.test"}`} {
		var leaked bool
		var issuer string
		evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			leaked = leaked || r.PostFormValue("client_secret") != ""
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]any{"issuer": issuer, "authorization_endpoint": issuer + "/a", "token_endpoint": issuer + "/t"})
		}))
		issuer = evil.URL
		server, _ := listener(t)
		dir := t.TempDir()
		for name, text := range map[string]string{
			"secret":         "the-secret-of-acme",
			"providers.json": `{"version": 1, "providers": [` + entry + `], "registrations": [{"provider": "stalwart", "client_id": "first", "client_secret_file": "secret"}]}`,
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s := open(t, dir)
		a := s.NewAccount("stalwart")
		a.User, a.Issuer, a.Method = "anna@example.test", issuer, "client-credentials"
		a.Protocols = []wire.Protocol{wire.IMAP}
		a.Servers = map[wire.Protocol]wire.Server{wire.IMAP: server}
		if s.Registration(a).HasSecret {
			t.Error("it has a secret for any issuer")
		}
		o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true}, nil)
		var wrong *FieldError
		if leaked || !errors.As(o.SignIn.Err, &wrong) || wrong.Field != "client_secret" {
			t.Errorf("leaked: %v, %v", leaked, o.SignIn.Err)
		}
		evil.Close()
		a.Issuer = ""
		if s.Registration(a).HasSecret != strings.Contains(entry, "issuer") {
			t.Error("the provider's own issuer does not have its secret")
		}
	}
}

// TestEndpointsOfTheTableAreHeldTogether: nobody signs in at the page of a
// provider of the table with a code that goes elsewhere.
func TestEndpointsOfTheTableAreHeldTogether(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // nothing is sent
	for _, p := range open(t, t.TempDir()).Providers() {
		if p.AuthURL == "" {
			continue
		}
		page := strings.ReplaceAll(p.AuthURL, "{tenant}", "common")
		rec := wire.NewTranscript(nil).Recorder(wire.OAuth)
		_, err := (&auth.Flow{}).TryRegistration(ctx, rec, auth.Client{AuthURL: page, TokenURL: "https://127.0.0.1:1/token", ClientID: "x"})
		var mixed *auth.MixedEndpointsError
		if !errors.As(err, &mixed) {
			t.Errorf("%s: %v", p.ID, err)
		}
		_, err = (&auth.Flow{}).TryRegistration(ctx, rec, auth.Client{
			AuthURL: page, TokenURL: strings.ReplaceAll(p.TokenURL, "{tenant}", "common"), RevokeURL: p.RevokeURL,
			DeviceURL: strings.ReplaceAll(p.DeviceURL, "{tenant}", "common"), ClientID: "x",
		})
		if errors.As(err, &mixed) {
			t.Errorf("%s: its own endpoints: %v", p.ID, err)
		}
	}
}
