package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// A probe refreshes although the access token is fresh, tries the new refresh
// token too, and leaves the newest in the store.
func TestProbeRotating(t *testing.T) {
	as := newFakeAS(t)
	server := rotate(as, "RT.first-Kq8Wz5Xv2Bn")
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	r := &Refresher{Flow: &Flow{}, Store: store}
	if _, err := r.Access(t.Context(), recorder(), "anna", c); err != nil {
		t.Fatal(err)
	}
	p, err := r.Probe(t.Context(), recorder(), "anna", c)
	if err != nil || !p.Rotates || !p.NewWorks || p.SameAccess || server.n != 3 || server.revoked != 0 {
		t.Fatalf("%v %+v, %d refreshes", err, p, server.n)
	}
	if store.refreshToken("anna") != server.current || p.Token.Access.Reveal() != "AT.rotated-000003" {
		t.Error("the newest token is not kept")
	}
	got, err := r.Access(t.Context(), recorder(), "anna", c)
	if err != nil || got.Access.Reveal() != "AT.rotated-000003" || server.n != 3 {
		t.Errorf("%v: another refresh", err)
	}
}

func TestProbeKept(t *testing.T) {
	as := newFakeAS(t)
	as.token = func(w http.ResponseWriter, r *http.Request) {
		as.grant(w, r, map[string]any{"refresh_token": nil, "refresh_token_expires_in": 604799})
	}
	c := as.client()
	r := &Refresher{Flow: &Flow{}, Store: newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))}
	p, err := r.Probe(t.Context(), recorder(), "anna", c)
	if err != nil || p.Rotates || p.NewWorks || p.SameAccess || as.postCount() != 1 {
		t.Fatalf("%v %+v", err, p)
	}
	if d := time.Until(p.Token.RefreshExpires); d < 604700*time.Second || d > 604800*time.Second || !p.Endings[0].Sure {
		t.Errorf("%s %+v", d, p.Endings)
	}
	p, err = r.Probe(t.Context(), recorder(), "anna", c)
	if err != nil || !p.SameAccess {
		t.Errorf("%v: the same access token came, which was not seen", err)
	}
}

// A new refresh token that does not work: the first result stands.
func TestProbeNewIsRefused(t *testing.T) {
	as := newFakeAS(t)
	var n atomic.Int32
	as.token = func(w http.ResponseWriter, r *http.Request) {
		if n.Add(1) == 2 {
			answerJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
			return
		}
		as.grant(w, r, map[string]any{"refresh_token": "RT.second-Kq8Wz5Xv2Bn"})
	}
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	r := &Refresher{Flow: &Flow{}, Store: store}
	p, err := r.Probe(t.Context(), recorder(), "anna", c)
	var refused *TokenError
	if !errors.As(err, &refused) || p == nil || !p.Rotates || p.NewWorks || store.refreshToken("anna") != "RT.second-Kq8Wz5Xv2Bn" {
		t.Errorf("%v %+v", err, p)
	}
	if p, err := r.Probe(t.Context(), recorder(), "bert", c); p != nil || !errors.Is(err, ErrNoRefreshToken) {
		t.Errorf("%v %+v", err, p)
	}
}

func TestEndings(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	google := Client{TokenURL: "https://oauth2.googleapis.com/token"}
	microsoft := Client{TokenURL: "https://login.microsoftonline.com/common/oauth2/v2.0/token"}
	other := Client{TokenURL: "https://as.test/token"}
	for name, test := range map[string]struct {
		c     Client
		life  time.Duration
		none  bool
		sure  bool
		words string
	}{
		"Google, testing":     {c: google, life: 604799 * time.Second, sure: true, words: "Testing"},
		"Google, half a year": {c: google, life: 15551999 * time.Second, sure: true, words: "the provider's answer says so"},
		"Google, not told":    {c: google, words: "seven days"},
		"Microsoft":           {c: microsoft, words: "90 days"},
		"Microsoft, SPA":      {c: microsoft, life: 86399 * time.Second, sure: true, words: "single-page"},
		"Keycloak":            {c: other, life: 1800 * time.Second, sure: true, words: "Monday, 2 March 2026, 12:30"},
		"other":               {c: other, words: "does not tell"},
		"none":                {c: microsoft, none: true, sure: true, words: "offline_access was not asked for"},
	} {
		token := tokenWith("RT.x")
		if test.life > 0 {
			token.RefreshExpires = now.Add(test.life)
		}
		if test.none {
			token = Token{NoRefresh: "the scope offline_access was not asked for.", Expires: now.Add(time.Hour)}
		}
		list := Endings(test.c, &token, now)
		if len(list) == 0 || list[0].Sure != test.sure || !strings.Contains(list[0].Text, test.words) || list[0].Sure == list[0].At.IsZero() {
			t.Errorf("%s: %+v", name, list)
		}
		for _, e := range list {
			if known := test.c.TokenURL != other.TokenURL && !test.none && !strings.Contains(e.Text, "answer says so"); known != strings.HasPrefix(e.Source, "https://") {
				t.Errorf("%s: %+v", name, e)
			}
		}
	}
}

// What an account was forgotten for does not come back by a refresh that was
// in progress.
func TestForgetDuringRefresh(t *testing.T) {
	as := newFakeAS(t)
	server := rotate(as, "RT.first-Kq8Wz5Xv2Bn")
	posted, release := make(chan struct{}), make(chan struct{})
	var first atomic.Bool
	as.token = func(w http.ResponseWriter, req *http.Request) {
		if first.CompareAndSwap(false, true) {
			close(posted)
			<-release
		}
		server.serve(w, req)
	}
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	r := &Refresher{Flow: &Flow{}, Store: store}
	done := make(chan error)
	go func() {
		_, err := r.Access(t.Context(), recorder(), "anna", c)
		done <- err
	}()
	<-posted
	r.Forget("anna")
	close(release)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if store.refreshToken("anna") != server.current {
		t.Error("the new refresh token is lost")
	}
	if _, err := r.Access(t.Context(), recorder(), "anna", c); err != nil || server.n != 2 {
		t.Errorf("%v: the forgotten access token was used", err)
	}
}

// Whoever has the account's lock after a refresh finds its token in memory:
// a sign-in that comes then is not overwritten by it.
func TestRefreshLandsUnderTheLock(t *testing.T) {
	as := newFakeAS(t)
	rotate(as, "RT.first-Kq8Wz5Xv2Bn")
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	r := &Refresher{Flow: &Flow{}, Store: store}
	checked := &checkedStore{memoryStore: store, unlocking: func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.entry("anna").token == nil {
			t.Error("the lock was freed before the token was in memory")
		}
	}}
	r.Store = checked
	if _, err := r.Access(t.Context(), recorder(), "anna", c); err != nil {
		t.Fatal(err)
	}
}

type checkedStore struct {
	*memoryStore
	unlocking func()
}

func (s *checkedStore) Lock(ctx context.Context, account string) (func(), error) {
	unlock, err := s.memoryStore.Lock(ctx, account)
	return func() { s.unlocking(); unlock() }, err
}

// A grant without a refresh token: one request for all, kept while it is good.
func TestAccessFrom(t *testing.T) {
	now := time.Now()
	var asked atomic.Int32
	source := func(key string) Source {
		return Source{Key: key, Get: func(context.Context, *wire.Recorder) (*Token, error) {
			n := asked.Add(1)
			if n == 4 {
				return nil, &TokenError{Status: 401, Code: "invalid_client", Unattended: true}
			}
			return &Token{Access: wire.NewSecret(fmt.Sprintf("AT.app-%d", n)), Expires: now.Add(time.Hour)}, nil
		}}
	}
	clock := now
	r := &Refresher{Flow: &Flow{Now: func() time.Time { return clock }}, Store: newStore("", Saved{})}
	get := func(key, want string) {
		t.Helper()
		got, err := r.AccessFrom(t.Context(), recorder(), "robot", source(key))
		if err != nil || got.Access.Reveal() != want {
			t.Errorf("%v %v", err, got)
		}
	}
	get("one", "AT.app-1")
	get("one", "AT.app-1")
	get("two", "AT.app-2")
	clock = now.Add(time.Hour - 60*time.Second)
	get("two", "AT.app-3")
	r.Forget("robot")
	var refused *TokenError
	if _, err := r.AccessFrom(t.Context(), recorder(), "robot", source("two")); !errors.As(err, &refused) {
		t.Errorf("%v", err)
	}
	get("two", "AT.app-5")
}

// The end of the context ends the request that nobody else waits for.
func TestAccessFromStops(t *testing.T) {
	r := &Refresher{Flow: &Flow{}, Store: newStore("", Saved{})}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	_, err := r.AccessFrom(ctx, recorder(), "robot", Source{Key: "k", Get: func(ctx context.Context, _ *wire.Recorder) (*Token, error) {
		cancel()
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return nil, context.Cause(ctx)
	}})
	if !errors.Is(err, context.Canceled) || !errors.Is(<-ended, context.Canceled) {
		t.Errorf("%v", err)
	}
}
