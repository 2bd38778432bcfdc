package auth

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"mailknock/mail/wire"
)

// ErrNoCredentials tells that an app cannot sign in for itself: it has neither
// a client secret nor a key.
var ErrNoCredentials = errors.New("an app that signs in for itself needs a client secret or a key: the provider gives one, or takes your certificate, in the app's registration")

// ClientCredentials gets a token for the app itself, without a person (RFC
// 6749 section 4.4). It needs the client's secret or key and its token URL,
// and no authorization URL. It sends one request, once, and blocks for at most
// 30 seconds.
//
// There is never a refresh token: ask again, as a Refresher does with
// ClientCredentialsSource. Its errors are ErrNoCredentials, *KeyFileError,
// *TokenError (Unattended), *NetworkError, *RedirectError, *AnswerError.
func (f *Flow) ClientCredentials(ctx context.Context, rec *wire.Recorder, c Client) (*Token, error) {
	if c.ClientSecret.Empty() && c.Key == nil {
		return nil, ErrNoCredentials
	}
	if err := c.checkApp(); err != nil {
		return nil, err
	}
	t, _, err := f.token(ctx, rec, c, Token{}, url.Values{
		"grant_type": {"client_credentials"}, "scope": {strings.Join(c.Scopes, " ")},
	})
	return t, err
}

// ClientCredentialsSource is ClientCredentials for a Refresher.
func (f *Flow) ClientCredentialsSource(c Client) Source {
	return Source{Key: "client_credentials\x00" + c.key(), Get: func(ctx context.Context, rec *wire.Recorder) (*Token, error) {
		return f.ClientCredentials(ctx, rec, c)
	}}
}
