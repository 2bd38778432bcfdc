package vault

import (
	"context"
	"errors"
	"testing"

	"mailknock/mail/wire"
)

func TestChange(t *testing.T) {
	kinds := []Kind{Keychain, File, Memory}
	for _, from := range kinds {
		for _, to := range kinds {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				dir, ring := t.TempDir(), newFakeRing()
				o := Options{Kind: from, Keychain: NewChain(ring), Passphrase: says("pw", nil)}
				v := open(t, dir, o)
				put(t, v, entry("a", "one"))
				put(t, v, entry("b", "two"))
				before, err := v.Get(t.Context(), "a")
				if err != nil {
					t.Fatal(err)
				}
				if err := v.Change(t.Context(), to); err != nil {
					t.Fatal(err)
				}
				wantRefresh(t, v, "a", "one")
				wantRefresh(t, v, "b", "two")
				after, err := v.Get(t.Context(), "a")
				if err != nil || !after.Saved.Equal(before.Saved) || v.Kind() != to {
					t.Errorf("%s, saved %v and %v, %v", v.Kind(), before.Saved, after.Saved, err)
				}
				if found, ok := Found(dir); ok != (to != Memory) || ok && found != to {
					t.Errorf("found %q", found)
				}
				if n := len(ring.items); (n != 0) != (to == Keychain) {
					t.Errorf("%d items in the keychain", n)
				}
				if n := v.Notices(); len(n) != 0 {
					t.Errorf("notices %q", n)
				}
				if to == Memory {
					return
				}
				o.Kind = to
				wantRefresh(t, open(t, dir, o), "b", "two")
				if from == Memory || from == to {
					return
				}
				// A process that still has the old kind loses nothing.
				o.Kind = from
				var none *NotFoundError
				if _, err := open(t, dir, o).Get(t.Context(), "a"); !errors.As(err, &none) || none.Elsewhere != to {
					t.Errorf("with the old kind: %v", err)
				}
			})
		}
	}
}

// TestChangeThatFails leaves all where it was.
func TestChangeThatFails(t *testing.T) {
	dir, ring := t.TempDir(), newFakeRing()
	pass := says("", nil)
	o := Options{Kind: Keychain, Keychain: NewChain(ring), Passphrase: func(ctx context.Context) (wire.Secret, error) { return pass(ctx) }}
	v := open(t, dir, o)
	put(t, v, entry("a", "one"))
	if err := v.Change(t.Context(), File); !errors.Is(err, ErrNoPassphrase) || v.Kind() != Keychain {
		t.Fatalf("%v, %s", err, v.Kind())
	}
	if err := v.Change(t.Context(), "cloud"); err == nil {
		t.Error("changed to a kind that does not exist")
	}
	wantRefresh(t, open(t, dir, o), "a", "one")
	pass = says("pw", nil)
	if err := v.Change(t.Context(), File); err != nil {
		t.Fatal(err)
	}
	ring.fail = &KeychainError{State: Locked}
	err := v.Change(t.Context(), Keychain)
	wantState(t, err, Locked)
	wantRefresh(t, v, "a", "one")
}

// TestWriterDuringChange: a process that still holds the old identity does
// not write for it once it is destroyed.
func TestWriterDuringChange(t *testing.T) {
	dir := t.TempDir()
	o := Options{Kind: Keychain, Keychain: NewChain(newFakeRing()), Passphrase: says("pw", nil)}
	v, late := open(t, dir, o), open(t, dir, o)
	put(t, v, entry("a", "one"))
	wantRefresh(t, late, "a", "one")
	if err := v.Change(t.Context(), File); err != nil {
		t.Fatal(err)
	}
	put(t, late, entry("a", "two"))
	wantRefresh(t, open(t, dir, o), "a", "two")
	wantRefresh(t, v, "a", "one")
}

// TestChangeWaitsForTheHolder of an entry's lock.
func TestChangeWaitsForTheHolder(t *testing.T) {
	dir := t.TempDir()
	o := Options{Kind: Keychain, Keychain: NewChain(newFakeRing()), Passphrase: says("pw", nil)}
	v, other := open(t, dir, o), open(t, dir, o)
	put(t, v, entry("a", "one"))
	unlock, err := other.Lock(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	changed := make(chan error)
	go func() { changed <- v.Change(t.Context(), File) }()
	put(t, other, entry("a", "two"))
	unlock()
	if err := <-changed; err != nil {
		t.Fatal(err)
	}
	wantRefresh(t, v, "a", "two")
}
