package terminal

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// unsafe gives the lines that hold what a terminal must never see. A tab is
// allowed: it lays out the lists.
func unsafe(text string) (lines []string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if plain := strings.ReplaceAll(line, "\t", " "); !utf8.ValidString(line) || plain != wire.Visible([]byte(plain)) {
			lines = append(lines, line)
		}
	}
	return lines
}

// hostileAccounts is a file of accounts by somebody else's hand.
func hostileAccounts(t *testing.T, dir string) {
	t.Helper()
	const bad = "x\u202ey\u009b31m\u2066z\U000e0041"
	account := map[string]any{
		"id": "one", "name": "evil", "provider": "custom", "user": bad, "protocols": []string{"imap" + bad}, "client_id": bad,
		"tenant": bad, "auth_url": bad, "last": map[string]any{"imap" + bad: map[string]any{"ok": false, "words": bad}}, "revision": 1,
	}
	other := map[string]any{"id": "two", "name": "provider", "provider": bad, "user": "b", "auth_url": "https://user:pa55-of-somebody@id.test/", "protocols": []string{"imap"}, "revision": 1}
	server := map[string]any{
		"id": "three", "name": "server", "provider": "custom", "user": "b", "protocols": []string{"imap"}, "revision": 1,
		"servers": map[string]string{"imap": "127.0.0.1" + bad + ":1/tls"},
	}
	data, err := json.Marshal(map[string]any{"version": 1, "accounts": []any{account, other, server}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "accounts.json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestHostileAccountsFile(t *testing.T) {
	s := newShell(t)
	hostileAccounts(t, s.dir)
	s.env["MAILKNOCK_TOKEN"] = "not-a-good-token-0123456789"
	for _, args := range [][]string{
		{"accounts", "list"},
		{"accounts", "show", "evil"},
		{"accounts", "show", "provider"},
		{"accounts", "show", "server"},
		{"accounts", "export"},
		{"check", "--account", "evil"},
		{"check", "--account", "provider", "--json"},
		{"check", "--account", "server"},
		{"check", "--account", "server", "--json"},
		{"accounts", "remove", "evil"},
	} {
		r := s.run(t, args...)
		if bad := unsafe(r.out + r.err); len(bad) > 0 {
			t.Errorf("%q: %q", args, bad)
		}
		if strings.Contains(r.out+r.err, "pa55-of-somebody") {
			t.Errorf("%q: %s", args, r.out+r.err)
		}
		if args[1] == "show" && r.code == ExitOK && !json.Valid([]byte(r.out)) {
			t.Errorf("%q is not JSON", r.out)
		}
	}
}

// TestHostileArguments: what was typed comes back visible, and a secret that
// was typed where none belongs does not come back at all.
func TestHostileArguments(t *testing.T) {
	const secret = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL291dGxvb2sifQ.Zk3Qx9vPlmW7sTqBnRcD2aKf8y"
	const odd = "a\x1b[2J\u202eb\u009b\xff"
	for _, args := range [][]string{
		{secret},
		{"check", secret},
		{"check", "--token", secret},
		{"check", "--token=" + secret},
		{"check", "--" + secret},
		{"check", "--timeout", secret},
		{"check", "--mechanism", secret},
		{"check", "--provider", secret},
		{"check", "--token-file", secret},
		{"check", "--account", secret},
		{"check", "--provider", "custom", "--user", "a " + secret, "--imap", "127.0.0.1:1"},
		{"check", "--imap", secret, "--provider", "custom", "--user", "a"},
		{"check", "--protocol", secret, "--provider", "google", "--user", "a"},
		{odd},
		{"check", odd},
		{"check", "--" + odd},
		{"check", "--timeout", odd},
		{"check", "--provider", odd},
		{"accounts", "show", odd},
		{"check", "--imap", odd, "--provider", "custom", "--user", "a"},
		{"check", "--imap", odd + ":1", "--provider", "custom", "--user", "a"},
		{"check", "--token-file", odd},
		{"check", "--provider", "custom", "--user", odd, "--imap", "127.0.0.1:1", "--ca", odd},
		{"accounts", "import", odd},
		{"accounts", "export", odd + "/x"},
		{"sandbox", "--fault", odd},
	} {
		r := newShell(t).run(t, args...)
		if r.code != ExitUsage {
			t.Errorf("%q: exit %d: %s", args, r.code, r.err)
		}
		if bad := unsafe(r.out + r.err); len(bad) > 0 {
			t.Errorf("%q: %q", args, bad)
		}
		for i := range len(secret) - 9 {
			if strings.Contains(r.out+r.err, secret[i:i+9]) {
				t.Errorf("%q: %s", args, r.err)
				break
			}
		}
	}
}

// TestTokenLeavesTheEnvironment: the browser that a sign-in starts must not
// inherit it, also where it is not used.
func TestTokenLeavesTheEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("a-token-of-the-file"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"signin", "--provider", "sandbox"}, {"check", "--provider", "sandbox", "--token-file", file}, {"accounts", "list"}} {
		t.Setenv("MAILKNOCK_TOKEN", "a-token-of-the-environment")
		newShell(t).runContext(t, context.Background(), args...)
		if _, there := os.LookupEnv("MAILKNOCK_TOKEN"); there {
			t.Errorf("%q: still there", args)
		}
	}
}

// TestImportTellsWhereTokensGo: an imported account can point anywhere.
func TestImportTellsWhereTokensGo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "import.json")
	text := `{"version":1,"accounts":[{"name":"n","provider":"google","user":"a@gmail.com","protocols":["imap"],"servers":{"imap":"evil.test:993/tls"}}]}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := newShell(t).run(t, "accounts", "import", file); r.code != ExitOK || !strings.Contains(r.err, "evil.test") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
}

func TestLogIsNotWrittenThroughALink(t *testing.T) {
	dir := t.TempDir()
	precious, link, log := filepath.Join(dir, "precious"), filepath.Join(dir, "link"), filepath.Join(dir, "log")
	for _, name := range []string{precious, log} {
		if err := os.WriteFile(name, []byte("precious"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(precious, link); err != nil {
		t.Skip("no links here")
	}
	dangling := filepath.Join(dir, "dangling")
	_ = os.Symlink(filepath.Join(dir, "nothing"), dangling)
	s := newShell(t)
	for _, name := range []string{link, dangling} {
		if r := s.run(t, "check", "--provider", "sandbox", "--log", name); r.code != ExitUsage {
			t.Errorf("exit %d: %s", r.code, r.err)
		}
	}
	if text, _ := os.ReadFile(precious); string(text) != "precious" {
		t.Errorf("it now holds %q", text)
	}
	if _, err := os.Stat(filepath.Join(dir, "nothing")); err == nil {
		t.Error("a file was made through a link")
	}
	if r := s.run(t, "check", "--provider", "sandbox", "--log", log); r.code != ExitOK {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
	if text, _ := os.ReadFile(log); strings.Contains(string(text), "precious") || !strings.Contains(string(text), "IMAP") {
		t.Errorf("the log is %q", text)
	}
}

// TestUnreadableSettings: input that cannot be read is not a failed check.
func TestUnreadableSettings(t *testing.T) {
	var out, said strings.Builder
	terminal := &Terminal{
		In: strings.NewReader(""), Out: &out, Err: &said, Getenv: func(string) string { return "" },
		Open: func(run.Options) (*run.Services, error) { return nil, errors.New("no folder \x1b[2J") },
	}
	if code := terminal.Run(t.Context(), []string{"check", "--provider", "sandbox"}); code != ExitUsage || len(unsafe(said.String())) > 0 {
		t.Errorf("exit %d: %q", code, said.String())
	}
}
