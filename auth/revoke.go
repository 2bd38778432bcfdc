package auth

import (
	"context"
	"net/http"
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
	if err := c.check(); err != nil {
		return err
	}
	rec.Mask("client secret", c.ClientSecret)
	rec.Mask(strings.ReplaceAll(hint, "_", " "), secret)
	form := url.Values{"token": {secret.Reveal()}, "token_type_hint": {hint}, "client_id": {c.ClientID}}
	if !c.ClientSecret.Empty() {
		form.Set("client_secret", c.ClientSecret.Reveal())
	}
	req, err := http.NewRequest(http.MethodPost, c.RevokeURL, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	x := f.exchange(rec)
	got, err := x.do(ctx, req)
	if err != nil {
		return err
	}
	if got.status < 200 || got.status > 299 {
		return x.refusal(got)
	}
	return nil
}
