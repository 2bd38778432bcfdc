package auth

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"mailknock/mail/wire"
)

// Finding is what the provider thinks of a registration.
type Finding string

// The findings.
const (
	// FoundGood: the provider knows the client, and took its proof.
	FoundGood Finding = "good"
	// FoundBad: the provider refused the client or its proof.
	FoundBad Finding = "bad"
	// FoundNothing: the answer says nothing about the client.
	FoundNothing Finding = "nothing"
)

// Verdict is what asking for a token without a person showed.
type Verdict struct {
	Finding Finding
	// Proves says in a sentence or two what is proven, and what to do where
	// something is wrong. NotProven says what stays open.
	Proves, NotProven string
	// Refusal has the provider's words; nil when it gave what was asked for.
	Refusal *TokenError
}

// stillOpen is what no request without a person can show.
const stillOpen = "Whether the redirect URI and the scopes are right, and whether anybody may sign in, only a sign-in shows."

// TryRegistration asks the token endpoint what it thinks of a client, without
// a person: it sends an authorization code that it has made up, and looks for
// what is refused, the client or the code. Where that says nothing it asks for
// what the client gets without a person: at Microsoft a token of its own, or a
// device code. Nothing of that is kept. It sends two requests at most, and
// blocks for at most 30 seconds each.
//
// A refusal by the provider is a verdict, not an error. Its errors are
// *NetworkError, *RedirectError, *AnswerError, and *TokenError when the
// provider cannot answer just now; a client that cannot be used is refused
// with a sentence.
func (f *Flow) TryRegistration(ctx context.Context, rec *wire.Recorder, c Client) (Verdict, error) {
	if err := c.checkApp(); err != nil {
		return Verdict{}, err
	}
	rec.Note("Asking what the provider thinks of the registration, with a code that is made up: it has to refuse.")
	x, got, err := f.post(ctx, rec, c, c.TokenURL, url.Values{
		"grant_type": {"authorization_code"}, "code": {"mailknock-" + random(32)},
		"redirect_uri": {c.tryRedirect()}, "code_verifier": {oauth2.GenerateVerifier()},
	})
	if err != nil {
		return Verdict{}, err
	}
	x.unattended = true
	_, err = x.read(got)
	var refused *TokenError
	switch {
	case err == nil:
		return Verdict{Finding: FoundNothing, Proves: "The provider took a code that was made up. No real provider does that: look at the token URL."}, nil
	case !errors.As(err, &refused), refused.Temporary():
		return Verdict{}, err
	}
	v := readRefusal(c, refused)
	if v.Finding == FoundNothing {
		if v, err = f.tryOtherwise(ctx, rec, c, v); err != nil {
			return Verdict{}, err
		}
	}
	rec.Note("%s", v.Proves)
	return v, nil
}

// tryRedirect is a redirect URI like the one that a sign-in would send.
func (c Client) tryRedirect() string {
	if c.Redirect.URI != "" {
		return c.Redirect.URI
	}
	port := c.Redirect.Port
	if port == 0 {
		port = 49152
	}
	path := c.Redirect.Path
	if path == "/" {
		path = ""
	}
	return "http://" + c.Redirect.authority(port) + path
}

// readRefusal judges a client by a refusal: Microsoft's number where there is one that says
// more, else the code of RFC 6749 section 5.2.
func readRefusal(c Client, e *TokenError) Verdict {
	if v, ok := microsoftVerdict(e); ok {
		return v
	}
	v := Verdict{Refusal: e, NotProven: stillOpen}
	proof := "has no secret, and the provider asks for none"
	switch {
	case c.Key != nil:
		proof = "has the right key"
	case !c.ClientSecret.Empty():
		proof = "has the right secret"
	}
	words := strings.ToLower(e.Description)
	switch e.Code {
	case "invalid_grant":
		v.Finding = FoundGood
		v.Proves = "The provider knows the client ID, and the app " + proof + ": only the made-up code was refused."
	case "redirect_uri_mismatch":
		v.Finding = FoundBad
		v.Proves = "The provider knows the client ID, and the app " + proof + ", but the redirect URI is not among the registered ones: register " + c.tryRedirect() + " as it stands."
		v.NotProven = "Whether the scopes are right, and whether anybody may sign in, only a sign-in shows."
	case "invalid_client", "deleted_client": // the latter is Google's
		v.Finding = FoundBad
		v.Proves = "The provider refuses the client: its ID, its secret or key, or that it has one at all."
		switch {
		case strings.Contains(words, "not found"), strings.Contains(words, "deleted"):
			v.Proves = "The provider does not know the client ID: copy it again, and look whether the app was deleted."
		case strings.Contains(words, "unauthorized"):
			v.Proves = "The provider knows the client ID, and the secret is wrong: copy it again, or make a new one."
		}
	case "unauthorized_client":
		v.Finding = FoundBad
		v.Proves = "The provider does not let this client sign people in by the browser: look at the kind of app in the registration."
	default:
		v.Finding = FoundNothing
		v.Proves = "The provider refused the request for another reason: nothing is known about the client."
		if strings.Contains(words, "client_secret is missing") {
			// Google says so with invalid_request.
			v.Finding = FoundBad
			v.Proves = "The provider knows the client ID and asks for the client's secret: copy that too."
		}
	}
	return v
}
