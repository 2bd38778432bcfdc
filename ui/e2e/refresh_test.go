package e2e

import (
	"strings"
	"testing"
)

// refreshArgs asks for a check by a refresh token that the person brings.
func refreshArgs(i *idp, client, file string, doors []door, more ...string) []string {
	args := signinArgs(i, client, doors, append(more, "--refresh-token-file", file, "--json")...)
	args[0] = "check"
	return args
}

// TestGivenRefresh: a refresh token that rotates is kept, whichever brought it.
func TestGivenRefresh(t *testing.T) {
	t.Parallel()
	program(t)
	idp := startIDP(t, newAuthority(t))
	doors := secured(startDovecot(t, idp, dovecotOptions{}).doors(), "tls")[:2]

	for client, rotates := range map[string]bool{"mailknock-opaque": true, "mailknock-opaque-keep": false} {
		t.Run(client, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			p.browse(idp, anna)
			file := p.file("refresh", idp.token(t, client, anna).Refresh+"\n")
			r := p.run(refreshArgs(idp, client, file, doors, "--log", p.Dir+"/log")...)
			if doc := r.document(t); r.Code != 0 || !doc.OK || doc.SignIn.Method != "refresh-token" || len(doc.Checks) != 2 {
				t.Fatalf("by the refresh token: %s", r)
			}
			if told := strings.Contains(readFile(t, p.Dir+"/log"), "may be used up"); told != rotates {
				t.Errorf("that the token in the file is used up is told: %t", told)
			}
			again := p.run("check", "--account", "anna", "--json")
			if doc := again.document(t); again.Code != 0 || doc.SignIn.Method != "refresh-token" {
				t.Errorf("again, without the file: %s", again)
			}
			probe := p.run("probe", "anna")
			if probe.Code != 0 || strings.Contains(probe.Out, "a new one at each use; the new one works too") != rotates ||
				strings.Contains(probe.Out, "again and again") == rotates {
				t.Errorf("probe: %s", probe)
			}
			if r := p.run("check", "--account", "anna"); r.Code != 0 {
				t.Errorf("after the probe: %s", r)
			}
			p.Secrets = idp.secrets()
			for _, r := range []result{r, again, probe} {
				p.clean("standard output", r.Out)
				p.clean("standard error", r.Err)
			}
			p.cleanFiles(file)
			if n := len(p.opened()); n != 0 {
				t.Errorf("the browser was opened %d times", n)
			}
		})
	}
	t.Run("a wrong one", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		const wrong = "Xw7Qm2Zr9Tk4Lp8Vn3Hs6Jd"
		p.Secrets = []string{wrong}
		r := p.run(refreshArgs(idp, "mailknock-opaque", p.file("refresh", wrong), doors)...)
		noSignIn(t, r, "oauth.refresh_token_expired")
		if r := p.run("probe", "anna"); r.Code != 2 {
			t.Errorf("saved all the same: %s", r)
		}
	})
	t.Run("an access token in its place", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		access := idp.token(t, "mailknock-opaque", anna).Access
		p.Secrets = []string{access}
		noSignIn(t, p.run(refreshArgs(idp, "mailknock-opaque", p.file("refresh", access), doors)...), "oauth.refresh_token_expired")
	})
	t.Run("no file", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		for _, file := range []string{p.Dir + "/missing", p.file("empty", "\n")} {
			if r := p.run(refreshArgs(idp, "mailknock-opaque", file, doors)...); r.Code != 2 || !strings.Contains(r.Err, "--refresh-token-file") {
				t.Errorf("%s: %s", file, r)
			}
		}
	})
	t.Run("revoked", func(t *testing.T) {
		t.Parallel()
		const client = "mailknock-opaque-1600"
		p := newPerson(t)
		tokens := idp.token(t, client, anna)
		if r := p.run(refreshArgs(idp, client, p.file("refresh", tokens.Refresh), doors)...); r.Code != 0 {
			t.Fatalf("check: %s", r)
		}
		for _, secret := range idp.secretsOf(client) {
			idp.revoke(t, client, secret)
		}
		if r := p.run("probe", "anna"); r.Code != 1 || r.Out != "" || !strings.Contains(r.Err, "invalid_grant") {
			t.Errorf("probe: %s", r)
		}
		noSignIn(t, p.run("check", "--account", "anna", "--json"), "oauth.refresh_token_expired")
	})
	t.Run("nothing to probe", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		args := signinArgs(idp, "mailknock-opaque-norefresh", doors)
		p.browse(idp, anna)
		if r := p.run(args...); r.Code != 0 || !strings.Contains(r.Err, "without a refresh token") {
			t.Errorf("signin: %s", r)
		}
		if r := p.run("probe", "anna"); r.Code != 1 || !strings.Contains(r.Err, "sign in first") {
			t.Errorf("probe: %s", r)
		}
	})
}
