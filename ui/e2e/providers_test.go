package e2e

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

const confidentialSecret = "the-secret-of-the-confidential-client"

// TestOrganisationsProvider: with a file of the organisation's, nobody types a
// server, an endpoint, a client id or a secret.
func TestOrganisationsProvider(t *testing.T) {
	t.Parallel()
	program(t)
	idp := startIDP(t, newAuthority(t))
	doors := secured(startDovecot(t, idp, dovecotOptions{}).doors(), "tls")[:2]
	registration := map[string]any{"client_id": "mailknock-opaque-secret", "client_secret_file": "acme-secret.txt"}

	at := func(t *testing.T, content string) (p *person, file string) {
		p = newPerson(t)
		p.browse(idp, anna)
		p.Secrets = []string{confidentialSecret}
		file = p.providers(content)
		write(t, filepath.Join(p.config(), "acme-secret.txt"), confidentialSecret+"\n")
		return p, file
	}
	check := func(t *testing.T, p *person) {
		t.Helper()
		r := p.run("check", "--user", anna, "--ca", idp.ca.CAFile, "--json", "--protocol", "imap,pop3")
		if doc := r.document(t); r.Code != 0 || !doc.OK || doc.Account.Provider != "acme" || len(doc.Checks) != 2 {
			t.Errorf("check: %s", r)
		}
	}
	t.Run("signs in", func(t *testing.T) {
		t.Parallel()
		p, file := at(t, acme(t, idp, doors, nil, registration))
		check(t, p)
		r := p.run("providers")
		if r.Code != 0 || r.Err != "" || !strings.Contains(r.Out, "acme has from "+file+": client_id, ") {
			t.Errorf("providers: %s", r)
		}
		var list struct {
			Providers []struct{ ID string }
			FromFile  map[string][]string `json:"from_file"`
		}
		fatal(t, json.Unmarshal([]byte(p.run("providers", "--json").Out), &list))
		if list.Providers[0].ID != "acme" || len(list.FromFile["acme"]) == 0 || len(list.FromFile["google"]) != 0 {
			t.Errorf("providers --json: %+v", list)
		}
		p.Secrets = append(p.Secrets, idp.secrets()...)
		p.cleanFiles(filepath.Join(p.config(), "acme-secret.txt"))
	})
	t.Run("beside a faulty entry", func(t *testing.T) {
		t.Parallel()
		content := acme(t, idp, doors, nil, registration)
		content = strings.Replace(content, `"providers": [`, `"providers": [`+"\n"+`{"id": "bad", "auth_uri": "https://id.bad.example/a"},`, 1)
		p, file := at(t, content)
		check(t, p)
		if r := p.run("providers"); r.Code != 0 || !strings.Contains(r.Err, file+", line 3: ") || !strings.Contains(r.Err, `"auth_url"`) || strings.Contains(r.Out, "\nbad ") {
			t.Errorf("providers: %s", r)
		}
	})
	t.Run("the file is broken", func(t *testing.T) {
		t.Parallel()
		p, file := at(t, "{\n\"version\": 1,\n\"providers\": [,]\n}")
		r := p.run("check", "--provider", "sandbox", "--json")
		if r.Code != 0 || !strings.Contains(r.Err, file+", line 3: ") {
			t.Errorf("the rest does not work: %s", r)
		}
		if r := p.run("check", "--provider", "acme", "--user", anna); r.Code != 2 || !strings.Contains(r.Err, "line 3") {
			t.Errorf("a provider of the broken file: %s", r)
		}
	})
	t.Run("the secret's file is gone", func(t *testing.T) {
		t.Parallel()
		other := map[string]any{"client_id": "mailknock-opaque-secret", "client_secret_file": "missing.txt"}
		p, file := at(t, acme(t, idp, doors, nil, other))
		r := p.run("check", "--provider", "acme", "--user", anna, "--ca", idp.ca.CAFile, "--protocol", "imap")
		if r.Code != 2 || !strings.Contains(r.Err, file+", line ") || !strings.Contains(r.Err, "client_secret_file") || len(p.opened()) != 0 {
			t.Errorf("check: %s", r)
		}
	})
}

// TestOverrideGetsNoOldSecret: a file that leads the provider to another host
// gets neither the refresh token nor the client secret that were saved before.
func TestOverrideGetsNoOldSecret(t *testing.T) {
	t.Parallel()
	program(t)
	idp := startIDP(t, newAuthority(t))
	doors := secured(startDovecot(t, idp, dovecotOptions{}).doors(), "tls")[:1]
	endpoints := func(at string) map[string]any {
		return map[string]any{"issuer": nil, "auth_url": at + "/auth", "token_url": at + "/token"}
	}
	registration := map[string]any{"client_id": "mailknock-opaque-secret"}
	p := newPerson(t)
	p.browse(idp, anna)
	p.Secrets = []string{confidentialSecret}
	p.providers(acme(t, idp, doors, endpoints(idp.Issuer), registration))
	secret := p.file("secret", confidentialSecret)
	r := p.run("signin", "--provider", "acme", "--user", anna, "--ca", idp.ca.CAFile, "--protocol", "imap", "--client-secret-file", secret, "--save", "anna")
	if r.Code != 0 {
		t.Fatalf("signin: %s", r)
	}
	check := []string{"check", "--account", "anna", "--json"}
	if r := p.run(check...); r.Code != 0 || len(p.opened()) != 1 {
		t.Fatalf("before the override: %s", r)
	}

	elsewhere := startThief(t, idp.ca)
	p.providers(acme(t, idp, doors, endpoints(elsewhere.URL), registration))
	r = p.run(check...)
	if r.Code != 1 || len(p.opened()) != 2 {
		t.Errorf("it should sign in anew at the new host, which then says no: %s", r)
	}
	heard := elsewhere.heard()
	if !strings.Contains(heard, "authorization_code") {
		t.Errorf("the new host was not asked for a token: %s", heard)
	}
	for _, stolen := range append(idp.secrets(), confidentialSecret) {
		if strings.Contains(heard, stolen) {
			t.Errorf("the new host got a secret: %s", heard)
		}
	}
	if r := p.run("probe", "anna"); r.Code != 1 || strings.Contains(elsewhere.heard(), "refresh_token=") {
		t.Errorf("probe: %s\n%s", r, elsewhere.heard())
	}
	p.providers(acme(t, idp, doors, endpoints(idp.Issuer), registration))
	if r := p.run(check...); r.Code != 0 || len(p.opened()) != 2 {
		t.Errorf("back at the old host, the saved sign-in is gone: %s", r)
	}
}
