package run

import (
	"os"
	"path/filepath"
	"testing"

	"mailknock/auth/vault"
	"mailknock/mail/wire"
)

// TestSecretForAGivenClient: the client id stands in the person's file, and
// only the secret was typed. It is kept for that client, and the file goes on
// saying which one that is.
func TestSecretForAGivenClient(t *testing.T) {
	dir := t.TempDir()
	file := func(client string) {
		t.Helper()
		text := `{"version": 1,
			"providers": [{"id": "acme", "name": "Acme", "issuer": "https://id.acme.test", "scopes": {"imap": ["mail"]}, "servers": {"imap": ["mail.acme.test:993/tls"]}}],
			"registrations": [{"provider": "acme", "client_id": "` + client + `"}]}`
		if err := os.WriteFile(filepath.Join(dir, "providers.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file("first")
	s := open(t, dir)
	if err := s.UseVault(t.Context(), vault.File, wire.NewSecret("correct horse")); err != nil {
		t.Fatal(err)
	}
	a := s.NewAccount("acme")
	if known := s.Registration(a); known.ClientID != "first" || known.HasSecret || known.Origin == "" {
		t.Fatalf("before: %+v", known)
	}
	if err := s.SetRegistration(t.Context(), a, wire.NewSecret("the-secret")); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir)
	if known := again.Registration(a); known.ClientID != "first" || !known.HasSecret || known.Origin == "" {
		t.Errorf("after: %+v", known)
	}
	file("second")
	other := open(t, dir)
	if known := other.Registration(a); known.ClientID != "second" || known.HasSecret {
		t.Errorf("of another client: %+v", known)
	}
}
