package e2e

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	shownAddress = regexp.MustCompile(`https://\S+/device\b`)
	shownCode    = regexp.MustCompile(`(?m)^ {4}(\S+)$`)
)

// enterCode waits for the code on standard error and enters it elsewhere.
func (r *running) enterCode(t *testing.T, i *idp, deny bool) {
	t.Helper()
	address := r.says(t, "where to enter the code", shownAddress.FindString)
	code := r.says(t, "the code", func(text string) string {
		if found := shownCode.FindStringSubmatch(text); found != nil {
			return found[1]
		}
		return ""
	})
	b := newBrowser(i.ca)
	b.Deny = deny
	fatal(t, b.enter(t.Context(), address, code))
}

// TestDevice signs in with a code that is entered on another device.
func TestDevice(t *testing.T) {
	t.Parallel()
	program(t)
	idp := startIDP(t, newAuthority(t))
	d := startDovecot(t, idp, dovecotOptions{})
	doors := secured(d.doors(), "tls")[:2]
	args := func(client string, more ...string) []string {
		args := signinArgs(idp, client, doors, append(more, "--method", "device", "--json")...)
		args[0] = "check"
		return args
	}

	t.Run("signs in, and slows down when told", func(t *testing.T) {
		t.Parallel()
		const client = "mailknock-opaque-slow"
		p := newPerson(t)
		p.browse(idp, anna)
		r := p.begin(args(client, "--log", p.Dir+"/log")...)
		r.says(t, "the code", shownCode.FindString)
		idp.until(t, "it is told to slow down", func() bool { return idp.countOf("device.slow_down", client) == 1 })
		r.enterCode(t, idp, false)
		got := r.result(t)
		doc := got.document(t)
		if got.Code != 0 || !doc.OK || doc.SignIn.Method != "device" || len(doc.Checks) != 2 {
			t.Errorf("device: %s", got)
		}
		if !strings.Contains(got.Err, "only a code that you asked for yourself") {
			t.Errorf("it does not warn of codes of others: %s", got.Err)
		}
		if asked, soon := idp.countOf("device.asked", client), idp.countOf("device.too_soon", client); asked != 2 || soon != 0 {
			t.Errorf("it asked %d times, %d of them too soon", asked, soon)
		}
		if n := len(p.opened()); n != 0 {
			t.Errorf("a browser was opened %d times", n)
		}
		p.Secrets = idp.secrets()
		p.clean("standard output", got.Out)
		p.clean("standard error", got.Err)
		p.cleanFiles()
		again := p.run("check", "--account", "anna", "--json")
		if doc := again.document(t); again.Code != 0 || doc.SignIn.Method != "device" {
			t.Errorf("again, without a code: %s", again)
		}
		if n := idp.countOf("device.asked", client); n != 2 {
			t.Errorf("the saved account asked for a code: %d questions", n)
		}
	})
	t.Run("declined", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		r := p.begin(args("mailknock-opaque")...)
		r.enterCode(t, idp, true)
		got := r.result(t)
		noSignIn(t, got, "oauth.access_denied")
		if r := p.run("accounts", "list"); strings.Contains(r.Out, anna) {
			t.Errorf("saved all the same: %s", r)
		}
	})
	t.Run("nobody enters it", func(t *testing.T) {
		t.Parallel()
		noSignIn(t, newPerson(t).run(args("mailknock-opaque-expiring")...), "oauth.device_code_expired")
	})
	t.Run("stopped", func(t *testing.T) {
		t.Parallel()
		p := newPerson(t)
		r := p.begin(args("mailknock-jwt")...)
		r.says(t, "the code", shownCode.FindString)
		fatal(t, r.cmd.Process.Signal(os.Interrupt))
		if got := r.result(t); got.Code != 130 {
			t.Errorf("stopped: %s", got)
		}
		if r := p.run("accounts", "list"); strings.Contains(r.Out, anna) {
			t.Errorf("saved all the same: %s", r)
		}
	})
}

// noSignIn holds a failed sign-in against the terminal's contract: exit code 1,
// nothing checked, and the cause on top.
func noSignIn(t *testing.T, r result, cause string) {
	t.Helper()
	doc := r.document(t)
	if r.Code != 1 || doc.OK || doc.SignIn.OK || len(doc.Checks) != 0 {
		t.Fatalf("should fail to sign in: %s", r)
	}
	if len(doc.SignIn.Causes) == 0 || doc.SignIn.Causes[0].ID != cause {
		t.Errorf("the causes are not %s but %+v", cause, doc.SignIn.Causes)
	}
}
