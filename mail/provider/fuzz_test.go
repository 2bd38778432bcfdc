package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// FuzzLoad: whatever the file says, the program's own providers stay, nothing
// unencrypted gets in, what is secret stays on one host, and every problem is
// a sentence on a line that there is.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"", "{", "[]", `{"version":1}`, "\ufeff{}", entries(`{"id":"google","token_url":"http://x"}`),
		entries(`{"id":"acme","auth_url":"https://a.example/a","token_url":"https://a.example/t","servers":{"imap":["a.example:993"]}}`),
		entries(`{"id":"acme","issuer":"https://a.example","password":{"text":"x","url":"https://a.example"}}`),
		entries(`{"id":"microsoft","tenants":["a"],"registration":{"steps_for":{"device":["x"]}},"refresh":{"rotates":"no"}}`),
		given(`{"provider":"yahoo","client_id":"x","tenant":"y","client_secret_file":"."}`),
		"{\"providers\":[{\"id\":\"google\",\n\"name\":\"\\u202e\"}]}", `{"providers":[[[[[[]]]]],1,null,"x",{}]}`,
	} {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(filepath.Join(dir, FileName), text, 0o600); err != nil {
			t.Fatal(err)
		}
		table := Load(dir)
		for _, p := range All() {
			if _, err := table.ByID(p.ID); err != nil {
				t.Fatal(err)
			}
		}
		for _, p := range table.All() {
			for _, field := range endpoints {
				if u := p.endpoint(field); u != "" && checkField(field, p) != "" {
					t.Errorf("%s: %s", p.ID, checkField(field, p))
				}
			}
			for _, field := range []string{"revoke_url", "tokeninfo_url", "device_url"} {
				if u := p.endpoint(field); u != "" && hostOf(u) != hostOf(p.TokenURL) {
					t.Errorf("%s: %s and %s", p.ID, u, p.TokenURL)
				}
			}
			if problem := checkServers(p.Servers); problem != "" {
				t.Errorf("%s: %s", p.ID, problem)
			}
			_ = table.Origin(p.ID, "servers.imap")
		}
		lines := 1 + strings.Count(string(text), "\n")
		for _, p := range append(table.Problems(), table.Notes()...) {
			if p.Text == "" || p.Line < 0 || p.Line > lines || wire.Visible([]byte(p.Text)) != p.Text {
				t.Errorf("%q", p.String())
			}
		}
	})
}

// FuzzCheckRegistration: no remark quotes the secret.
func FuzzCheckRegistration(f *testing.F) {
	for _, seed := range []string{"GOCSPX-abc", "client_secret=x", "{\"a\"", "-----BEGIN", "ya29.x", "a b", "\x00", "a@b.c"} {
		f.Add(seed, seed, seed)
	}
	f.Fuzz(func(t *testing.T, id, secret, tenant string) {
		const canary = "Zq7xCanary9"
		for _, p := range All() {
			for _, r := range CheckRegistration(p, Typed{ClientID: id, Secret: wire.NewSecret(secret + canary), Tenant: tenant, RedirectHost: tenant, AppOnly: len(id)%2 == 0}) {
				if strings.Contains(r.Text, canary) || r.Field == "" || !strings.HasSuffix(strings.TrimRight(r.Text, ")"), ".") || r.Severity != Wrong && r.Severity != Suspicious {
					t.Errorf("%+v", r)
				}
			}
		}
	})
}
