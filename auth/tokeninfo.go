package auth

import (
	"context"
	"net/url"
	"time"

	"mailknock/auth/token"
	"mailknock/mail/wire"
)

// TokenInfo asks the provider what an opaque access token is good for. Google
// has such an endpoint, https://oauth2.googleapis.com/tokeninfo. The token
// goes in the body, so that it stands in nobody's log of addresses. It sends
// one request, once, and blocks for at most 30 seconds.
//
// The result has what token.Inspect finds in a JWT. Its errors are *TokenError
// when the provider does not know the token (any more), *NetworkError,
// *RedirectError, *AnswerError. An address that cannot be used is refused with
// a sentence.
func (f *Flow) TokenInfo(ctx context.Context, rec *wire.Recorder, address string, access wire.Secret) (token.Info, error) {
	if err := checkEndpoint("address of the token information", address); err != nil {
		return token.Info{}, err
	}
	rec.Mask("access token", access)
	x, got, err := f.send(ctx, rec, address, url.Values{"access_token": {access.Reveal()}})
	if err != nil {
		return token.Info{}, err
	}
	if got.status < 200 || got.status > 299 {
		return token.Info{}, x.refusal(got)
	}
	info, ok := token.FromInfo(access.Reveal(), got.body, f.now().Round(0).Truncate(time.Second))
	if !ok {
		return token.Info{}, &AnswerError{Status: got.status, What: "it does not tell what the token is good for", Body: clean(rec, maskBody(rec, got.body), 2000)}
	}
	rec.Note("The provider says of the access token: %s", clean(rec, info.Summary(), 500))
	return info, nil
}
