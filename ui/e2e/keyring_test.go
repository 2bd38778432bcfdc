package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// withKeychain gives the person a D-Bus session of their own and an unlocked
// gnome-keyring in it, in place of the passphrase.
func (p *person) withKeychain() {
	t := p.t
	t.Helper()
	bus, keyring, send := need(t, "dbus-daemon"), need(t, "gnome-keyring-daemon"), need(t, "dbus-send")
	address := "unix:path=" + filepath.Join(p.Dir, "bus")
	for i, v := range p.Env {
		if strings.HasPrefix(v, "DBUS_SESSION_BUS_ADDRESS=") {
			p.Env[i] = "DBUS_SESSION_BUS_ADDRESS=" + address
		}
		if strings.HasPrefix(v, "MAILKNOCK_PASSPHRASE_FILE=") {
			p.Env[i] = "MAILKNOCK_PASSPHRASE_FILE="
		}
	}
	fatal(t, os.Remove(filepath.Join(p.Dir, "passphrase")))
	fatal(t, os.Chmod(filepath.Join(p.Dir, "run"), 0o700))

	cmd := exec.Command(bus, "--session", "--nofork", "--nopidfile", "--address="+address)
	cmd.Env = p.Env
	start(t, "dbus-daemon", cmd)
	p.until("the D-Bus session is there", func(ctx context.Context) bool {
		_, err := os.Stat(filepath.Join(p.Dir, "bus"))
		return err == nil
	})
	cmd = exec.Command(keyring, "--foreground", "--unlock", "--components=secrets", "--control-directory="+mkdir(t, filepath.Join(p.Dir, "control")))
	cmd.Env = p.Env
	cmd.Stdin = strings.NewReader("the password of the session")
	start(t, "gnome-keyring", cmd)
	p.until("the keyring is there", func(ctx context.Context) bool {
		ask := exec.CommandContext(ctx, send, "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
			"org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets")
		ask.Env = p.Env
		answer, err := ask.CombinedOutput()
		return err == nil && strings.Contains(string(answer), "boolean true")
	})
}

// until waits for something that another process does.
func (p *person) until(what string, done func(context.Context) bool) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), readyWithin)
	defer cancel()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for !done(ctx) {
		select {
		case <-again.C:
		case <-ctx.Done():
			p.t.Fatalf("waited in vain until %s", what)
		}
	}
}

// TestSigninWithKeychain keeps the sign-in in a real keyring.
func TestSigninWithKeychain(t *testing.T) {
	idp := startIDP(t, newAuthority(t))
	d := startDovecot(t, idp, dovecotOptions{})
	p := newPerson(t)
	p.withKeychain()
	p.browse(idp, anna)
	doors := secured(d.doors(), "tls")[:2]
	if r := p.run(signinArgs(idp, "mailknock-opaque", doors)...); r.Code != 0 || !strings.Contains(r.Out+r.Err, "keychain") {
		t.Fatalf("signin: %s", r)
	}
	p.Secrets = idp.secrets()
	if r := p.run("check", "--account", "anna"); r.Code != 0 {
		t.Errorf("check: %s", r)
	}
	if n := len(p.opened()); n != 1 {
		t.Errorf("the browser was opened %d times", n)
	}
	p.Secrets = idp.secrets()
	p.cleanFiles()
}
