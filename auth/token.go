package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mailknock/auth/token"
	"mailknock/mail/wire"
)

// token asks the token endpoint for a grant, once. x/oauth2 does not do that
// here: it takes answers that are not JSON, refuses a fraction in expires_in,
// drops Microsoft's numbers, and signs no refresh with a key. old is what a
// refresh begins with, empty at a sign-in.
func (f *Flow) token(ctx context.Context, rec *wire.Recorder, c Client, old Token, form url.Values) (*Token, idClaims, error) {
	x, got, err := f.post(ctx, rec, c, c.TokenURL, form)
	if err != nil {
		return nil, idClaims{}, err
	}
	x.unattended = form.Get("grant_type") == "client_credentials"
	return f.accept(rec, x, got, c, old)
}

// accept makes a token of the token endpoint's answer.
func (f *Flow) accept(rec *wire.Recorder, x *exchange, got *answer, c Client, old Token) (*Token, idClaims, error) {
	p, err := x.read(got)
	if err != nil {
		return nil, idClaims{}, err
	}
	for _, remark := range p.remarks {
		rec.Note("%s", remark)
	}
	t := &Token{
		Access: wire.NewSecret(p.access), Refresh: wire.NewSecret(p.refresh), ID: wire.NewSecret(p.id),
		Asked: slices.Clone(c.Scopes), Granted: p.scopes, Skew: got.skew,
	}
	rec.Mask("access token", t.Access)
	rec.Mask("refresh token", t.Refresh)
	rec.Mask("id token", t.ID)
	rec.Note("The access token: %s", token.Inspect(p.access).Summary())
	if p.lifetime > 0 {
		t.Expires = f.now().Add(p.lifetime)
	}
	if p.refreshLifetime > 0 {
		t.RefreshExpires = f.now().Add(p.refreshLifetime)
	}
	if len(t.Granted) == 0 {
		t.Granted = slices.Clone(t.Asked)
		if len(old.Granted) > 0 {
			t.Granted = slices.Clone(old.Granted)
		}
	}
	if t.Refresh.Empty() || t.Refresh.Reveal() == old.Refresh.Reveal() {
		t.Refresh = old.Refresh
		if t.RefreshExpires.IsZero() {
			t.RefreshExpires = old.RefreshExpires
		}
	}
	if t.Refresh.Empty() {
		t.NoRefresh = noRefresh(c, p.scopes)
		if x.unattended {
			t.NoRefresh = "an app that signs in for itself gets none, and needs none: it asks again."
		}
		rec.Note("No refresh token: %s", t.NoRefresh)
	}
	if missing := t.Missing(); len(missing) > 0 {
		rec.Note("Asked for, but not granted: %s", strings.Join(missing, " "))
	}
	claims := readClaims(p.id)
	t.Identity = claims.identity()
	if t.Identity == (Identity{}) {
		t.Identity = old.Identity
	}
	return t, claims, nil
}

// read takes the answer of the token endpoint apart. Its errors are
// *TokenError and *AnswerError.
func (x *exchange) read(a *answer) (parsed, error) {
	if a.status < 200 || a.status > 299 || x.hasError(a) {
		return parsed{}, x.refusal(a)
	}
	bad := func(what string) (parsed, error) {
		return parsed{}, &AnswerError{Status: a.status, What: what, Body: clean(x.rec, maskBody(x.rec, a.body), 2000)}
	}
	if !isJSON(a.header) {
		return bad(fmt.Sprintf("it is not JSON but %q", clean(x.rec, a.header.Get("Content-Type"), 100)))
	}
	p, wrong := parseToken(a.body)
	if wrong != "" {
		return bad(wrong)
	}
	return p, nil
}

// hasError finds the refusals that come with a status of success.
func (x *exchange) hasError(a *answer) bool {
	var m members
	return json.Unmarshal(a.body, &m) == nil && m.text("error") != "" && m.text("access_token") == ""
}

// refusal reads an error answer (RFC 6749 section 5.2), with Microsoft's
// members.
func (x *exchange) refusal(a *answer) *TokenError {
	var m members
	_ = json.Unmarshal(a.body, &m)
	text := func(name string, n int) string { return clean(x.rec, m.text(name), n) }
	e := &TokenError{
		Status: a.status, Code: text("error", 100), Description: text("error_description", 2000),
		URI: text("error_uri", 500), Suberror: text("suberror", 100),
		TraceID: text("trace_id", 100), CorrelationID: text("correlation_id", 100),
		Body: clean(x.rec, maskBody(x.rec, a.body), 4000), Skew: a.skew,
		RetryAfter: retryAfter(a.header, x.now()), Unattended: x.unattended,
	}
	var codes []int
	if json.Unmarshal(m["error_codes"], &codes) != nil || len(codes) == 0 {
		codes = microsoftCodes(e.Description)
	}
	e.Codes = codes[:min(len(codes), 10)]
	return e
}

// retryAfter reads Retry-After: seconds or a date (RFC 9110 section 10.2.3).
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return min(time.Duration(min(n, 1<<30))*time.Second, 24*time.Hour)
	}
	if date, err := http.ParseTime(text); err == nil && date.After(now) {
		return min(date.Sub(now.Round(0)), 24*time.Hour)
	}
	return 0
}
