package auth

import (
	"context"
	"net/url"

	"mailknock/mail/wire"
)

// Refresh gets a new access token with a refresh token (RFC 6749 section 6).
// It sends one request, once, and blocks for at most 30 seconds. When the
// answer has a new refresh token, the old one may be dead: store the new one
// before anything else. Otherwise the result has the old one. A Refresher does
// that.
//
// Its errors are ErrNoRefreshToken, *TokenError, *NetworkError (Lost tells
// that the provider may have acted), *RedirectError, *AnswerError. Those with
// Temporary() true say nothing against the token.
func (f *Flow) Refresh(ctx context.Context, rec *wire.Recorder, c Client, old Token) (*Token, error) {
	if old.Refresh.Empty() {
		return nil, ErrNoRefreshToken
	}
	if err := c.checkApp(); err != nil {
		return nil, err
	}
	rec.Mask("refresh token", old.Refresh)
	t, _, err := f.token(ctx, rec, c, old, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {old.Refresh.Reveal()}})
	if err != nil {
		return nil, err
	}
	if old.Identity.Verified {
		// The new id token was not checked.
		t.Identity = old.Identity
	}
	return t, nil
}
