package auth

import (
	"context"

	"mailknock/mail/wire"
)

// refresh is one flight: under the account's lock, with the refresh token that
// the store has now, which another process may have put there meanwhile.
func (r *Refresher) refresh(ctx context.Context, rec *wire.Recorder, account string, c Client, fl *flight) (*Token, error) {
	locking, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	unlock, err := r.Store.Lock(locking, account)
	if err != nil {
		return nil, &StoreError{Err: cause(ctx, err)}
	}
	defer unlock()
	// Without that limit: a person may have to type a passphrase.
	saved, err := r.Store.Get(ctx, account)
	if err != nil {
		return nil, &StoreError{Err: cause(ctx, err)}
	}
	if saved.Refresh.Empty() {
		return nil, ErrNoRefreshToken
	}
	if err := saved.check(c); err != nil {
		return nil, err
	}
	r.mu.Lock()
	e := r.entry(account)
	if !e.unsaved.Empty() && e.replaced.Reveal() == saved.Refresh.Reveal() {
		saved.Refresh = e.unsaved
	}
	old := Token{Refresh: saved.Refresh}
	fl.before = old
	if e.token != nil {
		old.Identity = e.token.Identity
		if e.key == fl.key {
			old.Granted, old.RefreshExpires = e.token.Granted, e.token.RefreshExpires
			fl.before.Access = e.token.Access
		}
	}
	abandoned := ctx.Err() != nil
	fl.sent = !abandoned
	r.mu.Unlock()
	if abandoned {
		return nil, context.Cause(ctx)
	}
	// From here on nobody's Cancel counts: the old refresh token may be used
	// up, and the new one must not get lost.
	ctx = context.WithoutCancel(ctx)
	t, err := r.Flow.Refresh(ctx, rec, c, old)
	if err != nil {
		return nil, err
	}
	if t, err = r.save(ctx, rec, account, saved, t); err == nil {
		r.land(e, fl, t)
	}
	return t, err
}

// save stores a new refresh token before the access token is given out.
func (r *Refresher) save(ctx context.Context, rec *wire.Recorder, account string, saved Saved, t *Token) (*Token, error) {
	r.mu.Lock()
	e := r.entry(account)
	stored := saved.Refresh
	if !e.unsaved.Empty() {
		stored = e.replaced
	}
	r.mu.Unlock()
	if t.Refresh.Reveal() == stored.Reveal() {
		return t, nil
	}
	saved.Refresh = t.Refresh
	ctx, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	err := r.Store.Put(ctx, account, saved)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		e.unsaved, e.replaced = t.Refresh, stored
		failed := &StoreError{Refreshed: true, Err: err}
		rec.Note("%s", clean(rec, failed.Error(), 300))
		return nil, failed
	}
	e.unsaved, e.replaced = wire.Secret{}, wire.Secret{}
	rec.Note("The provider gave a new refresh token. It is stored.")
	return t, nil
}

// cause prefers what ended ctx to what that led to.
func cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
