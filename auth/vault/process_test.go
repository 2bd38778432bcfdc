package vault

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"mailknock/auth/safefile/killtest"
)

// shared opens a vault whose keychain the children use too.
func shared(t *testing.T, dir string) *Vault {
	t.Helper()
	ring := filepath.Join(dir, "ring")
	if err := os.MkdirAll(ring, 0o700); err != nil {
		t.Fatal(err)
	}
	return open(t, dir, Options{Kind: Keychain, Keychain: NewChain(&fakeRing{dir: ring}), Passphrase: says("pw", nil)})
}

// TestTwoProcessesRotate: one at a time, so no rotation is lost (A23).
func TestTwoProcessesRotate(t *testing.T) {
	dir := t.TempDir()
	v := shared(t, dir)
	put(t, v, entry("a", "0"))
	p, q := start(t, "add", dir), start(t, "add", dir)
	for _, p := range []killtest.Process{p, q} {
		if err := p.Wait(); err != nil {
			t.Error(err)
		}
	}
	wantRefresh(t, v, "a", strconv.Itoa(2*adders*adds))
}

// TestLock: it waits no longer than the context, and a killed owner blocks
// nobody (A23).
func TestLock(t *testing.T) {
	dir := t.TempDir()
	v := shared(t, dir)
	p := start(t, "hold", dir)
	p.Await(t, 1)
	ctx, cancel := contextWithTimeout(t, 50*time.Millisecond)
	defer cancel()
	if _, err := v.Lock(ctx, "a"); !isBusy(err) {
		t.Errorf("err = %v", err)
	}
	other, err := v.Lock(t.Context(), "b")
	if err != nil {
		t.Errorf("another key: %v", err)
	}
	other()
	p.Kill(t)
	unlock, err := v.Lock(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel = contextWithTimeout(t, 0)
	defer cancel()
	if _, err := v.Lock(ctx, "a"); !isBusy(err) {
		t.Errorf("err = %v", err)
	}
	unlock()
	unlock()
	if unlock, err = v.Lock(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	unlock()
}

// TestMemoryLock touches no disk.
func TestMemoryLock(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir, Options{Kind: Memory})
	unlock, err := v.Lock(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := contextWithTimeout(t, time.Millisecond)
	defer cancel()
	if _, err := v.Lock(ctx, "a"); !isBusy(err) {
		t.Errorf("err = %v", err)
	}
	unlock()
	wantEmpty(t, dir)
}

// TestKillWhileWriting: the entry is always the old or the new one.
func TestKillWhileWriting(t *testing.T) {
	dir := t.TempDir()
	v := shared(t, dir)
	put(t, v, entry("a", strings.Repeat("0", 3000)))
	for range killtest.Times(30) {
		p := start(t, "write", dir)
		p.Await(t, 1+rand.IntN(5))
		p.Kill(t)
		e, err := v.Get(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		if text := e.Refresh.Reveal(); text != strings.Repeat(text[:1], 3000) {
			t.Fatal("the entry is neither the old nor the new one")
		}
	}
	put(t, v, entry("a", "end"))
	if left, err := filepath.Glob(filepath.Join(dir, secretsDir, "keychain", ".*.tmp")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

// TestKillWhileChanging: at every moment one kind holds each entry.
func TestKillWhileChanging(t *testing.T) {
	dir := t.TempDir()
	v := shared(t, dir)
	keys := []string{"a", "b", "c"}
	for _, key := range keys {
		put(t, v, entry(key, "token of "+key))
	}
	for range killtest.Times(30) {
		p := start(t, "change", dir)
		p.Await(t, 1+rand.IntN(4))
		p.Kill(t)
		kind, ok := Found(dir)
		if !ok {
			t.Fatal("no kind holds anything")
		}
		v := open(t, dir, Options{Kind: kind, Keychain: NewChain(&fakeRing{dir: filepath.Join(dir, "ring")}), Passphrase: says("pw", nil)})
		for _, key := range keys {
			wantRefresh(t, v, key, "token of "+key)
		}
	}
}
