package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestUsage: what cannot be understood gets a sentence and exit code 2.
func TestUsage(t *testing.T) {
	program(t)
	p := newPerson(t)
	token := p.file("token", "x")
	for name, args := range map[string][]string{
		"no such command":  {"explode"},
		"no such flag":     {"check", "--explode"},
		"no such account":  {"check", "--account", "nobody"},
		"no such provider": {"check", "--provider", "nobody", "--user", anna},
		"no such protocol": {"check", "--provider", "custom", "--user", anna, "--protocol", "gopher", "--token-file", token},
		"no such file":     {"check", "--provider", "custom", "--user", anna, "--imap", "127.0.0.1:1/tls", "--token-file", p.Dir + "/missing"},
		"port":             {"check", "--provider", "custom", "--user", anna, "--imap", "127.0.0.1:99999/tls", "--token-file", token},
		"security":         {"check", "--provider", "custom", "--user", anna, "--imap", "127.0.0.1:1/ssl3", "--token-file", token},
		"plain elsewhere":  {"check", "--provider", "custom", "--user", anna, "--imap", "mail.example.test:143/plain", "--token-file", token},
		"ca is no PEM":     {"check", "--provider", "custom", "--user", anna, "--imap", "127.0.0.1:1/tls", "--token-file", token, "--ca", token},
		"timeout":          {"check", "--provider", "custom", "--user", anna, "--imap", "127.0.0.1:1/tls", "--token-file", token, "--timeout", "soon"},
		"fault":            {"check", "--provider", "sandbox", "--fault", "no-such-fault"},
	} {
		t.Run(name, func(t *testing.T) {
			r := p.run(args...)
			if r.Code != 2 || strings.TrimSpace(r.Err) == "" || r.Out != "" {
				t.Errorf("mailknock %s: %s", strings.Join(args, " "), r)
			}
		})
	}
}

// TestWithoutDisplay: no display and no command is one line that says what to do.
func TestWithoutDisplay(t *testing.T) {
	program(t)
	r := newPerson(t).run()
	if r.Code != 2 || strings.Count(r.Err, "\n") != 1 || !strings.Contains(r.Err, "mailknock check") || r.Out != "" {
		t.Errorf("mailknock without a display: %s", r)
	}
}

// TestSandboxFromOutside: the built-in provider needs nothing, and passes.
func TestSandboxFromOutside(t *testing.T) {
	program(t)
	p := newPerson(t)
	r := p.run("check", "--provider", "sandbox", "--json")
	doc := r.document(t)
	if r.Code != 0 || !doc.OK || len(doc.Checks) != 3 || doc.SignIn.Method != "code" || doc.Account.Provider != "sandbox" {
		t.Errorf("the sandbox: %s", r)
	}
	if r := p.run("check", "--provider", "sandbox"); r.Code != 0 || strings.Contains(r.Out, "\x1b") {
		t.Errorf("the sandbox in words: %s", r)
	}
}

// TestSandboxFaults plays every fault: each ends in a failure that is told.
func TestSandboxFaults(t *testing.T) {
	program(t)
	p := newPerson(t)
	r := p.run("sandbox", "--faults", "--json")
	var faults []struct {
		ID, Title string
		Protocols []string
	}
	if err := json.Unmarshal([]byte(r.Out), &faults); err != nil || len(faults) < 13 {
		t.Fatalf("%d faults: %v %s", len(faults), err, r)
	}
	// Not every fault fails a first check.
	special := map[string]string{
		"slow":                 "passes", // unless it is slower than --timeout
		"no-refresh-token":     "passes", // the access token is good
		"refresh-revoked":      "passes", // see TestSandboxRefreshRevoked
		"redirect-never-comes": "waits",  // for five minutes
	}
	for _, fault := range faults {
		if special[fault.ID] == "waits" {
			continue
		}
		t.Run(fault.ID, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			r := p.run("check", "--provider", "sandbox", "--fault", fault.ID, "--json", "--timeout", "10s")
			doc := r.document(t)
			if doc.OK != (r.Code == 0) || r.Code > 1 {
				t.Errorf("ok %t, %s", doc.OK, r)
			}
			if r.Code != 1 && special[fault.ID] == "" {
				t.Errorf("passes: %s", r)
			}
		})
	}
}

// TestSandboxRefreshRevoked: the account was saved, and its sign-in ends later.
func TestSandboxRefreshRevoked(t *testing.T) {
	program(t)
	p := newPerson(t)
	if r := p.run("signin", "--provider", "sandbox", "--save", "box"); r.Code != 0 {
		t.Fatalf("signin: %s", r)
	}
	if r := p.run("check", "--account", "box", "--json"); r.Code != 0 {
		t.Errorf("check: %s", r)
	}
	r := p.run("check", "--account", "box", "--fault", "refresh-revoked", "--json")
	if doc := r.document(t); r.Code != 1 || doc.SignIn.OK || len(doc.Checks) != 0 {
		t.Errorf("revoked: %s", r)
	}
}

// TestStopped: Ctrl-C in the middle of a check ends it with 130.
func TestStopped(t *testing.T) {
	p := newPerson(t)
	silent := startSilent(t)
	cmd := exec.Command(program(t), "check", "--provider", "custom", "--user", anna,
		"--imap", silent.address+"/starttls", "--token-file", p.file("token", "x"), "--json")
	cmd.Env, cmd.Dir = p.Env, p.Dir
	fatal(t, cmd.Start())
	select {
	case <-silent.connected:
	case <-time.After(readyWithin):
		t.Error("it does not connect")
	}
	fatal(t, cmd.Process.Signal(os.Interrupt))
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() != 130 {
		t.Errorf("stopped: %v", cmd.ProcessState)
	}
}
