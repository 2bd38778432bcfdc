package run

import (
	"testing"

	"mailknock/auth/vault"
	"mailknock/mail/wire"
)

// TestAccessTokenIsUsedAgain: where a provider gives no refresh token, the
// access token serves until it ends, and only where it was got for.
func TestAccessTokenIsUsedAgain(t *testing.T) {
	p := newIdentityProvider(t)
	p.withoutRefresh = true
	server, _ := listener(t)
	s := open(t, t.TempDir())
	a := customAccount(s, p, server)
	for range 3 {
		if o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true}, nil); !o.SignIn.OK {
			t.Fatal(o.SignIn.Err)
		}
	}
	if got := p.asked(); len(got) != 1 {
		t.Errorf("asked for %q", got)
	}
	server.Host = "localhost"
	a.Servers = map[wire.Protocol]wire.Server{wire.IMAP: server}
	if o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true}, nil); !o.SignIn.OK {
		t.Fatal(o.SignIn.Err)
	}
	if got := p.asked(); len(got) != 2 {
		t.Errorf("another server got the old token: %q", got)
	}
	if err := s.SignOut(t.Context(), a, nil); err != nil {
		t.Fatal(err)
	}
	if o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true}, nil); !o.SignIn.OK || len(p.asked()) != 3 {
		t.Errorf("signed out, and yet: %v, asked for %q", o.SignIn.Err, p.asked())
	}
}

// TestVaultIsChosenAfterTheSave: what was saved without a vault lies in it
// afterwards, and is there after a restart.
func TestVaultIsChosenAfterTheSave(t *testing.T) {
	p := newIdentityProvider(t)
	server, _ := listener(t)
	dir := t.TempDir()
	s := open(t, dir)
	a := customAccount(s, p, server)
	signIn(t, s, a)
	if err := s.SetRegistration(t.Context(), a, wire.NewSecret("a-client-secret")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if err := s.UseVault(t.Context(), vault.File, wire.NewSecret("a passphrase")); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	s = open(t, dir)
	hasSecret := s.Registration(a).HasSecret
	if state := s.SignInState(a); !state.RefreshToken || state.Where != "in the encrypted file" || !hasSecret {
		t.Errorf("%+v, client secret: %t", state, hasSecret)
	}
}
