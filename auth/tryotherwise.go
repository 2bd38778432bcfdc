package auth

import (
	"context"
	"net/url"
	"strings"

	"mailknock/mail/wire"
)

// tryOtherwise asks for what a client gets without a person, where a made-up
// code told nothing: Microsoft looks at the code before the client. v is what
// stands where this tells nothing either.
func (f *Flow) tryOtherwise(ctx context.Context, rec *wire.Recorder, c Client, v Verdict) (Verdict, error) {
	var (
		endpoint string
		form     url.Values
		good     = Verdict{Finding: FoundGood, NotProven: stillOpen}
	)
	scope := appScope(c.Scopes)
	switch proof := c.Key != nil || !c.ClientSecret.Empty(); {
	case proof && isMicrosoft(c.TokenURL) && scope != "":
		endpoint, form = c.TokenURL, url.Values{"grant_type": {"client_credentials"}, "scope": {scope}}
		good.Proves = "The provider knows the client ID, and took the app's secret or key."
	case c.DeviceURL != "":
		endpoint, form = c.DeviceURL, url.Values{"scope": {strings.Join(c.Scopes, " ")}}
		good.Proves = "The provider knows the client ID, and lets it sign people in with a code. That code is left to end by itself."
		if proof {
			good.NotProven = "Whether the secret or key is right. " + stillOpen
		}
	default:
		return v, nil
	}
	rec.Note("That says nothing about the client. Asking for what it gets without a person.")
	x, got, err := f.post(ctx, rec, c, endpoint, form)
	if err != nil {
		return v, err
	}
	if got.status >= 200 && got.status <= 299 && !x.hasError(got) {
		return good, nil
	}
	x.unattended = true
	refused := x.refusal(got)
	if refused.Temporary() {
		return v, refused
	}
	// An unauthorized_client is about this grant here, unless a number says
	// more, and an invalid_grant cannot be about a code.
	if _, known := microsoftVerdict(refused); known || refused.Code == "invalid_client" || refused.Code == "deleted_client" {
		return readRefusal(c, refused), nil
	}
	return v, nil
}

// appScope is what an app asks for in its own name at the server that scopes
// are for; empty where they do not tell.
func appScope(scopes []string) string {
	for _, scope := range scopes {
		if u, err := url.Parse(scope); err == nil && u.Scheme == "https" && u.Host != "" {
			return "https://" + u.Host + "/.default"
		}
	}
	return ""
}

// microsoftVerdict is what the first of Microsoft's numbers says that is known.
func microsoftVerdict(e *TokenError) (Verdict, bool) {
	for _, number := range e.Codes {
		if v, ok := microsoftVerdicts[number]; ok {
			v.Refusal = e
			return v, true
		}
	}
	return Verdict{}, false
}
