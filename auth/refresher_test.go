package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// memoryStore is a Store whose faults can be played.
type memoryStore struct {
	mu     sync.Mutex
	saved  map[string]Saved
	puts   int
	putErr error
	// beforeGet plays another process.
	beforeGet func()
	lock      chan struct{}
}

func newStore(account string, s Saved) *memoryStore {
	return &memoryStore{saved: map[string]Saved{account: s}, lock: make(chan struct{}, 1)}
}

func (m *memoryStore) Get(_ context.Context, account string) (Saved, error) {
	if m.beforeGet != nil {
		m.beforeGet()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.saved[account], nil
}

func (m *memoryStore) Put(_ context.Context, account string, s Saved) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.putErr != nil {
		return m.putErr
	}
	m.puts++
	m.saved[account] = s
	return nil
}

func (m *memoryStore) Lock(ctx context.Context, _ string) (func(), error) {
	select {
	case m.lock <- struct{}{}:
		return func() { <-m.lock }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (m *memoryStore) refreshToken(account string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.saved[account].Refresh.Reveal()
}

// rotating makes the fake server rotate its refresh tokens, and revoke the
// grant when one comes twice (row A23, F6).
type rotating struct {
	as *fakeAS

	mu      sync.Mutex
	current string
	n       int
	revoked int
	// life is expires_in.
	life int
}

func rotate(as *fakeAS, first string) *rotating {
	r := &rotating{as: as, current: first, life: 3600}
	as.token = r.serve
	return r
}

func (r *rotating) serve(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if req.Form.Get("refresh_token") != r.current || r.revoked > 0 {
		r.revoked++
		answerJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "grant.revoked"})
		return
	}
	r.n++
	r.current = fmt.Sprintf("RT.rotated-Kq8Wz5Xv2Bn-%06d", r.n)
	r.as.grant(w, req, map[string]any{"refresh_token": r.current, "access_token": fmt.Sprintf("AT.rotated-%06d", r.n), "expires_in": r.life})
}

func savedFor(c Client, refresh string) Saved {
	return Saved{Refresh: wire.NewSecret(refresh), Issuer: c.Issuer, TokenURL: c.TokenURL, ClientID: c.ClientID}
}

// Two protocols and fifty goroutines share one refresh.
func TestOneRefreshForAll(t *testing.T) {
	as := newFakeAS(t)
	server := rotate(as, "RT.first-Kq8Wz5Xv2Bn")
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	r := &Refresher{Flow: &Flow{}, Store: store}
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			got, err := r.Access(t.Context(), recorder(), "anna", c)
			if err != nil {
				t.Errorf("Access: %v", err)
				return
			}
			if got.Access.Reveal() != "AT.rotated-000001" {
				t.Errorf("access token %q", got.Access.Reveal())
			}
			if stored := store.refreshToken("anna"); stored != got.Refresh.Reveal() {
				t.Error("the access token was given out before the refresh token was stored")
			}
		})
	}
	wg.Wait()
	if server.n != 1 || server.revoked != 0 || as.postCount() != 1 || store.puts != 1 {
		t.Errorf("%d refreshes, %d revoked, %d requests, %d stored", server.n, server.revoked, as.postCount(), store.puts)
	}
}

// The margin: a token with less than a minute to live is not used.
func TestFreshness(t *testing.T) {
	as := newFakeAS(t)
	server := rotate(as, "RT.first-Kq8Wz5Xv2Bn")
	c := as.client()
	now := time.Now()
	r := &Refresher{Flow: &Flow{Now: func() time.Time { return now }}, Store: newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))}
	get := func(want int) {
		t.Helper()
		if _, err := r.Access(t.Context(), recorder(), "anna", c); err != nil || server.n != want {
			t.Errorf("%v, %d refreshes, not %d", err, server.n, want)
		}
	}
	get(1)
	now = now.Add(time.Hour - 61*time.Second)
	get(1)
	now = now.Add(time.Second)
	get(2)
	r.Forget("anna")
	get(3)
	server.life = 30
	r.Forget("anna")
	get(4)
	get(5)
	server.life = -1
	get(6)
	now = now.Add(unknownLife - time.Second)
	get(6)
	now = now.Add(time.Second)
	get(7)
	c.Scopes = []string{"other"}
	get(8)
}

// Row A23: what another process stored meanwhile is used.
func TestAnotherProcessRefreshed(t *testing.T) {
	as := newFakeAS(t)
	server := rotate(as, "RT.second-Kq8Wz5Xv2Bn")
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	store.beforeGet = func() {
		store.mu.Lock()
		defer store.mu.Unlock()
		store.saved["anna"] = savedFor(c, "RT.second-Kq8Wz5Xv2Bn")
	}
	r := &Refresher{Flow: &Flow{}, Store: store}
	if _, err := r.Access(t.Context(), recorder(), "anna", c); err != nil || server.revoked != 0 {
		t.Errorf("%v, %d revoked", err, server.revoked)
	}
}

// Row A24: nothing is deleted, whatever goes wrong, and nothing is sent twice.
func TestFailedRefreshDeletesNothing(t *testing.T) {
	for name, token := range map[string]http.HandlerFunc{
		"dropped": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"503":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) },
		"429":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) },
		"invalid_grant": func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, 400, map[string]any{"error": "invalid_grant"})
		},
		"nonsense": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) },
	} {
		as := newFakeAS(t)
		as.token = token
		c := as.client()
		store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
		r := &Refresher{Flow: &Flow{}, Store: store}
		if _, err := r.Access(t.Context(), recorder(), "anna", c); err == nil {
			t.Errorf("%s: no error", name)
		}
		if as.postCount() != 1 || store.puts != 0 || store.refreshToken("anna") != "RT.first-Kq8Wz5Xv2Bn" {
			t.Errorf("%s: %d requests, %d stored, %q", name, as.postCount(), store.puts, store.refreshToken("anna"))
		}
		// It may be tried again: the failure is not kept.
		as.token = nil
		if _, err := r.Access(t.Context(), recorder(), "anna", c); err != nil {
			t.Errorf("%s: again: %v", name, err)
		}
	}
}

// A process that was killed between the answer and the store: the next start
// says clearly what to do.
func TestKilledBeforeStoring(t *testing.T) {
	as := newFakeAS(t)
	rotate(as, "RT.lost-Kq8Wz5Xv2Bn")
	c := as.client()
	r := &Refresher{Flow: &Flow{}, Store: newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))}
	_, err := r.Access(t.Context(), recorder(), "anna", c)
	var refused *TokenError
	if !errors.As(err, &refused) || !refused.SignInAgain() || !strings.HasSuffix(err.Error(), "; sign in again") {
		t.Errorf("%v", err)
	}
}

// A server that gives no new refresh token leaves the old one in place.
func TestRefreshTokenIsKept(t *testing.T) {
	as := newFakeAS(t)
	as.token = func(w http.ResponseWriter, r *http.Request) { as.grant(w, r, map[string]any{"refresh_token": nil}) }
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	r := &Refresher{Flow: &Flow{}, Store: store}
	got, err := r.Access(t.Context(), recorder(), "anna", c)
	if err != nil || got.Refresh.Reveal() != "RT.first-Kq8Wz5Xv2Bn" || got.NoRefresh != "" || store.puts != 0 {
		t.Errorf("%v %+v", err, got)
	}
}

// A new refresh token that cannot be stored is not lost: it is used and stored
// at the next try, and the access token is not given out before.
func TestStoreFails(t *testing.T) {
	as := newFakeAS(t)
	server := rotate(as, "RT.first-Kq8Wz5Xv2Bn")
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	full := errors.New("disk full")
	store.putErr = full
	r := &Refresher{Flow: &Flow{}, Store: store}
	var failed *StoreError
	for range 2 {
		if _, err := r.Access(t.Context(), recorder(), "anna", c); !errors.As(err, &failed) || !failed.Refreshed || !errors.Is(err, full) {
			t.Errorf("%v", err)
		}
	}
	store.putErr = nil
	if _, err := r.Access(t.Context(), recorder(), "anna", c); err != nil || server.revoked != 0 || store.refreshToken("anna") != server.current {
		t.Errorf("%v, %d revoked, stored %q", err, server.revoked, store.refreshToken("anna"))
	}
	if _, err := r.Access(t.Context(), recorder(), "anna", c); err != nil {
		t.Error(err)
	}
}

// Row A9: a refresh token goes to nobody but the one who gave it.
func TestBinding(t *testing.T) {
	as, evil := newFakeAS(t), newFakeAS(t)
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	r := &Refresher{Flow: &Flow{}, Store: store}
	for name, change := range map[string]func(*Client){
		"token URL": func(c *Client) { c.TokenURL = evil.URL + "/token" },
		"issuer":    func(c *Client) { c.Issuer = evil.URL },
		"client ID": func(c *Client) { c.ClientID = "client-2" },
	} {
		changed := c
		change(&changed)
		_, err := r.Access(t.Context(), recorder(), "anna", changed)
		var binding *BindingError
		if !errors.As(err, &binding) || binding.What != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if as.postCount()+evil.postCount() != 0 {
		t.Error("the token was sent")
	}
	if _, err := r.Access(t.Context(), recorder(), "bert", c); !errors.Is(err, ErrNoRefreshToken) {
		t.Errorf("%v", err)
	}
}

// Who stops waiting gets back at once; a refresh that was sent goes on, and
// its answer is stored.
func TestCancelDoesNotLoseTheToken(t *testing.T) {
	as := newFakeAS(t)
	server := rotate(as, "RT.first-Kq8Wz5Xv2Bn")
	posted, release := make(chan struct{}), make(chan struct{})
	as.token = func(w http.ResponseWriter, req *http.Request) {
		close(posted)
		<-release
		server.serve(w, req)
	}
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	r := &Refresher{Flow: &Flow{}, Store: store}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-posted; cancel() }()
	if _, err := r.Access(ctx, recorder(), "anna", c); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	close(release)
	if err := r.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if store.refreshToken("anna") != server.current {
		t.Error("the new refresh token is lost")
	}
	got, err := r.Access(t.Context(), recorder(), "anna", c)
	if err != nil || got.Access.Reveal() != "AT.rotated-000001" {
		t.Errorf("%v", err)
	}
}

// Before anything was sent, Cancel ends the refresh itself.
func TestCancelBeforeSending(t *testing.T) {
	as := newFakeAS(t)
	c := as.client()
	store := newStore("anna", savedFor(c, "RT.first-Kq8Wz5Xv2Bn"))
	unlock, _ := store.Lock(t.Context(), "anna")
	r := &Refresher{Flow: &Flow{}, Store: store}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := r.Access(ctx, recorder(), "anna", c)
		done <- err
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if err := r.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	unlock()
	if as.postCount() != 0 {
		t.Error("a request was sent")
	}
	if _, err := r.Access(t.Context(), recorder(), "anna", c); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A sign-in's tokens are stored, and used without a refresh.
func TestKeep(t *testing.T) {
	as := newFakeAS(t)
	c := as.client()
	store := newStore("anna", Saved{})
	r := &Refresher{Flow: &Flow{}, Store: store}
	token := &Token{Access: wire.NewSecret("AT.kept"), Refresh: wire.NewSecret("RT.kept-Kq8Wz5Xv2Bn"), Expires: time.Now().Add(time.Hour)}
	if err := r.Keep(t.Context(), "anna", c, token); err != nil {
		t.Fatal(err)
	}
	got, err := r.Access(t.Context(), recorder(), "anna", c)
	if err != nil || got.Access.Reveal() != "AT.kept" || as.postCount() != 0 || store.saved["anna"].TokenURL != c.TokenURL {
		t.Errorf("%v %+v %+v", err, got, store.saved)
	}
	store.putErr = errors.New("disk full")
	var failed *StoreError
	if err := r.Keep(t.Context(), "anna", c, token); !errors.As(err, &failed) {
		t.Errorf("%v", err)
	}
}
