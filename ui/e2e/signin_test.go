package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// signinArgs asks for a sign-in at oidc-provider and saves the account.
func signinArgs(i *idp, client string, doors []door, more ...string) []string {
	args := []string{
		"signin", "--provider", "custom", "--issuer", i.Issuer, "--client-id", client, "--user", anna,
		"--scope", "openid email offline_access mail", "--ca", i.ca.CAFile, "--save", "anna",
	}
	return append(append(args, serverArgs(doors)...), more...)
}

// TestSignin signs in in the browser, saves, and checks again without one.
func TestSignin(t *testing.T) {
	program(t)
	idp := startIDP(t, newAuthority(t))
	out := startSink(t)
	d := startDovecot(t, idp, dovecotOptions{Relay: out.Port})
	doors := secured(d.doors(), "tls")
	p := newPerson(t)
	p.browse(idp, anna)

	r := p.run(signinArgs(idp, "mailknock-opaque", doors, "--log", p.Dir+"/signin.log")...)
	if r.Code != 0 {
		t.Fatalf("signin: %s", r)
	}
	t.Run("in the browser", func(t *testing.T) {
		urls := p.opened()
		if len(urls) != 1 {
			t.Fatalf("the browser was opened %d times: %q", len(urls), urls)
		}
		u, err := url.Parse(urls[0])
		fatal(t, err)
		q := u.Query()
		if q.Get("code_challenge_method") != "S256" || len(q.Get("state")) < 22 || !strings.HasPrefix(q.Get("redirect_uri"), "http://127.0.0.1:") {
			t.Errorf("the browser was sent to %s", u)
		}
		if page := p.lastPage(); !strings.HasPrefix(page, "200 ") || !strings.Contains(page, "<h1>You are signed in</h1>") {
			t.Errorf("the browser ended on:\n%s", page)
		}
	})
	t.Run("saved", func(t *testing.T) {
		if r := p.run("accounts", "list"); r.Code != 0 || !strings.Contains(r.Out, "anna") {
			t.Errorf("accounts list: %s", r)
		}
		if r := p.run("accounts", "show", "anna"); r.Code != 0 || !json.Valid([]byte(r.Out)) {
			t.Errorf("accounts show: %s", r)
		}
	})
	t.Run("checked again without the browser", func(t *testing.T) {
		r := p.run("check", "--account", "anna", "--json", "--log", p.Dir+"/check.log")
		doc := r.document(t)
		if r.Code != 0 || !doc.OK || doc.SignIn.Method != "code" || len(doc.Checks) != len(doors) {
			t.Errorf("check of the saved account: %s", r)
		}
		if n := len(p.opened()); n != 1 {
			t.Errorf("the browser was opened %d times", n)
		}
	})
	t.Run("secrets", func(t *testing.T) {
		p.Secrets = append(idp.secrets(), "correct horse battery staple")
		if len(p.Secrets) < 5 {
			t.Fatalf("oidc-provider told of %d secrets", len(p.Secrets))
		}
		p.clean("standard output of signin", r.Out)
		p.clean("standard error of signin", r.Err)
		p.cleanFiles(filepath.Join(p.Dir, "passphrase"))
		if r := p.run("check", "--account", "anna"); r.Code != 0 {
			t.Errorf("check in words: %s", r)
		}
		if r := p.run("accounts", "export"); r.Code != 0 {
			t.Errorf("accounts export: %s", r)
		}
	})
	t.Run("removed", func(t *testing.T) {
		if r := p.run("accounts", "remove", "anna"); r.Code != 0 {
			t.Errorf("accounts remove: %s", r)
		}
		if r := p.run("check", "--account", "anna"); r.Code != 2 {
			t.Errorf("a removed account: %s", r)
		}
	})
}

// TestSigninEndsBadly: each way tells what happened, on the browser's page too.
func TestSigninEndsBadly(t *testing.T) {
	program(t)
	idp := startIDP(t, newAuthority(t))
	d := startDovecot(t, idp, dovecotOptions{})
	doors := secured(d.doors(), "tls")

	t.Run("consent denied", func(t *testing.T) {
		p := newPerson(t)
		p.browse(idp, anna, "MAILKNOCK_E2E_DENY=1")
		r := p.run(signinArgs(idp, "mailknock-opaque", doors, "--json")...)
		doc := r.document(t)
		if r.Code != 1 || doc.SignIn.OK || len(doc.Checks) != 0 {
			t.Errorf("denied: %s", r)
		}
		if page := p.lastPage(); strings.Contains(strings.ToLower(page), "you are signed in") {
			t.Errorf("the browser ended on a page of success:\n%s", page)
		}
		if r := p.run("accounts", "list"); strings.Contains(r.Out, anna) {
			t.Errorf("saved all the same: %s", r)
		}
	})
	t.Run("somebody else signs in", func(t *testing.T) {
		p := newPerson(t)
		p.browse(idp, "bob@example.test")
		r := p.run(signinArgs(idp, "mailknock-opaque", doors)...)
		if !strings.Contains(r.Out+r.Err, "bob@example.test") {
			t.Errorf("it does not say who signed in: %s", r)
		}
		r = p.run("check", "--account", "anna", "--json")
		failed(t, r, doors)
	})
	t.Run("no refresh token", func(t *testing.T) {
		p := newPerson(t)
		p.browse(idp, anna)
		r := p.run(signinArgs(idp, "mailknock-opaque-norefresh", doors)...)
		if r.Code != 0 || !strings.Contains(r.Out+r.Err, "refresh token") {
			t.Errorf("it does not speak of the missing refresh token: %s", r)
		}
	})
	t.Run("sign-in revoked", func(t *testing.T) {
		p := newPerson(t)
		p.browse(idp, anna)
		if r := p.run(signinArgs(idp, "mailknock-jwt", doors)...); r.Code != 0 {
			t.Fatalf("signin: %s", r)
		}
		for _, secret := range idp.secrets() {
			idp.revoke(t, "mailknock-jwt", secret)
		}
		r := p.run("check", "--account", "anna", "--json")
		doc := r.document(t)
		if r.Code != 1 || doc.SignIn.OK || len(doc.Checks) != 0 {
			t.Errorf("a revoked sign-in: %s", r)
		}
		if !strings.Contains(r.Out, "invalid_grant") {
			t.Errorf("the OAuth server's words are not shown: %s", r)
		}
	})
	t.Run("discovery of another issuer", func(t *testing.T) {
		p := newPerson(t)
		args := signinArgs(idp, "mailknock-opaque", doors, "--json")
		for i, arg := range args {
			if arg == idp.Issuer {
				args[i] = strings.Replace(arg, "127.0.0.1", "localhost", 1)
			}
		}
		r := p.run(args...)
		if r.Code != 1 || r.document(t).SignIn.OK || len(p.opened()) != 0 {
			t.Errorf("metadata of another issuer: %s", r)
		}
	})
}

// TestSigninStopped: the OAuth server shows an error page of its own and never
// comes back, so the program waits until Ctrl-C.
func TestSigninStopped(t *testing.T) {
	idp := startIDP(t, newAuthority(t))
	d := startDovecot(t, idp, dovecotOptions{})
	p := newPerson(t)
	p.browse(idp, anna)
	said := newOutput()
	cmd := exec.Command(program(t), signinArgs(idp, "nobody-knows-this-client", secured(d.doors(), "tls"))...)
	cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = p.Env, p.Dir, said, said
	ownGroup(cmd)
	fatal(t, cmd.Start())
	idp.wait(t, "authorization.error", 1)
	fatal(t, cmd.Process.Signal(os.Interrupt))
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("stopped: exit code %d\n%s", code, said)
	}
	if r := p.run("accounts", "list"); strings.Contains(r.Out, anna) {
		t.Errorf("saved all the same: %s", r)
	}
}

// TestNoBrowser: the URL is printed, nothing is opened, and a browser elsewhere
// on this machine finishes the sign-in.
func TestNoBrowser(t *testing.T) {
	idp := startIDP(t, newAuthority(t))
	d := startDovecot(t, idp, dovecotOptions{})
	p := newPerson(t)
	p.browse(idp, anna)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program(t), signinArgs(idp, "mailknock-opaque", secured(d.doors(), "tls"), "--no-browser")...)
	cmd.Env, cmd.Dir = p.Env, p.Dir
	said, err := cmd.StderrPipe()
	fatal(t, err)
	var out strings.Builder
	cmd.Stdout = &out
	fatal(t, cmd.Start())
	link := regexp.MustCompile(`https://\S+/auth\?\S+`)
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		found := link.FindString(lines.Text())
		if found == "" {
			continue
		}
		b := newBrowser(idp.ca)
		back, err := b.consent(ctx, found)
		fatal(t, err)
		if page, err := b.comeBack(ctx, back); err != nil || !strings.HasPrefix(page, "200 ") {
			t.Errorf("the browser ended on %s %v", page, err)
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("signin --no-browser: %v\n%s", err, out.String())
	}
	if n := len(p.opened()); n != 0 {
		t.Errorf("--no-browser opened %d", n)
	}
}

// TestRefreshAtOnce: many processes refresh one rotating token. If two of them
// used the same one, the OAuth server would take the whole grant back.
func TestRefreshAtOnce(t *testing.T) {
	program(t)
	idp := startIDP(t, newAuthority(t))
	d := startDovecot(t, idp, dovecotOptions{})
	p := newPerson(t)
	p.browse(idp, anna)
	// Its access tokens live two seconds: every process has to refresh.
	if r := p.run(signinArgs(idp, "mailknock-opaque-short", secured(d.doors(), "tls")[:1])...); r.Code != 0 {
		t.Fatalf("signin: %s", r)
	}
	const rounds, processes = 2, 6
	for range rounds {
		var all sync.WaitGroup
		results := make([]result, processes)
		errs := make([]error, processes)
		for n := range processes {
			all.Go(func() { results[n], errs[n] = p.try(nil, "check", "--account", "anna", "--json") })
		}
		all.Wait()
		for n, r := range results {
			fatal(t, errs[n])
			if r.Code != 0 {
				t.Errorf("process %d: %s", n, r)
			}
		}
	}
	if n := idp.count("grant.revoked"); n != 0 {
		t.Errorf("oidc-provider saw a spent refresh token and revoked %d times", n)
	}
	if n := idp.count("grant.error"); n != 0 {
		t.Errorf("%d refreshes failed", n)
	}
	p.Secrets = idp.secrets()
	p.cleanFiles()
}
