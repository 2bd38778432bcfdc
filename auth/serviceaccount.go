package auth

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// GoogleMailScope is what a service account asks for to use a mailbox.
const GoogleMailScope = "https://mail.google.com/"

// jwtBearer is the grant of RFC 7523 section 2.1.
const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"

// serviceLife is how long the assertion of a service account is good: the
// longest that Google allows.
const serviceLife = time.Hour

// ServiceAccount gets a token by a Google service account with domain-wide
// delegation (RFC 7523 section 2.1,
// developers.google.com/identity/protocols/oauth2/service-account). subject is
// the mailbox. No scopes mean GoogleMailScope. It sends one request, once, and
// blocks for at most 30 seconds.
//
// Its errors are *TokenError (Unattended) with Google's words, *NetworkError,
// *RedirectError, *AnswerError. A subject that is no address is refused with a
// sentence.
func (f *Flow) ServiceAccount(ctx context.Context, rec *wire.Recorder, sa ServiceAccount, subject string, scopes []string) (*Token, error) {
	c, err := sa.client(subject, scopes)
	if err != nil {
		return nil, err
	}
	now := f.now().Unix()
	assertion, err := sa.Key.sign(false, map[string]any{
		"iss": sa.Email, "sub": subject, "scope": strings.Join(c.Scopes, " "), "aud": sa.TokenURL,
		"iat": now, "exp": now + int64(serviceLife/time.Second),
	})
	if err != nil {
		return nil, err
	}
	rec.Note("The service account %s asks for a token in the name of %s", sa.Email, subject)
	x, got, err := f.send(ctx, rec, sa.TokenURL, url.Values{"grant_type": {jwtBearer}, "assertion": {assertion}})
	if err != nil {
		return nil, err
	}
	x.unattended = true
	t, _, err := f.accept(rec, x, got, c, Token{})
	return t, err
}

// ServiceAccountSource is ServiceAccount for a Refresher.
func (f *Flow) ServiceAccountSource(sa ServiceAccount, subject string, scopes []string) Source {
	key := strings.Join(append([]string{jwtBearer, sa.TokenURL, sa.Email, sa.KeyID, subject}, scopes...), "\x00")
	return Source{Key: key, Get: func(ctx context.Context, rec *wire.Recorder) (*Token, error) {
		return f.ServiceAccount(ctx, rec, sa, subject, scopes)
	}}
}

// client checks a request, and gives it the shape that the rest knows.
func (sa ServiceAccount) client(subject string, scopes []string) (Client, error) {
	local, domain, ok := strings.Cut(subject, "@")
	switch {
	case sa.Key == nil:
		return Client{}, errors.New("the service account's key is missing: choose its JSON file")
	case !ok || local == "" || domain == "" || strings.ContainsFunc(subject, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return Client{}, fmt.Errorf("%q is not the address of a mailbox: type whose mail the service account is to open", wire.Visible([]byte(cut(subject, 100))))
	}
	if len(scopes) == 0 {
		scopes = []string{GoogleMailScope}
	}
	return Client{TokenURL: sa.TokenURL, ClientID: sa.Email, Scopes: scopes}, nil
}
