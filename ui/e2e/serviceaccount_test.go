package e2e

import (
	"strings"
	"testing"
)

// TestServiceAccount opens a mailbox by the key of a service account.
func TestServiceAccount(t *testing.T) {
	t.Parallel()
	program(t)
	idp := startIDP(t, newAuthority(t))
	doors := secured(startDovecot(t, idp, dovecotOptions{}).doors(), "tls")[:2]
	const path = "/service-account/token"
	elsewhere := startThief(t, idp.ca)
	own := idp.ca.App

	args := func(p *person, user string, more ...string) []string {
		p.providers(acme(t, idp, doors, map[string]any{
			"issuer": nil, "auth_url": idp.Issuer + "/auth", "token_url": idp.Issuer + "/token", "service_account_scopes": []string{"mail"},
		}, map[string]any{"client_id": "mailknock-opaque"}))
		p.browse(idp, anna)
		p.Secrets = []string{keyText(own), keyText(own)[200:]}
		return append([]string{
			"check", "--provider", "acme", "--user", user, "--method", "service-account", "--protocol", "imap,pop3",
			"--ca", idp.ca.CAFile, "--json", "--log", p.Dir + "/log",
		}, more...)
	}
	for _, flag := range []string{"--key-file", "--client-secret-file"} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			key := p.file("robot.json", own.serviceAccount(t, idp.Issuer+path))
			r := p.run(args(p, anna, flag, key, "--save", "robot")...)
			if doc := r.document(t); r.Code != 0 || !doc.OK || doc.SignIn.Method != "service-account" || len(doc.Checks) != 2 {
				t.Errorf("a service account: %s", r)
			}
			again := p.run("check", "--account", "robot", "--json")
			if doc := again.document(t); again.Code != 0 || doc.SignIn.Method != "service-account" {
				t.Errorf("again: %s", again)
			}
			if idp.count("assertion") < 2 || len(p.opened()) != 0 {
				t.Errorf("%d assertions, and the browser %v", idp.count("assertion"), p.opened())
			}
			p.Secrets = append(p.Secrets, idp.secrets()...)
			p.clean("standard output", r.Out+again.Out)
			p.clean("standard error", r.Err+again.Err)
			p.cleanFiles(key)
		})
	}
	t.Run("not delegated", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		key := p.file("robot.json", own.serviceAccount(t, idp.Issuer+path))
		r := p.run(args(p, "bob@example.test", "--key-file", key)...)
		noSignIn(t, r, "oauth.flow_not_allowed")
		if advice := r.document(t).SignIn.Causes[0].Advice[0]; !strings.Contains(advice, "adds the client id 123456789012345678901 with the scope mail") {
			t.Errorf("the advice is %q", advice)
		}
	})
	t.Run("another key", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		key := p.file("robot.json", newAppKey(t).serviceAccount(t, idp.Issuer+path))
		r := p.run(args(p, anna, "--key-file", key)...)
		if doc := r.document(t); r.Code != 1 || doc.SignIn.OK || !strings.Contains(r.Out, "invalid_grant") {
			t.Errorf("another key: %s", r)
		}
	})
	for name, test := range map[string]struct{ content, words string }{
		"leads elsewhere": {own.serviceAccount(t, strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)+path), "sends its requests to localhost"},
		"a desktop client": {
			`{"installed":{"client_id":"1-a.apps.googleusercontent.com","client_secret":"Xw7Qm2Zr9Tk4Lp8Vn3Hs6Jd"}}`, "OAuth client",
		},
		"a bare key": {own.KeyPEM, "bare key"},
		"cut off":    {own.serviceAccount(t, idp.Issuer+path)[:900], "not JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			r := p.run(args(p, anna, "--key-file", p.file("robot.json", test.content))...)
			if r.Code != 2 || r.Out != "" || !strings.Contains(r.Err, "--key-file: ") || !strings.Contains(r.Err, test.words) {
				t.Errorf("wants %q: %s", test.words, r)
			}
		})
	}
	t.Run("no key", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		if r := p.run(args(p, anna)...); r.Code != 2 || !strings.Contains(r.Err, "--key-file: name the JSON key file") {
			t.Errorf("without a key: %s", r)
		}
	})
	t.Run("a provider without", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		args := signinArgs(idp, "mailknock-opaque", doors, "--method", "service-account", "--key-file", p.file("robot.json", "{}"))
		if r := p.run(args...); r.Code != 2 || !strings.Contains(r.Err, "--method: service accounts are Google's") {
			t.Errorf("a provider without service accounts: %s", r)
		}
	})
	if heard := elsewhere.heard(); heard != "" {
		t.Errorf("the other host was asked: %s", heard)
	}
}

// keyText gives a key's own characters, without lines.
func keyText(k appKey) string {
	lines := strings.Split(strings.TrimSpace(k.KeyPEM), "\n")
	return strings.Join(lines[1:len(lines)-1], "")
}
