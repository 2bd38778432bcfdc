package e2e

import (
	"strings"
	"testing"
)

// appArgs asks for a check by an app without a person.
func appArgs(i *idp, client string, doors []door, more ...string) []string {
	args := []string{
		"check", "--provider", "custom", "--issuer", i.Issuer, "--client-id", client, "--user", anna,
		"--scope", "mail", "--ca", i.ca.CAFile, "--method", "client-credentials", "--json",
	}
	return append(append(args, serverArgs(doors)...), more...)
}

const appSecret = "the-secret-of-the-app-without-a-person"

// startApps starts a mail server that lets apps into anna's mailbox.
func startApps(t *testing.T) (*idp, []door) {
	t.Helper()
	program(t)
	idp := startIDP(t, newAuthority(t))
	return idp, secured(startDovecot(t, idp, dovecotOptions{Claim: "mailbox"}).doors(), "tls")[:2]
}

// TestAppWithSecret: nobody signs in, and nothing is asked of a browser.
func TestAppWithSecret(t *testing.T) {
	t.Parallel()
	idp, doors := startApps(t)
	p := newPerson(t)
	p.browse(idp, anna)
	p.Secrets = []string{appSecret}
	secret := p.file("secret", appSecret+"\n")
	r := p.run(appArgs(idp, "mailknock-opaque-app", doors, "--client-secret-file", secret, "--save", "app", "--log", p.Dir+"/log")...)
	byApp(t, r)
	if strings.Contains(r.Err, "refresh token") {
		t.Errorf("an app has no refresh token: %s", r.Err)
	}
	t.Run("again, by what was saved", func(t *testing.T) { byApp(t, p.run("check", "--account", "app", "--json")) })
	t.Run("nothing to probe", func(t *testing.T) {
		if r := p.run("probe", "app"); r.Code == 0 || !strings.Contains(r.Err, "its own secret or key") {
			t.Errorf("probe: %s", r)
		}
	})
	t.Run("wrong secret", func(t *testing.T) {
		wrong := p.file("wrong", "no-"+appSecret)
		r := p.run(appArgs(idp, "mailknock-opaque-app", doors, "--client-secret-file", wrong)...)
		if doc := r.document(t); r.Code != 1 || doc.SignIn.OK || !strings.Contains(r.Out, "invalid_client") {
			t.Errorf("a wrong secret: %s", r)
		}
	})
	t.Run("another mailbox", func(t *testing.T) {
		args := appArgs(idp, "mailknock-opaque-app", doors, "--client-secret-file", secret, "--user", "bob@example.test")
		failed(t, p.run(args...), doors)
	})
	p.Secrets = append(p.Secrets, idp.secrets()...)
	p.clean("standard output", r.Out)
	p.cleanFiles(secret, p.Dir+"/wrong")
	if n := len(p.opened()); n != 0 {
		t.Errorf("the browser was opened %d times", n)
	}
}

// byApp holds a good check of an app against the terminal's contract.
func byApp(t *testing.T, r result) {
	t.Helper()
	doc := r.document(t)
	if r.Code != 0 || !doc.OK || doc.SignIn.Method != "client-credentials" || len(doc.Checks) != 2 {
		t.Errorf("an app's check: %s", r)
	}
}

// TestAppWithKey: the key comes as administrators have it.
func TestAppWithKey(t *testing.T) {
	t.Parallel()
	idp, doors := startApps(t)
	const password = "the password of the key"
	ask := func(p *person, key string, more ...string) result {
		return p.run(appArgs(idp, "mailknock-opaque-appkey", doors, append(more, "--key-file", key, "--log", p.Dir+"/log")...)...)
	}
	app := idp.ca.App
	admin := newPerson(t)
	bare := admin.file("key.pem", app.KeyPEM)
	both := admin.file("both.pem", app.CertPEM+app.KeyPEM)
	sealed := admin.openssl("sealed.pem", "pkcs8", "-topk8", "-v2", "aes-256-cbc", "-in", bare, "-passout", "pass:"+password)
	archive := admin.openssl("app.pfx", "pkcs12", "-export", "-in", both, "-passout", "pass:"+password)
	right, wrong := admin.file("password", password+"\n"), admin.file("wrong", "not the password\n")

	for name, test := range map[string]struct {
		key, password string
	}{
		"PEM":                      {bare, ""},
		"PEM with its certificate": {both, ""},
		"encrypted PEM":            {sealed, right},
		"PKCS#12":                  {archive, right},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			p.Secrets = []string{keyText(app), password}
			var more []string
			if test.password != "" {
				more = []string{"--key-password-file", test.password}
			}
			byApp(t, ask(p, test.key, append(more, "--save", "app")...))
			byApp(t, p.run(append([]string{"check", "--account", "app", "--json"}, more...)...))
			if idp.count("assertion") < 2 {
				t.Error("it proved itself by no assertion")
			}
			p.Secrets = append(p.Secrets, idp.secrets()...)
			p.cleanFiles()
		})
	}
	for name, test := range map[string]struct {
		key, password, flag, words string
	}{
		"no password for the PEM":     {sealed, "", "--key-password-file", "encrypted"},
		"no password for the PKCS#12": {archive, "", "--key-password-file", "encrypted"},
		"wrong password":              {sealed, wrong, "--key-password-file", "does not open"},
		"wrong password, PKCS#12":     {archive, wrong, "--key-password-file", "does not open"},
		"no such password file":       {sealed, "/nowhere", "--key-password-file", "/nowhere"},
		"no such key":                 {"/nowhere", "", "--key-file", "/nowhere"},
		"certificate alone":           {admin.file("cert.pem", app.CertPEM), "", "--key-file", "only the certificate"},
		"key of another certificate":  {admin.file("mixed.pem", newAppKey(t).KeyPEM+app.CertPEM), "", "--key-file", "does not belong"},
		"no key":                      {admin.file("none.pem", "hello\n"), "", "--key-file", "key"},
		"service account":             {admin.file("robot.json", app.serviceAccount(t, idp.Issuer)), "", "--key-file", "service account"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			var more []string
			if test.password != "" {
				more = []string{"--key-password-file", test.password}
			}
			r := ask(p, test.key, more...)
			if r.Code != 2 || r.Out != "" || !strings.Contains(r.Err, test.flag) || !strings.Contains(r.Err, test.words) {
				t.Errorf("wants %s and %q: %s", test.flag, test.words, r)
			}
		})
	}
	t.Run("a secret beside the key", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		p.Secrets = []string{appSecret}
		if r := ask(p, bare, "--client-secret-file", p.file("secret", appSecret)); r.Code != 2 || !strings.Contains(r.Err, "--client-secret-file: ") {
			t.Errorf("both at once: %s", r)
		}
	})
	t.Run("a key that nobody registered", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		r := ask(p, p.file("other.pem", newAppKey(t).KeyPEM))
		if doc := r.document(t); r.Code != 1 || doc.SignIn.OK || !strings.Contains(r.Out, "invalid_client") {
			t.Errorf("a foreign key: %s", r)
		}
	})
	t.Run("no proof at all", func(t *testing.T) {
		t.Parallel()
		r := newPerson(t).run(appArgs(idp, "mailknock-opaque-appkey", doors)...)
		if r.Code != 2 || !strings.Contains(r.Err, "--client-secret-file") || !strings.Contains(r.Err, "key file") {
			t.Errorf("without a secret or a key: %s", r)
		}
	})
}
