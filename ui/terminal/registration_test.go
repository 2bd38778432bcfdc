package terminal

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// TestSavedAccountKeepsItsClientSecret: whoever saved an account needs to type
// nothing again.
func TestSavedAccountKeepsItsClientSecret(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	mux.HandleFunc("/.well-known/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"issuer": server.URL, "authorization_endpoint": server.URL + "/authorize", "token_endpoint": server.URL + "/token",
			"code_challenge_methods_supported": []string{"S256"},
		})
	})
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {"the-code"}, "state": {q.Get("state")}}.Encode(), http.StatusFound)
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.PostFormValue("grant_type")+" "+r.PostFormValue("client_secret"))
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"access_token":"the-access-token","refresh_token":"the-refresh-token","token_type":"Bearer","expires_in":3600}`)
	})
	s := newShell(t)
	s.openURL = func(address string) error {
		answer, err := http.Get(address)
		if err == nil {
			_ = answer.Body.Close()
		}
		http.DefaultClient.CloseIdleConnections()
		return err
	}
	pass, secret := filepath.Join(s.dir, "pass"), filepath.Join(s.dir, "client-secret")
	for file, text := range map[string]string{pass: "correct horse battery", secret: "the-client-secret"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.env[passphraseFile] = pass
	r := s.run(t, "signin", "--provider", "custom", "--issuer", server.URL, "--user", "anna@example.test", "--imap", "127.0.0.1:1/plain",
		"--client-id", "client", "--client-secret-file", secret, "--save", "anna")
	if r.code != ExitOK {
		t.Fatalf("%d %s%s", r.code, r.out, r.err)
	}
	if r := s.run(t, "check", "--account", "anna"); r.code != ExitFailed {
		t.Errorf("%d %s", r.code, r.err)
	}
	want := []string{"authorization_code the-client-secret", "refresh_token the-client-secret"}
	if mu.Lock(); !slices.Equal(asked, want) {
		t.Errorf("asked for %q", asked)
	}
	mu.Unlock()
}
