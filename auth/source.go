package auth

import (
	"context"

	"mailknock/mail/wire"
)

// Source gets access tokens by a grant that needs no person and no refresh
// token: the app's own secret or key is what it begins with.
type Source struct {
	// Key tells apart what the tokens are for. A token is only ever given out
	// for the key that it was got for.
	Key string
	// Get asks for a new one.
	Get func(context.Context, *wire.Recorder) (*Token, error)
}

// AccessFrom is Access for an account without a refresh token: the token in
// memory while it has more than a minute to live, else a new one from the
// source. The store is not touched. The end of ctx ends the wait at once, and
// the request when nobody else waits for it.
func (r *Refresher) AccessFrom(ctx context.Context, rec *wire.Recorder, account string, s Source) (*Token, error) {
	fl, err := r.access(ctx, rec, account, s.Key, false, func(ctx context.Context, rec *wire.Recorder, fl *flight) (*Token, error) {
		t, err := s.Get(ctx, rec)
		if err != nil {
			return nil, err
		}
		r.mu.Lock()
		e := r.entry(account)
		r.mu.Unlock()
		r.land(e, fl, t)
		return t, nil
	})
	if err != nil {
		return nil, err
	}
	return fl.token.clone(), nil
}
