package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
)

// session runs this test binary as a child in a session of its own: own home,
// own runtime folder, own bus.
type session struct {
	// before runs in the session's shell; "-" in bus means: no bus at all.
	name, bus, before string
	env               []string
	want              State
	job               string
}

const unlockKeyring = `printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null`

// noServices is a bus that starts nothing.
const noServices = `<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

// TestRealKeychain plays every state of the Secret Service (C6, F13).
func TestRealKeychain(t *testing.T) {
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon", "bash"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is not installed", program)
			}
			t.Skipf("%s is not installed", program)
		}
	}
	for _, s := range []session{
		{name: "unlocked", before: unlockKeyring, want: OK, job: "round trip"},
		{name: "locked", before: unlockKeyring, want: Locked, job: "lock"},
		{name: "no service", bus: noServices, want: Absent},
		{name: "a service that never answers", bus: noServices, want: TimedOut, job: "silent"},
		{name: "no bus", bus: "-", want: Absent, job: "no launch"},
		{name: "a bus that is gone", bus: "-", env: []string{"DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent"}, want: Absent},
		{name: "autolaunch", bus: "-", env: []string{"DBUS_SESSION_BUS_ADDRESS=autolaunch:"}, want: Absent, job: "no launch"},
	} {
		t.Run(s.name, func(t *testing.T) { s.run(t) })
	}
}

func (s session) run(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "bin")
	config := filepath.Join(dir, "bus.conf")
	run := filepath.Join(dir, "run")
	for _, d := range []string{path, run} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	// What the library would start leaves a mark.
	launch := "#!/bin/sh\necho launched > " + filepath.Join(dir, "launched") + "\nexit 1\n"
	if err := os.WriteFile(filepath.Join(path, "dbus-launch"), []byte(launch), 0o700); err != nil {
		t.Fatal(err)
	}
	args := []string{"dbus-run-session"}
	switch s.bus {
	case "-":
		args = nil
	case "":
		args = append(args, "--")
	default:
		if err := os.WriteFile(config, []byte(s.bus), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--config-file="+config, "--")
	}
	args = append(args, "bash", "-c", s.before+"\nexec "+os.Args[0])
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	cmd.Env = append([]string{
		"HOME=" + dir, "XDG_RUNTIME_DIR=" + run, "PATH=" + path + ":" + os.Getenv("PATH"),
		"VAULT_CHILD=keychain", "VAULT_WANT=" + string(s.want), "VAULT_JOB=" + s.job, "VAULT_DIR=" + filepath.Join(dir, "data"),
	}, s.env...)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "as expected") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := os.Stat(filepath.Join(dir, "launched")); err == nil {
		t.Error("a session bus was started")
	}
	wantNothingOf(t, filepath.Join(dir, "data"), "canary-refresh")
}

// realKeychain is the child: it uses the system's keychain.
func realKeychain() int {
	ctx := context.Background()
	err := map[string]func() error{
		"":           func() error { return nil },
		"no launch":  func() error { return nil },
		"round trip": func() error { return roundTrip(ctx) },
		"lock":       lockKeyring,
		"silent":     silentService,
	}[os.Getenv("VAULT_JOB")]()
	want := State(os.Getenv("VAULT_WANT"))
	if got := Probe(ctx); err == nil && got != want {
		err = fmt.Errorf("the keychain is %q", got)
	}
	if err == nil {
		err = putSays(ctx, want)
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("as expected")
	return 0
}

// putSays checks that a vault fails with the state that Probe told. A locked
// keyring without a screen may also be one that waits.
func putSays(ctx context.Context, want State) error {
	dir := os.Getenv("VAULT_DIR")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	v, err := Open(dir, Options{Kind: Keychain})
	if err != nil {
		return err
	}
	err = v.Put(ctx, entry("b", "canary-refresh"))
	if got := stateOf(err); got != want && (want != Locked || got != TimedOut) {
		return fmt.Errorf("put: state %q, %w", got, errors.Join(err))
	}
	return nil
}

func roundTrip(ctx context.Context) error {
	dir := os.Getenv("VAULT_DIR")
	for _, refresh := range []string{"canary-refresh", strings.Repeat("canary-refresh", 1000)} {
		v, err := Open(dir, Options{Kind: Keychain})
		if err != nil {
			return err
		}
		if err := v.Put(ctx, entry("a", refresh)); err != nil {
			return err
		}
		again, err := Open(dir, Options{Kind: Keychain})
		if err != nil {
			return err
		}
		e, err := again.Get(ctx, "a")
		if err != nil || e.Refresh.Reveal() != refresh {
			return fmt.Errorf("get: %w", errors.Join(err))
		}
	}
	v, err := Open(dir, Options{Kind: Keychain})
	if err != nil {
		return err
	}
	recipient := v.place.(*onDisk).mustRecipient()
	if err := v.Change(ctx, Memory); err != nil {
		return err
	}
	if _, err := keyring.Get(Service, recipient); !errors.Is(err, keyring.ErrNotFound) {
		return fmt.Errorf("the identity is still in the keychain: %w", errors.Join(err))
	}
	return nil
}

func (p *onDisk) mustRecipient() string {
	text, err := p.recipient()
	if err != nil || text == "" {
		panic("no recipient")
	}
	return text
}

func lockKeyring() error {
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return err
	}
	defer conn.Close()
	var locked []dbus.ObjectPath
	var prompt dbus.ObjectPath
	return conn.Object(secretsName, secretsPath).Call("org.freedesktop.Secret.Service.Lock", 0, []dbus.ObjectPath{loginPath}).Store(&locked, &prompt)
}

// silentService takes the name and never answers.
func silentService() error {
	System().limit = 300 * time.Millisecond
	conn, err := dbus.ConnectSessionBus(dbus.WithHandler(silent{}))
	if err != nil {
		return err
	}
	_, err = conn.RequestName(secretsName, dbus.NameFlagDoNotQueue)
	return err
}

type silent struct{}

func (silent) LookupObject(dbus.ObjectPath) (dbus.ServerObject, bool) { select {} }
