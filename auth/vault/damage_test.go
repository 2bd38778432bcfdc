package vault

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

// blobOf gives the path and content of a key's file.
func blobOf(t testing.TB, dir string, kind Kind, key string) (path string, sealed []byte) {
	t.Helper()
	name, err := fileName(key)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, secretsDir, string(kind), name+extension)
	if sealed, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return path, sealed
}

func wantUnreadable(t *testing.T, v *Vault, key, path string, damaged []byte) {
	t.Helper()
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := v.Get(t.Context(), key)
	var unreadable *UnreadableError
	if !errors.As(err, &unreadable) || !e.Refresh.Empty() {
		t.Fatalf("%d bytes: %v", len(damaged), err)
	}
	if left, err := os.ReadFile(path); err != nil || !bytes.Equal(left, damaged) {
		t.Fatalf("a damaged file was changed: %v", err)
	}
}

// TestDamage: an error, not garbage, and never a deletion (C5).
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir, Options{Kind: Keychain})
	key := AccountKey("a")
	put(t, v, entry(key, "canary"))
	put(t, v, entry(AccountKey("b"), "other"))
	path, sealed := blobOf(t, dir, Keychain, key)
	_, other := blobOf(t, dir, Keychain, AccountKey("b"))

	for i := range sealed {
		flipped := bytes.Clone(sealed)
		flipped[i] ^= 1
		wantUnreadable(t, v, key, path, flipped)
	}
	for n := range sealed {
		wantUnreadable(t, v, key, path, sealed[:n])
	}
	wantUnreadable(t, v, key, path, append(bytes.Clone(sealed), 'x'))
	wantUnreadable(t, v, key, path, make([]byte, len(sealed)))
	wantUnreadable(t, v, key, path, other)

	stranger, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	foreign, _, err := sealEntry(entry(key, "x"), stranger.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	wantUnreadable(t, v, key, path, foreign)

	// A new sign-in takes the place; the damaged file is kept aside.
	put(t, v, entry(key, "new"))
	wantRefresh(t, v, key, "new")
	aside, err := filepath.Glob(path + ".broken-*")
	if err != nil || len(aside) != 1 {
		t.Fatalf("set aside: %q, %v", aside, err)
	}
	if left, err := os.ReadFile(aside[0]); err != nil || !bytes.Equal(left, foreign) {
		t.Errorf("set aside is not what was there: %v", err)
	}
}

func TestContentIsChecked(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for plain, want := range map[string]string{
		`{"version":2,"account":"a"}`: "newer Mailknock",
		`{"account":"a"}`:             "no version",
		`{"version":1,"account":"b"}`: "belongs to",
		`{"version":1`:                "not what this program writes",
		`"canary"`:                    "not what this program writes",
		``:                            "not what this program writes",
	} {
		sealed, err := seal([]byte(plain), id.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		_, err = openEntry("file", sealed, "a", id)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", plain, err)
		}
	}
}

// TestKeychainHoldsOnlyTheIdentity: it fits every system's limit (C5).
func TestKeychainHoldsOnlyTheIdentity(t *testing.T) {
	ring := newFakeRing()
	v := open(t, t.TempDir(), Options{Kind: Keychain, Keychain: NewChain(ring)})
	long := strings.Repeat("canary", 10_000)
	put(t, v, entry(AccountKey("a"), long))
	put(t, v, entry(AccountKey("b"), long))
	wantRefresh(t, v, AccountKey("a"), long)
	if len(ring.items) != 1 {
		t.Errorf("%d items", len(ring.items))
	}
	for name, item := range ring.items {
		if len(item) != 74 || strings.Contains(item, "canary") || !strings.HasPrefix(name, "mailknock/age1") {
			t.Errorf("item %s has %d bytes", name, len(item))
		}
	}
	if err := v.Put(t.Context(), entry("huge", strings.Repeat("x", maxBlob))); err == nil {
		t.Error("a secret that cannot be read back was taken")
	}
}
