package auth

import (
	"context"
	"net/url"
	"strings"

	"mailknock/mail/wire"
)

// Revoke tells the provider to end the refresh token, and with it the access
// tokens, or the access token when there is no other (RFC 7009). It sends one
// request, once, and blocks for at most 30 seconds. Forget the local copies
// whatever it returns: ErrNoRevocation where the provider does not offer it,
// *TokenError, *NetworkError, *RedirectError.
func (f *Flow) Revoke(ctx context.Context, rec *wire.Recorder, c Client, t Token) error {
	secret, hint := t.Refresh, "refresh_token"
	if secret.Empty() {
		secret, hint = t.Access, "access_token"
	}
	switch {
	case secret.Empty():
		return nil
	case c.RevokeURL == "":
		return ErrNoRevocation
	}
	if err := c.checkApp(); err != nil {
		return err
	}
	rec.Mask(strings.ReplaceAll(hint, "_", " "), secret)
	x, got, err := f.post(ctx, rec, c, c.RevokeURL, url.Values{"token": {secret.Reveal()}, "token_type_hint": {hint}})
	if err != nil {
		return err
	}
	if got.status < 200 || got.status > 299 {
		return x.refusal(got)
	}
	return nil
}
