package terminal

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoSecretOfOtherWaysLeaves is TestNoSecretLeaves for the ways without a
// browser.
func TestNoSecretOfOtherWaysLeaves(t *testing.T) {
	c := newCanary(t)
	s := newShell(t)
	work, logs := t.TempDir(), t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(work, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const canaryWord = "wrd-Fz3QnV9kTx5MpL7hRw2YbJ8cGd6sKe4a"
	bare, archive, key := keyFiles(t, work, canaryWord)
	c.keep("key", key)
	c.keep("key's password", canaryWord)
	s.env[passphraseFile] = file("passphrase", canaryPassword)
	word, refresh := file("word", canaryWord), file("refresh", canaryRefresh)
	robot, err := json.Marshal(map[string]string{
		"type": "service_account", "project_id": "p", "private_key_id": "k", "client_email": "robot@p.test", "client_id": "1",
		"token_uri": c.URL + "/token", "private_key": readText(t, bare),
	})
	if err != nil {
		t.Fatal(err)
	}
	// Google's only: the provider's own host is told by a file of providers.
	providers := `{"version": 1, "providers": [{"id": "acme", "name": "Acme", "auth_url": "` + c.URL + `/authorize", "token_url": "` + c.URL + `/token",
		"scopes": {"smtp": ["mail"]}, "service_account_scopes": ["mail"], "servers": {"smtp": ["127.0.0.1:1/plain"]}}]}`
	if err := os.WriteFile(filepath.Join(s.dir, "providers.json"), []byte(providers), 0o600); err != nil {
		t.Fatal(err)
	}
	server := parrot(t) + "/plain"
	account := []string{"--provider", "custom", "--issuer", c.URL, "--user", "anna@example.test", "--client-id", "mailknock", "--smtp", server}

	var said strings.Builder
	command := func(want int, args ...string) {
		t.Helper()
		r := s.run(t, args...)
		if r.code != want {
			t.Fatalf("%v: code %d\n%s\n%s", args, r.code, r.out, r.err)
		}
		said.WriteString(r.out + r.err)
	}
	log := func(name string) []string { return []string{"--log", filepath.Join(logs, name)} }
	way := func(name string, more ...string) {
		t.Helper()
		command(ExitFailed, append(append(append([]string{"check", "--save", name}, account...), log(name)...), more...)...)
		command(ExitFailed, append([]string{"check", "--account", name, "--json"}, more...)...)
	}
	way("device", "--method", "device")
	way("app", "--method", "client-credentials", "--key-file", bare)
	way("archive", "--method", "client-credentials", "--key-file", archive, "--key-password-file", word)
	way("given", "--refresh-token-file", refresh)
	command(ExitOK, "probe", "given")
	command(ExitFailed, append([]string{
		"check", "--provider", "acme", "--user", "anna@example.test", "--smtp", server, "--protocol", "smtp",
		"--method", "service-account", "--key-file", file("robot.json", string(robot)),
	}, log("robot")...)...)
	command(ExitFailed, "inspect", file("token", canaryAccess))
	command(ExitOK, "accounts", "export", filepath.Join(logs, "export.json"))

	c.mu.Lock()
	for _, name := range []string{"device code", "assertion", "key"} {
		if c.secrets[name] == "" {
			t.Errorf("the %s was not seen", name)
		}
	}
	c.mu.Unlock()
	c.look(t, said.String(), s.dir, logs)
}

func readText(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
