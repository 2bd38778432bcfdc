package terminal

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestProbeAsksForThePassword: what is missing is named by its flag.
func TestProbeAsksForThePassword(t *testing.T) {
	c := newCanary(t)
	s := newShell(t)
	work := t.TempDir()
	_, archive, _ := keyFiles(t, work, "the password")
	word := filepath.Join(work, "word")
	if err := os.WriteFile(word, []byte("the password"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.env[passphraseFile] = word
	s.openURL = func(address string) error {
		answer, err := http.Get(address)
		if err == nil {
			_ = answer.Body.Close()
		}
		http.DefaultClient.CloseIdleConnections()
		return err
	}
	r := s.run(t, "signin", "--provider", "custom", "--issuer", c.URL, "--user", "anna@example.test", "--client-id", "mailknock", "--smtp", "127.0.0.1:1/plain",
		"--key-file", archive, "--key-password-file", word, "--save", "a")
	if r.code != ExitOK {
		t.Fatalf("signin: %s", r.err)
	}
	if r := s.run(t, "probe", "a"); r.code != ExitUsage || !strings.Contains(r.err, "--key-password-file: the key file is encrypted") {
		t.Errorf("code %d: %s", r.code, r.err)
	}
	r = s.run(t, "probe", "a", "--key-password-file", word)
	if r.code != ExitOK || !strings.Contains(r.out, "The refresh token works.\n") || !strings.Contains(r.out, "again and again") {
		t.Errorf("code %d: %s %s", r.code, r.out, r.err)
	}
}
