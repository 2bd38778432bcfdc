package auth

import (
	"context"

	"mailknock/mail/wire"
)

// Probe is what a forced refresh showed.
type Probe struct {
	// Token is what the last refresh brought. It is stored, and in memory.
	Token *Token
	// Rotates tells that the provider gave a new refresh token for the old
	// one; NewWorks, that the new one was used as well, and worked.
	Rotates, NewWorks bool
	// SameAccess tells that the provider gave out the access token once more
	// that was in memory before.
	SameAccess bool
	// Endings are what will end the refresh token, the surest first.
	Endings []Ending
}

// Probe answers "will it still work next week?": it refreshes although the
// access token may be fresh, and, where the provider rotates refresh tokens,
// once more with the new one. It blocks for the store, other processes and two
// exchanges. Each new refresh token is stored before anything else.
//
// Its errors are those of Access. When the second refresh fails the result is
// what the first one showed; otherwise it is nil with an error.
func (r *Refresher) Probe(ctx context.Context, rec *wire.Recorder, account string, c Client) (*Probe, error) {
	fl, err := r.access(ctx, rec, account, c.key(), true, r.refreshing(account, c))
	if err != nil {
		return nil, err
	}
	p := &Probe{
		Token:      fl.token.clone(),
		Rotates:    fl.token.Refresh.Reveal() != fl.before.Refresh.Reveal(),
		SameAccess: !fl.before.Access.Empty() && fl.token.Access.Reveal() == fl.before.Access.Reveal(),
	}
	p.Endings = Endings(c, p.Token, r.Flow.now())
	if !p.Rotates {
		rec.Note("The provider keeps the refresh token: it is the same after use.")
		return p, nil
	}
	rec.Note("The provider gives a new refresh token at each use. The new one is tried now.")
	fl, err = r.access(ctx, rec, account, c.key(), true, r.refreshing(account, c))
	if err != nil {
		return p, err
	}
	p.Token, p.NewWorks = fl.token.clone(), true
	p.Endings = Endings(c, p.Token, r.Flow.now())
	return p, nil
}
