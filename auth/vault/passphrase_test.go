package vault

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func identityFile(dir string) string {
	return filepath.Join(dir, secretsDir, string(File), "identity"+extension)
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWrongPassphrase(t *testing.T) {
	dir := t.TempDir()
	put(t, open(t, dir, Options{Kind: File, Passphrase: says("right", nil)}), entry("a", "one"))
	identity := read(t, identityFile(dir))
	for pass, want := range map[string]error{"wrong": ErrPassphrase, "": ErrNoPassphrase} {
		v := open(t, dir, Options{Kind: File, Passphrase: says(pass, nil)})
		if v.Fresh() {
			t.Error("a vault with an identity is not fresh")
		}
		if _, err := v.Get(t.Context(), "a"); !errors.Is(err, want) {
			t.Errorf("Get with %q: %v", pass, err)
		}
		if err := v.Put(t.Context(), entry("a", "two")); !errors.Is(err, want) {
			t.Errorf("Put with %q: %v", pass, err)
		}
		if err := v.Unlock(t.Context()); !errors.Is(err, want) {
			t.Errorf("Unlock with %q: %v", pass, err)
		}
	}
	if _, err := open(t, dir, Options{Kind: File}).Get(t.Context(), "a"); !errors.Is(err, ErrNoPassphrase) {
		t.Errorf("with nobody to ask: %v", err)
	}
	if read(t, identityFile(dir)) != identity {
		t.Error("the identity was overwritten")
	}
	v := open(t, dir, Options{Kind: File, Passphrase: says("right", nil)})
	wantRefresh(t, v, "a", "one")
	v.Forget()
	wantRefresh(t, v, "a", "one")
}

func TestPassphraseIsAskedOnce(t *testing.T) {
	dir, asked := t.TempDir(), 0
	put(t, open(t, dir, Options{Kind: File, Passphrase: says("pw", nil)}), entry("a", "one"))
	v := open(t, dir, Options{Kind: File, Passphrase: says("pw", &asked)})
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if _, err := v.Get(t.Context(), "a"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestDamagedIdentityIsKept(t *testing.T) {
	dir := t.TempDir()
	put(t, open(t, dir, Options{Kind: File, Passphrase: says("pw", nil)}), entry("a", "one"))
	whole := read(t, identityFile(dir))
	for _, damaged := range []string{"", "rubbish", whole[:len(whole)-1], whole[:60], whole + "x"} {
		if err := os.WriteFile(identityFile(dir), []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		v := open(t, dir, Options{Kind: File, Passphrase: says("pw", nil)})
		var unreadable *UnreadableError
		if _, err := v.Get(t.Context(), "a"); !errors.As(err, &unreadable) {
			t.Errorf("Get with %d of %d bytes: %v", len(damaged), len(whole), err)
		}
		if err := v.Put(t.Context(), entry("a", "two")); !errors.As(err, &unreadable) {
			t.Errorf("Put with %d of %d bytes: %v", len(damaged), len(whole), err)
		}
		if read(t, identityFile(dir)) != damaged {
			t.Fatal("the damaged identity was changed")
		}
	}
}

// TestLostIdentity: what cannot be opened is set aside, not deleted, when
// something new is saved.
func TestLostIdentity(t *testing.T) {
	for _, kind := range []Kind{Keychain, File} {
		dir, ring := t.TempDir(), newFakeRing()
		o := Options{Kind: kind, Keychain: NewChain(ring), Passphrase: says("pw", nil)}
		put(t, open(t, dir, o), entry("a", "one"))
		_, sealed := blobOf(t, dir, kind, "a")
		clear(ring.items)
		_ = os.Remove(identityFile(dir))
		v := open(t, dir, o)
		var lost *LostError
		if _, err := v.Get(t.Context(), "a"); !errors.As(err, &lost) {
			t.Errorf("%s: Get: %v", kind, err)
		}
		put(t, v, entry("a", "two"))
		wantRefresh(t, v, "a", "two")
		aside, err := filepath.Glob(filepath.Join(dir, secretsDir, string(kind)+".broken-*", "*"+extension))
		if err != nil || len(aside) != 1 || read(t, aside[0]) != string(sealed) {
			t.Errorf("%s: set aside %q, %v", kind, aside, err)
		}
		if n := v.Notices(); len(n) != 1 || len(v.Notices()) != 0 {
			t.Errorf("%s: notices %q", kind, n)
		}
	}
}

// TestIdentityWithoutRecipient: the process died between the two files.
func TestIdentityWithoutRecipient(t *testing.T) {
	dir := t.TempDir()
	o := Options{Kind: File, Passphrase: says("pw", nil)}
	put(t, open(t, dir, o), entry("a", "one"))
	if err := os.Remove(filepath.Join(dir, secretsDir, string(File), recipientName)); err != nil {
		t.Fatal(err)
	}
	identity := read(t, identityFile(dir))
	v := open(t, dir, o)
	wantRefresh(t, v, "a", "one")
	put(t, v, entry("b", "two"))
	if read(t, identityFile(dir)) != identity {
		t.Error("the identity was overwritten")
	}
	again := open(t, dir, o)
	wantRefresh(t, again, "a", "one")
	wantRefresh(t, again, "b", "two")
}
