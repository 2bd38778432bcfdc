package auth

import (
	"context"
	"sync"
	"time"

	"mailknock/mail/wire"
)

// lockTimeout bounds the wait for another process that refreshes, and that for
// the store to take a token.
const lockTimeout = 45 * time.Second

// Refresher gives access tokens for saved accounts. It refreshes one account
// at a time, here and across processes, so that a refresh token that rotates
// is never used twice; it stores a new one before it gives out the access
// token that came with it. Access tokens stay in memory. It is safe for
// concurrent use.
type Refresher struct {
	Flow  *Flow
	Store Store

	mu      sync.Mutex
	entries map[string]*entry
	running sync.WaitGroup
}

// Access gives an access token for an account: the one in memory while it has
// more than a minute to live, else a new one. It blocks for the store, other
// processes and one exchange; the end of ctx ends the wait at once, while a
// refresh that was sent goes on by itself until its answer is stored.
//
// Its errors are those of Flow.Refresh, *BindingError and *StoreError. Nothing
// is deleted from the store, whatever happens.
func (r *Refresher) Access(ctx context.Context, rec *wire.Recorder, account string, c Client) (*Token, error) {
	fl, err := r.access(ctx, rec, account, c.key(), false, r.refreshing(account, c))
	if err != nil {
		return nil, err
	}
	return fl.token.clone(), nil
}

// get brings the token of a flight.
type get func(ctx context.Context, rec *wire.Recorder, fl *flight) (*Token, error)

// refreshing gets a token by the stored refresh token.
func (r *Refresher) refreshing(account string, c Client) get {
	return func(ctx context.Context, rec *wire.Recorder, fl *flight) (*Token, error) {
		return r.refresh(ctx, rec, account, c, fl)
	}
}

// access waits for a flight that brings a token, or gives one that has landed,
// with the token in memory, unless force is set.
func (r *Refresher) access(ctx context.Context, rec *wire.Recorder, account, key string, force bool, get get) (*flight, error) {
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	r.mu.Lock()
	e := r.entry(account)
	if t := e.fresh(key, r.Flow.now()); t != nil && !force {
		r.mu.Unlock()
		mask(rec, t)
		return &flight{token: t}, nil
	}
	fl := e.flight
	if fl == nil || fl.key != key {
		fl = r.start(ctx, rec, key, e, get)
	}
	fl.waiters++
	r.mu.Unlock()
	select {
	case <-fl.done:
	case <-ctx.Done():
		r.leave(ctx, fl)
		return nil, context.Cause(ctx)
	}
	if fl.err != nil {
		return nil, fl.err
	}
	mask(rec, fl.token)
	return fl, nil
}

// leave takes a waiter off. A flight that nobody waits for, and that has sent
// nothing yet, is ended.
func (r *Refresher) leave(ctx context.Context, fl *flight) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fl.waiters--
	if fl.waiters == 0 && !fl.sent {
		fl.cancel(context.Cause(ctx))
	}
}

// start begins a flight. The mutex is held.
func (r *Refresher) start(ctx context.Context, rec *wire.Recorder, key string, e *entry, get get) *flight {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	fl := &flight{key: key, done: make(chan struct{}), cancel: cancel, forgotten: e.forgotten}
	before := e.flight
	e.flight = fl
	r.running.Go(func() {
		defer cancel(nil)
		if before != nil {
			<-before.done
		}
		t, err := get(ctx, rec, fl)
		r.mu.Lock()
		fl.token, fl.err = t, err
		if e.flight == fl {
			e.flight = nil
		}
		r.mu.Unlock()
		close(fl.done)
	})
	return fl
}

// land keeps the token that a flight brought, unless the account was forgotten
// or signed in anew meanwhile. The account's lock is held, so that whoever has
// it next finds it done.
func (r *Refresher) land(e *entry, fl *flight, t *Token) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.forgotten == fl.forgotten {
		e.token, e.key, e.got = t, fl.key, r.Flow.now()
	}
}

// Keep stores the refresh token of a sign-in, durably, and keeps its access
// token in memory. It blocks for the store. The error is a *StoreError.
func (r *Refresher) Keep(ctx context.Context, account string, c Client, t *Token) error {
	ctx, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	if !t.Refresh.Empty() {
		unlock, err := r.Store.Lock(ctx, account)
		if err != nil {
			return &StoreError{Refreshed: true, Err: err}
		}
		defer unlock()
		saved := Saved{Refresh: t.Refresh, Issuer: c.Issuer, TokenURL: c.TokenURL, ClientID: c.ClientID}
		if err := r.Store.Put(ctx, account, saved); err != nil {
			return &StoreError{Refreshed: true, Err: err}
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.entry(account)
	e.forgotten++
	e.token, e.key, e.got = t.clone(), c.key(), r.Flow.now()
	e.unsaved, e.replaced = wire.Secret{}, wire.Secret{}
	return nil
}

// Forget drops what is in memory for an account, and what a refresh in progress
// would leave there: after a sign-out, or when a server refused the access
// token. The store is left as it is.
func (r *Refresher) Forget(account string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.entry(account)
	e.forgotten++
	e.token = nil
}

// Wait blocks until no refresh is in progress, or ctx ends: call it before the
// program ends, so that no new refresh token is lost.
func (r *Refresher) Wait(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		r.running.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
