package auth

import (
	"context"
	"slices"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// expiryMargin is how long before its end an access token counts as ended.
const expiryMargin = 60 * time.Second

// unknownLife is how long a token is used of which nobody told how long it
// lives.
const unknownLife = 5 * time.Minute

// entry is what is known of an account in this process.
type entry struct {
	// token is the last one, bound to key; got is when it came.
	token *Token
	key   string
	got   time.Time
	// forgotten counts the calls that made what was known worthless: a flight
	// that began before one leaves nothing behind.
	forgotten int
	// unsaved is a refresh token that the store did not take, and replaced the
	// one that it has instead.
	unsaved, replaced wire.Secret
	flight            *flight
}

// flight is a refresh in progress, shared by all who want one.
type flight struct {
	key    string
	done   chan struct{}
	token  *Token
	err    error
	cancel context.CancelCauseFunc
	// forgotten is the entry's when the flight began.
	forgotten int
	// before is what a refresh began with.
	before Token

	// waiters and sent are guarded by the Refresher's mutex. Once sent, a
	// flight goes on to its end: its answer must be stored.
	waiters int
	sent    bool
}

// key tells apart what a token was got for.
func (c Client) key() string {
	scopes := slices.Sorted(slices.Values(c.Scopes))
	return strings.Join(append([]string{c.Issuer, c.TokenURL, c.ClientID}, scopes...), "\x00")
}

// entry gives what is known of an account. The mutex is held.
func (r *Refresher) entry(account string) *entry {
	e := r.entries[account]
	if e == nil {
		if r.entries == nil {
			r.entries = map[string]*entry{}
		}
		e = &entry{}
		r.entries[account] = e
	}
	return e
}

// fresh gives a copy of the token in memory, nil when there is none to use.
func (e *entry) fresh(key string, now time.Time) *Token {
	switch {
	case e.token == nil || e.key != key:
		return nil
	case e.token.Expires.IsZero() && now.Sub(e.got) >= unknownLife:
		return nil
	case !e.token.Expires.IsZero() && !now.Before(e.token.Expires.Add(-expiryMargin)):
		return nil
	}
	return e.token.clone()
}

func (t *Token) clone() *Token {
	c := *t
	c.Asked, c.Granted = slices.Clone(t.Asked), slices.Clone(t.Granted)
	return &c
}

// mask tells a run of the secrets that another run got.
func mask(rec *wire.Recorder, t *Token) {
	rec.Mask("access token", t.Access)
	rec.Mask("refresh token", t.Refresh)
	rec.Mask("id token", t.ID)
}
