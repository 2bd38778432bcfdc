package auth

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// assertionLife is how long a client assertion is good: the shortest of what
// the providers recommend.
const assertionLife = 5 * time.Minute

// authenticate adds to a form who the client is, and its proof: a secret (RFC
// 6749 section 2.3.1), a signed assertion (RFC 7523 section 2.2), or nothing
// for a public client.
func (f *Flow) authenticate(rec *wire.Recorder, c Client, form url.Values) error {
	form.Set("client_id", c.ClientID)
	if c.Key == nil {
		if !c.ClientSecret.Empty() {
			rec.Mask("client secret", c.ClientSecret)
			form.Set("client_secret", c.ClientSecret.Reveal())
		}
		return nil
	}
	now := f.now().Unix()
	assertion, err := c.Key.sign(isMicrosoft(c.TokenURL), map[string]any{
		"iss": c.ClientID, "sub": c.ClientID, "aud": c.assertionAudience(), "jti": random(16),
		"iat": now, "nbf": now, "exp": now + int64(assertionLife/time.Second),
	})
	if err != nil {
		return err
	}
	rec.Mask("client assertion", wire.NewSecret(assertion))
	form.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
	form.Set("client_assertion", assertion)
	return nil
}

// assertionAudience is whom an assertion is for: the issuer, so that nobody
// can use it who only claims the token endpoint of another server
// (draft-ietf-oauth-rfc7523bis). Microsoft asks for its token endpoint
// (learn.microsoft.com/entra/identity-platform/certificate-credentials).
func (c Client) assertionAudience() string {
	if c.Issuer == "" || isMicrosoft(c.TokenURL) {
		return c.TokenURL
	}
	return c.Issuer
}

// checkAuthentication refuses a proof that cannot be given.
func (c Client) checkAuthentication() error {
	switch {
	case c.Key == nil:
		return nil
	case !c.ClientSecret.Empty():
		return errors.New("there is a client secret and a key: an app proves itself with one of them, so take the other out")
	case isMicrosoft(c.TokenURL) && c.Key.Certificate() == nil:
		return &KeyFileError{Problem: KeyWithoutCertificate}
	}
	return nil
}

// post sends a form to an endpoint of the client's, with its proof.
func (f *Flow) post(ctx context.Context, rec *wire.Recorder, c Client, endpoint string, form url.Values) (*exchange, *answer, error) {
	if err := f.authenticate(rec, c, form); err != nil {
		return nil, nil, err
	}
	return f.send(ctx, rec, endpoint, form)
}

// send is post without a proof.
func (f *Flow) send(ctx context.Context, rec *wire.Recorder, endpoint string, form url.Values) (*exchange, *answer, error) {
	req, err := http.NewRequest(http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	x := f.exchange(rec)
	got, err := x.do(ctx, req)
	return x, got, err
}

func isMicrosoft(endpoint string) bool {
	switch unitOf(hostOf(endpoint)) {
	case microsoftGlobal, microsoftGovernment, microsoftChina, microsoftLive:
		return true
	}
	return false
}

func isGoogle(endpoint string) bool { return unitOf(hostOf(endpoint)) == googleUnit }
