package vault

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"
)

// silentRing never answers, until it is released.
type silentRing struct {
	release chan struct{}
	calls   chan string
}

func newSilentRing() *silentRing {
	return &silentRing{release: make(chan struct{}), calls: make(chan string, 100)}
}

func (r *silentRing) wait(what string) error {
	r.calls <- what
	<-r.release
	return nil
}

func (r *silentRing) Get(string, string) (string, error) { return "", errors.Join(r.wait("get")) }
func (r *silentRing) Set(string, string, string) error   { return r.wait("set") }
func (r *silentRing) Delete(string, string) error        { return r.wait("delete") }

func wantState(t *testing.T, err error, want State) {
	t.Helper()
	var got *KeychainError
	if !errors.As(err, &got) || got.State != want {
		t.Fatalf("err = %v, want state %q", err, want)
	}
}

// TestTimeout: 5 s, then TimedOut, and no second call while the first hangs
// (C6).
func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ring := newSilentRing()
		c := NewChain(ring)
		began := time.Now()
		_, err := c.get(t.Context(), "x")
		wantState(t, err, TimedOut)
		if d := time.Since(began); d != limit {
			t.Errorf("gave up after %s", d)
		}
		began = time.Now()
		for range 10 {
			if s := c.Probe(t.Context()); s != TimedOut {
				t.Errorf("state %q", s)
			}
			wantState(t, c.set(t.Context(), "x", "y"), TimedOut)
		}
		if d := time.Since(began); d != 0 {
			t.Errorf("waited %s behind a call that hangs", d)
		}
		if n := len(ring.calls); n != 1 {
			t.Errorf("%d calls in parallel", n)
		}
		// The person unlocked it: it works again.
		close(ring.release)
		synctest.Wait()
		if s := c.Probe(t.Context()); s != OK {
			t.Errorf("state %q after the answer", s)
		}
	})
}

// TestWaiting: callers beside a call that hangs get TimedOut at their own
// limit, and a cancelled one goes at once.
func TestWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ring := newSilentRing()
		c := NewChain(ring)
		results := make(chan error, 3)
		for range 2 {
			go func() {
				_, err := c.get(t.Context(), "x")
				results <- err
			}()
		}
		synctest.Wait()
		ctx, cancel := context.WithCancelCause(t.Context())
		gone := errors.New("the window was closed")
		go func() { results <- c.remove(ctx, "x") }()
		synctest.Wait()
		cancel(gone)
		if err := <-results; !errors.Is(err, gone) {
			t.Errorf("err = %v", err)
		}
		for range 2 {
			wantState(t, <-results, TimedOut)
		}
		if n := len(ring.calls); n != 1 {
			t.Errorf("%d calls", n)
		}
		close(ring.release)
		synctest.Wait()
	})
}

// TestCancelled: after a cancelled call no second one starts beside it.
func TestCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ring := newSilentRing()
		c := NewChain(ring)
		ctx, cancel := context.WithCancel(t.Context())
		result := make(chan error)
		go func() { result <- c.remove(ctx, "x") }()
		synctest.Wait()
		cancel()
		if err := <-result; !errors.Is(err, context.Canceled) {
			t.Errorf("err = %v", err)
		}
		_, err := c.get(t.Context(), "x")
		wantState(t, err, TimedOut)
		if n := len(ring.calls); n != 1 {
			t.Errorf("%d calls", n)
		}
		close(ring.release)
		synctest.Wait()
	})
}

type brokenRing struct{ get, back string }

func (r *brokenRing) Get(string, string) (string, error) {
	if r.get == "panic" {
		panic("canary")
	}
	return r.back, nil
}
func (r *brokenRing) Set(string, string, string) error { return nil }
func (r *brokenRing) Delete(string, string) error      { return keyring.ErrNotFound }

func TestKeyringThatMisbehaves(t *testing.T) {
	c := NewChain(&brokenRing{get: "panic"})
	_, err := c.get(t.Context(), "x")
	wantState(t, err, Failed)
	if strings.Contains(err.Error(), "canary") {
		t.Errorf("the error tells what was in the panic: %v", err)
	}
	c = NewChain(&brokenRing{back: "cut of"})
	wantState(t, c.set(t.Context(), "x", "cut off"), Failed)
	if err := c.remove(t.Context(), "x"); err != nil {
		t.Errorf("to remove what is not there: %v", err)
	}
	dir := t.TempDir()
	v := open(t, dir, Options{Kind: Keychain, Keychain: c})
	wantState(t, v.Put(t.Context(), entry("a", "canary")), Failed)
	wantNothingOf(t, dir, "canary")
}

// TestEveryStateAgainstEveryKind: whatever the keychain is, nothing goes to
// another place by itself (C7).
func TestEveryStateAgainstEveryKind(t *testing.T) {
	for _, state := range []State{OK, Locked, Absent, TimedOut, Failed} {
		ring := newFakeRing()
		if state != OK {
			ring.fail = &KeychainError{State: state}
		}
		c := NewChain(ring)
		if got := c.Probe(t.Context()); got != state || state.Describe() == "" {
			t.Errorf("Probe gives %q, want %q", got, state)
		}
		for _, kind := range []Kind{Keychain, File, Memory} {
			dir := t.TempDir()
			v := open(t, dir, Options{Kind: kind, Keychain: c, Passphrase: says("pw", nil)})
			err := v.Put(t.Context(), entry("a", "canary"))
			if kind == Keychain && state != OK {
				wantState(t, err, state)
				if v.Kind() != Keychain {
					t.Error("the kind changed by itself")
				}
			} else if err != nil {
				t.Errorf("%s, keychain %s: %v", kind, state, err)
			}
			wantNothingOf(t, dir, "canary")
			if kind == Memory {
				wantEmpty(t, dir)
			}
		}
	}
}
