package run

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mailknock/auth"
	"mailknock/auth/vault"
	"mailknock/mail/wire"
)

// TestBindingOfARefresh: another run of the same account, with another mail
// server, does not widen where the token of this one may go.
func TestBindingOfARefresh(t *testing.T) {
	s := open(t, t.TempDir()).store
	put := func(refresh string) []string {
		t.Helper()
		if err := s.Put(t.Context(), "key", auth.Saved{Refresh: wire.NewSecret(refresh), ClientID: "client"}); err != nil {
			t.Fatal(err)
		}
		e, err := s.entry(t.Context(), "key")
		if err != nil || e.Refresh.Reveal() != refresh {
			t.Fatalf("%v, %v", e, err)
		}
		return e.Binding.Hosts
	}
	s.aim("key", wire.NewSecret("first"), []string{"good.test"}, false)
	if hosts := put("first"); !slices.Equal(hosts, []string{"good.test"}) {
		t.Errorf("the sign-in's token is for %q", hosts)
	}
	s.aim("key", wire.NewSecret("second"), []string{"evil.test"}, false)
	if hosts := put("first, rotated"); !slices.Equal(hosts, []string{"good.test"}) {
		t.Errorf("the refreshed token is for %q", hosts)
	}
	if hosts := put("second"); !slices.Equal(hosts, []string{"evil.test"}) {
		t.Errorf("the new sign-in's token is for %q", hosts)
	}
}

// TestLockWithoutAVault: two refreshers, for other roots, never use the same
// token at once.
func TestLockWithoutAVault(t *testing.T) {
	s := open(t, t.TempDir()).store
	unlock, err := s.Lock(t.Context(), "key")
	if err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := s.Lock(stopped, "key"); !errors.Is(err, context.Canceled) {
		t.Errorf("locked twice: %v", err)
	}
	unlock()
	unlock()
	again, err := s.Lock(t.Context(), "key")
	if err != nil {
		t.Fatal(err)
	}
	again()
}

// TestOldTokenInMemory: a token that waits in memory never stands before a
// newer one in the vault, because the provider may have ended it.
func TestOldTokenInMemory(t *testing.T) {
	s := open(t, t.TempDir()).store
	put := func(refresh string) {
		t.Helper()
		if err := s.Put(t.Context(), "key", auth.Saved{Refresh: wire.NewSecret(refresh)}); err != nil {
			t.Fatal(err)
		}
	}
	put("old")
	if err := s.open(vault.Memory); err != nil {
		t.Fatal(err)
	}
	if err := s.current().Put(t.Context(), vault.Entry{Account: "key", Refresh: wire.NewSecret("another program's")}); err != nil {
		t.Fatal(err)
	}
	put("new")
	if e, err := s.entry(t.Context(), "key"); err != nil || e.Refresh.Reveal() != "new" {
		t.Errorf("%q, %v", e.Refresh.Reveal(), err)
	}
}

// TestLockHoldsWhileAVaultIsChosen: a refresh that began without a vault is
// not alone any more when the person chooses one.
func TestLockHoldsWhileAVaultIsChosen(t *testing.T) {
	s := open(t, t.TempDir()).store
	unlock, err := s.Lock(t.Context(), "key")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.open(vault.Memory); err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := s.Lock(stopped, "key"); !errors.Is(err, context.Canceled) {
		t.Errorf("locked twice: %v", err)
	}
	unlock()
}

// TestSignOutWaitsForARefresh: the token that a refresh brings does not come
// back after a sign-out.
func TestSignOutWaitsForARefresh(t *testing.T) {
	s := open(t, t.TempDir())
	a := s.NewAccount("sandbox")
	key := vault.AccountKey(a.ID)
	signIn(t, s, a)
	unlock, err := s.store.Lock(t.Context(), key) // a refresh begins
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- s.SignOut(t.Context(), a, nil) }()
	err = s.store.Put(t.Context(), key, auth.Saved{Refresh: wire.NewSecret("rotated"), Issuer: sandboxIssuer})
	unlock() // and ends
	if err := errors.Join(err, <-done); err != nil {
		t.Fatal(err)
	}
	if s.SignInState(a).RefreshToken {
		t.Error("signed out, but a refresh token is kept")
	}
}

// TestWhatIsNotOnTheDiskIsNotSaved: a window that is told otherwise takes its
// button away, and lets itself be closed.
func TestWhatIsNotOnTheDiskIsNotSaved(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "accounts.json"), []byte(`{"version": 999, "accounts": []}`), 0o600); err != nil {
		t.Fatal(err)
	}
	a := s.NewAccount("sandbox")
	if saved, err := s.SaveAccount(t.Context(), a); err == nil || saved.ID != "" {
		t.Errorf("%+v, %v", saved, err)
	}
}
