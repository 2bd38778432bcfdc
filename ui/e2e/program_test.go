package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// built is the folder of a binary that the tests built themselves.
var built string

// program gives the path of the binary: that of MAILKNOCK_BIN, else one that is
// built once for all tests.
func program(t testing.TB) string {
	t.Helper()
	path, err := binary()
	fatal(t, err)
	return path
}

var binary = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("MAILKNOCK_BIN"); path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("MAILKNOCK_BIN: %w", err)
		}
		return path, nil
	}
	dir, err := os.MkdirTemp("", "mk-bin-")
	if err != nil {
		return "", err
	}
	built = dir
	path := filepath.Join(dir, "mailknock")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-tags", "migrated_fynedo", "-o", path, "mailknock")
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("could not build the program: %w\n%s", err, said)
	}
	return path, nil
})

// person is somebody with an own home folder, without a display and a keychain.
type person struct {
	t   testing.TB
	Dir string
	Env []string
	// Secrets must not show up in anything that the program writes.
	Secrets []string
}

func newPerson(t testing.TB) *person {
	t.Helper()
	dir := workDir(t, "home")
	p := &person{t: t, Dir: dir}
	passphrase := write(t, filepath.Join(dir, "passphrase"), "correct horse battery staple\n")
	fatal(t, os.Chmod(passphrase, 0o600))
	p.Env = []string{
		"HOME=" + dir,
		"XDG_CONFIG_HOME=" + filepath.Join(dir, "config"),
		"XDG_CACHE_HOME=" + filepath.Join(dir, "cache"),
		"XDG_DATA_HOME=" + filepath.Join(dir, "data"),
		"XDG_RUNTIME_DIR=" + mkdir(t, filepath.Join(dir, "run")),
		"TMPDIR=" + mkdir(t, filepath.Join(dir, "tmp")),
		"PATH=" + mkdir(t, filepath.Join(dir, "bin")) + ":/usr/bin:/bin",
		"LANG=C.UTF-8",
		"DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent",
		"MAILKNOCK_PASSPHRASE_FILE=" + passphrase,
	}
	return p
}

// result is how a run of the program ended.
type result struct {
	Out, Err string
	Code     int
}

func (r result) String() string {
	return fmt.Sprintf("exit code %d\n--- standard output:\n%s--- standard error:\n%s", r.Code, tail(r.Out), tail(r.Err))
}

// run starts the program and waits for its end.
func (p *person) run(args ...string) result {
	p.t.Helper()
	return p.runWith(nil, args...)
}

func (p *person) runWith(env []string, args ...string) result {
	p.t.Helper()
	r, err := p.try(env, args...)
	fatal(p.t, err)
	p.clean("standard output", r.Out)
	p.clean("standard error", r.Err)
	return r
}

// try is run for other goroutines than the test's.
func (p *person) try(env []string, args ...string) (result, error) {
	ctx, cancel := context.WithTimeout(p.t.Context(), 3*time.Minute)
	defer cancel()
	path, err := binary()
	if err != nil {
		return result{}, err
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(append([]string(nil), p.Env...), env...)
	cmd.Dir = p.Dir
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	ownGroup(cmd)
	err = cmd.Run()
	r := result{Out: out.String(), Err: errOut.String(), Code: cmd.ProcessState.ExitCode()}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return r, err
	}
	if ctx.Err() != nil {
		return r, fmt.Errorf("mailknock %s did not end: %s", strings.Join(args, " "), r)
	}
	return r, nil
}

// file writes a file of the person's, readable by nobody else.
func (p *person) file(name, content string) string {
	p.t.Helper()
	path := filepath.Join(p.Dir, name)
	fatal(p.t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// document is what check --json and signin --json print.
type document struct {
	Version int
	OK      bool
	Started time.Time
	MS      float64
	Account struct{ Provider, User string }
	SignIn  struct {
		OK     bool
		Method string
		Token  struct {
			Kind     string
			Audience []string
			Scopes   []string
			User     string
			Expires  time.Time
		}
		Causes []cause
	} `json:"sign_in"`
	Checks []checked
}

type checked struct {
	Protocol, Server, Security, Mechanism string
	OK                                    bool
	MS                                    float64
	Steps                                 []step
	Causes                                []cause
	Transcript                            []struct {
		MS        float64
		Direction string
		Text      string
	}
}

type step struct {
	Name   string
	OK     bool
	MS     float64
	Detail string
}

type cause struct {
	ID, Confidence, Title, Who string
	Evidence, Advice           []string
}

// document reads the one document on standard output.
func (r result) document(t testing.TB) document {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(r.Out))
	var doc document
	if err := d.Decode(&doc); err != nil {
		t.Fatalf("standard output is not the document: %v\n%s", err, r)
	}
	if d.More() {
		t.Errorf("standard output has more than one document\n%s", r)
	}
	if doc.Version != 1 || doc.Started.IsZero() {
		t.Errorf("version %d, started %v", doc.Version, doc.Started)
	}
	return doc
}

// check gives the check of a protocol.
func (d document) check(t testing.TB, protocol string) checked {
	t.Helper()
	for _, c := range d.Checks {
		if c.Protocol == protocol {
			return c
		}
	}
	t.Fatalf("%s was not checked", protocol)
	return checked{}
}

func (c checked) step(name string) (found step, ok bool) {
	for _, s := range c.Steps {
		if s.Name == name {
			found, ok = s, true
		}
	}
	return found, ok
}

func (c checked) names() string {
	var names []string
	for _, s := range c.Steps {
		names = append(names, s.Name)
	}
	return strings.Join(names, " ")
}

// heard gives all that the server said.
func (c checked) heard() string {
	var b strings.Builder
	for _, line := range c.Transcript {
		if line.Direction == "in" {
			b.WriteString(line.Text + "\n")
		}
	}
	return b.String()
}
