package terminal

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
)

func TestVaultFromTheEnvironment(t *testing.T) {
	pass := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(pass, []byte("correct horse battery"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		vault, passphrase string
		code              int
		says              string
	}{
		{"memory", "", ExitOK, "sign in again at the next start"},
		{"memory", pass, ExitOK, "sign in again at the next start"},
		{"file", pass, ExitOK, ""},
		{"", pass, ExitOK, ""},
		{"file", "", ExitUsage, passphraseFile},
		{"plain", "", ExitUsage, "choose keychain, file or memory"},
	} {
		s := newShell(t)
		s.env[vaultVariable], s.env[passphraseFile] = tt.vault, tt.passphrase
		r := s.run(t, "signin", "--provider", "sandbox", "--save", "x")
		if r.code != tt.code || !strings.Contains(r.err, tt.says) {
			t.Errorf("%q, %q: exit %d, %s", tt.vault, tt.passphrase, r.code, r.err)
		}
	}
}

// TestVaultIsChosenLater: a script without a keychain is told how to keep
// refresh tokens, and that helps it the next time.
func TestVaultIsChosenLater(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	s := newShell(t)
	if r := s.run(t, "signin", "--provider", "sandbox", "--save", "x"); r.code != ExitOK || !strings.Contains(r.err, passphraseFile) {
		t.Fatalf("exit %d: %s", r.code, r.err)
	}
	pass := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(pass, []byte("correct horse battery"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.env[passphraseFile] = pass
	if r := s.run(t, "signin", "--provider", "sandbox", "--save", "y"); r.code != ExitOK || !strings.Contains(r.err, "in the encrypted file") {
		t.Errorf("the passphrase is not used: exit %d: %s", r.code, r.err)
	}
}

// TestVaultIsAskedFor: somebody at a terminal chooses where refresh tokens
// go, once.
func TestVaultIsAskedFor(t *testing.T) {
	person, program, err := pty.Open()
	if err != nil {
		t.Skipf("this system has no pseudo terminal: %v", err)
	}
	defer person.Close()
	defer program.Close()
	s := newShell(t)
	var said strings.Builder
	s.in, s.err = program, &said
	// Without a keychain the choices are a file and memory.
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	if _, err := person.WriteString("2\n"); err != nil {
		t.Fatal(err)
	}
	r := s.run(t, "signin", "--provider", "sandbox", "--save", "x")
	if r.code != ExitOK || !strings.Contains(said.String(), "Where are refresh tokens to be kept?") || !strings.Contains(said.String(), "stay in memory") {
		t.Fatalf("exit %d: %s", r.code, said.String())
	}
	said.Reset()
	if r := s.run(t, "check", "--account", "x"); r.code != ExitOK || strings.Contains(said.String(), "Where") {
		t.Errorf("asked again: exit %d: %s", r.code, said.String())
	}
}

// TestAPlaceThatHoldsSomethingStays: the variable moves nothing that was saved,
// and says so; memory holds nothing.
func TestAPlaceThatHoldsSomethingStays(t *testing.T) {
	pass := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(pass, []byte("correct horse battery"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newShell(t)
	s.env[passphraseFile] = pass
	for _, step := range []struct {
		vault string
		code  int
		says  string
	}{
		{"memory", ExitOK, "sign in again at the next start"},
		{"fil", ExitUsage, "choose keychain, file or memory"},
		{"file", ExitOK, "in the encrypted file"},
		{"memory", ExitUsage, "but refresh tokens are kept in a file"},
		{"", ExitOK, "in the encrypted file"},
	} {
		s.env[vaultVariable] = step.vault
		if r := s.run(t, "signin", "--provider", "sandbox", "--save", "x"); r.code != step.code || !strings.Contains(r.err, step.says) {
			t.Errorf("%q: exit %d, %s", step.vault, r.code, r.err)
		}
	}
}

// TestAnInterruptedSignInFailedNowhere: who stops it reads that it stopped.
func TestAnInterruptedSignInFailedNowhere(t *testing.T) {
	s := newShell(t)
	ctx, stop := context.WithCancel(t.Context())
	s.openURL = func(string) error { stop(); return nil }
	s.env[vaultVariable] = "memory"
	r := s.runContext(t, ctx, "signin", "--provider", "microsoft", "--user", "anna@contoso.com", "--client-id", "3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11", "--save", "x")
	if r.code != ExitStopped || !strings.Contains(r.out, "stopped") || strings.Contains(r.out, "FAILED") {
		t.Errorf("exit %d: %s", r.code, r.out)
	}
}
