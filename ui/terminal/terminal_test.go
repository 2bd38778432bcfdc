package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"mailknock/ui/run"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// result is how one command ended.
type result struct {
	code     int
	out, err string
}

// shell runs commands on one data folder.
type shell struct {
	dir     string
	env     map[string]string
	openURL func(string) error
	in      io.Reader
	err     io.Writer
}

func newShell(t *testing.T) *shell {
	return &shell{dir: t.TempDir(), env: map[string]string{}}
}

func (s *shell) run(t *testing.T, args ...string) result {
	t.Helper()
	return s.runContext(t, t.Context(), args...)
}

func (s *shell) runContext(t *testing.T, ctx context.Context, args ...string) result {
	t.Helper()
	var out, err bytes.Buffer
	terminal := &Terminal{
		In: strings.NewReader(""), Out: &out, Err: &err, Version: "test",
		Getenv: func(name string) string { return s.env[name] },
		Open: func(o run.Options) (*run.Services, error) {
			o.Dir, o.OpenURL, o.PassphraseWork = s.dir, s.openURL, 10
			return run.Open(o)
		},
	}
	if s.in != nil {
		terminal.In, terminal.Err = s.in, s.err
	}
	code := terminal.Run(ctx, args)
	return result{code, out.String(), err.String()}
}

// document is the part of check --json that tests look at.
type document struct {
	Version int
	OK      bool
	SignIn  struct {
		OK     bool
		Method string
		Token  struct{ Kind, User string }
		Causes []cause
	} `json:"sign_in"`
	Checks []struct {
		Protocol, Server, Security, Mechanism string
		OK                                    bool
		Steps                                 []struct {
			Name   string
			OK     bool
			Detail string
		}
		Causes     []cause
		Transcript []struct{ Direction, Text string }
	}
}

type cause struct {
	ID, Confidence, Title, Who string
	Evidence, Advice           []string
}

func (r result) document(t *testing.T) document {
	t.Helper()
	var d document
	if err := json.Unmarshal([]byte(r.out), &d); err != nil {
		t.Fatalf("not one JSON document: %v\n%s\n%s", err, r.out, r.err)
	}
	if d.Version != 1 {
		t.Errorf("version is %d", d.Version)
	}
	return d
}

func TestCheckOfTheSandboxPasses(t *testing.T) {
	d := newShell(t).run(t, "check", "--provider", "sandbox", "--json").document(t)
	if !d.OK || !d.SignIn.OK || d.SignIn.Method != "code" || len(d.Checks) != 3 {
		t.Fatalf("got %+v", d)
	}
	want := map[string][]string{
		"imap": {"resolve", "connect", "tls", "greeting", "capabilities", "authenticate", "mailbox", "logout"},
		"pop3": {"resolve", "connect", "tls", "greeting", "capabilities", "authenticate", "mailbox", "logout"},
		"smtp": {"resolve", "connect", "tls", "greeting", "capabilities", "authenticate", "send", "logout"},
	}
	for _, c := range d.Checks {
		var names []string
		for _, s := range c.Steps {
			names = append(names, s.Name)
			if !s.OK {
				t.Errorf("%s: a good check has a bad step %+v", c.Protocol, s)
			}
		}
		if !slices.Equal(names, want[c.Protocol]) {
			t.Errorf("%s: steps are %v", c.Protocol, names)
		}
		if c.Mechanism == "" || len(c.Transcript) == 0 {
			t.Errorf("%s: no mechanism or no transcript", c.Protocol)
		}
	}
}

func TestFailedCheckShowsStepAndServersWords(t *testing.T) {
	r := newShell(t).run(t, "check", "--provider", "sandbox", "--fault", "smtp-auth-disabled", "--json")
	d := r.document(t)
	if r.code != ExitFailed || d.OK {
		t.Fatalf("code %d, ok %t", r.code, d.OK)
	}
	for _, c := range d.Checks {
		if c.Protocol != "smtp" {
			if !c.OK {
				t.Errorf("%s failed too: %+v", c.Protocol, c.Steps)
			}
			continue
		}
		last := c.Steps[len(c.Steps)-1]
		if c.OK || last.OK || last.Name != "authenticate" || !strings.Contains(last.Detail, "SmtpClientAuthentication is disabled") {
			t.Errorf("last step is %+v", last)
		}
		if len(c.Causes) == 0 || !strings.Contains(strings.Join(c.Causes[0].Evidence, " "), "5.7.139") {
			t.Errorf("causes are %+v", c.Causes)
		}
	}
}

func TestGivenTokenNeedsNoSignIn(t *testing.T) {
	s := newShell(t)
	s.env["MAILKNOCK_TOKEN"] = "not-a-good-token-0123456789"
	r := s.run(t, "check", "--provider", "sandbox", "--protocol", "imap", "--json")
	d := r.document(t)
	if r.code != ExitFailed || d.SignIn.Method != "token" || !d.SignIn.OK || len(d.Checks) != 1 {
		t.Errorf("got %d %+v", r.code, d)
	}
	if strings.Contains(r.out+r.err, "not-a-good-token") {
		t.Error("the token is in the output")
	}
}

func TestFailedSignInHasItsCausesThere(t *testing.T) {
	r := newShell(t).run(t, "check", "--provider", "sandbox", "--fault", "consent-denied", "--json")
	d := r.document(t)
	if r.code != ExitFailed || d.SignIn.OK || len(d.SignIn.Causes) == 0 || d.Checks == nil || len(d.Checks) != 0 {
		t.Errorf("got %d %+v", r.code, d)
	}
}

func TestWrongUsage(t *testing.T) {
	s := newShell(t)
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	big := filepath.Join(t.TempDir(), "big")
	if err := os.WriteFile(big, make([]byte, maxSecret+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args string
		says string
	}{
		{"check", "--account NAME, or --provider"},
		{"check --provider gmial --user a@b.c", "google"},
		{"check --provider google", "--user"},
		{"check --provider google --user a@gmail.com", "--client-id"},
		{"check --provider google --user a@gmail.com --client-id x", "--client-secret-file"},
		{"check --provider google --user a@gmail.com --issuer https://id.test", "--issuer"},
		{"check --provider custom --user a@b.c", "--imap"},
		{"check --provider custom --user a@b.c --imap nohost", "HOST:PORT"},
		{"check --provider custom --user a@b.c --imap mail.test:993/ssl", "starttls"},
		{"check --provider custom --user a@b.c --imap mail.test:143/plain", "TLS"},
		{"check --provider sandbox --protocol imap,http", "http"},
		{"check --provider sandbox --fault nonsense", "expired-token"},
		{"check --provider google --user a@gmail.com --fault slow", "sandbox"},
		{"check --provider sandbox --timeout 0s", "--timeout"},
		{"check --provider sandbox --timeout soon", "timeout"},
		{"check --provider sandbox --token-file " + empty, "empty"},
		{"check --provider sandbox --token-file " + big, "megabyte"},
		{"sandbox --fault nonsense", "--fault: the sandbox cannot play"},
		{"check --provider sandbox --token-file /nonexistent/file", "nonexistent"},
		{"check --provider sandbox --protocol imap --send a@b.c", "SMTP"},
		{"check --provider sandbox --send nobody", "--send"},
		{"check --provider sandbox --ca " + empty, "PEM"},
		{"check --account nobody", "nobody"},
		{"check --frobnicate", "frobnicate"},
		{"accounts show nobody", "nobody"},
		{"accounts import " + empty, ""},
		{"frobnicate", "frobnicate"},
	} {
		r := s.run(t, strings.Fields(tt.args)...)
		if r.code != ExitUsage || !strings.Contains(r.err, tt.says) || r.out != "" {
			t.Errorf("%s: code %d, says %q, prints %q", tt.args, r.code, r.err, r.out)
		}
	}
}

func TestStopEndsAtOnceWithItsOwnCode(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := newShell(t).runContext(t, ctx, "check", "--provider", "sandbox", "--json")
	if r.code != ExitStopped {
		t.Errorf("code %d: %s", r.code, r.err)
	}
	r.document(t)
}

func TestSaveAndCheckAgainWithoutBrowser(t *testing.T) {
	s := newShell(t)
	pass := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(pass, []byte("correct horse battery"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.env[passphraseFile] = pass
	if r := s.run(t, "signin", "--provider", "sandbox", "--save", "box"); r.code != ExitOK {
		t.Fatalf("signin: %d %s", r.code, r.err)
	}
	r := s.run(t, "check", "--account", "box")
	if r.code != ExitOK {
		t.Fatalf("check: %d\n%s\n%s", r.code, r.out, r.err)
	}
	if strings.Contains(r.out, "Waiting for the browser") {
		t.Errorf("signed in anew:\n%s", r.out)
	}
	if r := s.run(t, "accounts", "list"); !strings.Contains(r.out, "imap passed") {
		t.Errorf("the list forgot the check: %q", r.out)
	}
	if r := s.run(t, "accounts", "remove", "box"); r.code != ExitOK {
		t.Errorf("remove: %d %s", r.code, r.err)
	}
	if r := s.run(t, "check", "--account", "box"); r.code != ExitUsage {
		t.Errorf("a removed account: %d %s", r.code, r.err)
	}
	left, _ := filepath.Glob(filepath.Join(s.dir, "secrets", "file", "account*.age"))
	if len(left) > 0 {
		t.Errorf("its token is still there: %v", left)
	}
}

func TestSaveAgainUnderTheSameName(t *testing.T) {
	s := newShell(t)
	for _, args := range []string{"signin --provider sandbox --save box", "check --provider sandbox --save box", "check --account box", "check --account box --save crate"} {
		if r := s.run(t, strings.Fields(args)...); r.code != ExitOK {
			t.Errorf("%s: %d %s", args, r.code, r.err)
		}
	}
	if r := s.run(t, "accounts", "list"); strings.Count(r.out, "\n") != 1 || !strings.HasPrefix(r.out, "crate ") || !strings.Contains(r.out, "imap passed") {
		t.Errorf("the list is %q", r.out)
	}
	if r := s.run(t, "signin", "--provider", "sandbox", "--user", "bob@sandbox.test", "--save", "crate"); r.code != ExitUsage {
		t.Errorf("took somebody else's name: %d %s", r.code, r.err)
	}
}

// TestSaveKeepsTheCheck: the account that a check saves remembers that check.
func TestSaveKeepsTheCheck(t *testing.T) {
	s := newShell(t)
	if r := s.run(t, "check", "--provider", "sandbox", "--save", "box", "--fault", "imap-off"); r.code != ExitFailed {
		t.Fatalf("%d %s", r.code, r.err)
	}
	if r := s.run(t, "accounts", "list"); strings.Contains(r.out, "never") || !strings.Contains(r.out, "imap failed") || !strings.Contains(r.out, "smtp passed") {
		t.Errorf("the list is %q", r.out)
	}
}

func TestLogFile(t *testing.T) {
	s := newShell(t)
	log := filepath.Join(t.TempDir(), "log.txt")
	if r := s.run(t, "check", "--provider", "sandbox", "--json", "--log", log); r.code != ExitOK {
		t.Fatalf("%d %s", r.code, r.err)
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"IMAP  <- * OK", "POP3  <- +OK", "SMTP  <- 220", "SMTP  -> RSET", "AUTHENTICATE XOAUTH2", "/token"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the log lacks %q:\n%s", want, data)
		}
	}
	info, err := os.Stat(log)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestListsAreForProgramsToo(t *testing.T) {
	s := newShell(t)
	var faults []struct{ ID, Title, Cause string }
	if err := json.Unmarshal([]byte(s.run(t, "sandbox", "--faults", "--json").out), &faults); err != nil || len(faults) < 13 {
		t.Errorf("faults: %v, %d", err, len(faults))
	}
	var providers struct{ Providers []struct{ ID string } }
	if err := json.Unmarshal([]byte(s.run(t, "providers", "--json").out), &providers); err != nil || len(providers.Providers) < 5 {
		t.Errorf("providers: %v, %+v", err, providers)
	}
	text := s.run(t, "providers").out
	for _, want := range []string{"outlook-dod.office365.us:587/starttls (unverified)", "password  imap.mail.me.com:993/tls"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not among the providers:\n%s", want, text)
		}
	}
	if r := s.run(t, "version"); r.out != "mailknock test\n" {
		t.Errorf("version: %q", r.out)
	}
	if r := s.run(t, "check", "--help"); r.code != ExitOK || !strings.Contains(r.out, "--token-file") {
		t.Errorf("help: %d %q", r.code, r.out)
	}
}
