package auth

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func TestTryRegistration(t *testing.T) {
	for _, test := range []struct {
		name, code, description string
		secret                  bool
		finding                 Finding
		words                   string
	}{
		{"good", "invalid_grant", "Malformed auth code.", true, FoundGood, "right secret"},
		{"good and public", "invalid_grant", "", false, FoundGood, "no secret"},
		{"Google, unknown", "invalid_client", "The OAuth client was not found.", true, FoundBad, "does not know the client ID"},
		{"Google, deleted", "deleted_client", "The OAuth client was deleted.", true, FoundBad, "deleted"},
		{"Google, wrong secret", "invalid_client", "Unauthorized", true, FoundBad, "secret is wrong"},
		{"Google, no secret", "invalid_request", "client_secret is missing.", false, FoundBad, "asks for the client's secret"},
		{"Google, redirect", "redirect_uri_mismatch", "Bad Request", true, FoundBad, "redirect URI"},
		{"other grant", "unauthorized_client", "", true, FoundBad, "by the browser"},
		{"odd", "invalid_request", "what is this", true, FoundNothing, "nothing is known"},
		{"Microsoft, good", "invalid_grant", "AADSTS70000: The provided value for the 'code' parameter is not valid.", true, FoundGood, "tenant knows"},
		{"Microsoft, unreadable", "invalid_grant", "AADSTS9002313: Invalid request. Request is malformed or invalid.", true, FoundNothing, "says nothing about the client"},
		{"Microsoft, unknown", "unauthorized_client", "AADSTS700016: Application with identifier 'x' was not found", true, FoundBad, "does not know this client ID"},
		{"Microsoft, wrong secret", "invalid_client", "AADSTS7000215: Invalid client secret provided.", true, FoundBad, "secret is wrong"},
		{"Microsoft, no secret", "invalid_client", "AADSTS7000218: The request body must contain", false, FoundBad, "prove itself"},
		{"Microsoft, public", "invalid_client", "AADSTS700025: Client is public so neither", true, FoundBad, "public one"},
	} {
		as := newFakeAS(t)
		as.token = func(w http.ResponseWriter, r *http.Request) {
			if r.Form.Get("grant_type") != "authorization_code" || len(r.Form.Get("code")) < 30 || len(r.Form.Get("code_verifier")) != 43 || r.Form.Get("redirect_uri") != "http://localhost:49152" {
				t.Errorf("%v", r.Form)
			}
			answerJSON(w, http.StatusBadRequest, map[string]any{"error": test.code, "error_description": test.description})
		}
		c := as.client()
		c.Redirect = Redirect{Host: "localhost", Path: "/"}
		if test.secret {
			c.ClientSecret = wire.NewSecret("a-secret-of-the-client")
		}
		rec := recorder()
		v, err := (&Flow{}).TryRegistration(t.Context(), rec, c)
		if err != nil || v.Finding != test.finding || !strings.Contains(v.Proves, test.words) || v.Refusal.Code != test.code {
			t.Errorf("%s: %v %+v", test.name, err, v)
		}
		if strings.Contains(logOf(rec), "a-secret-of") || as.postCount() != 1 {
			t.Errorf("%s: %d requests\n%s", test.name, as.postCount(), logOf(rec))
		}
	}
	as := newFakeAS(t)
	as.token = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	var refused *TokenError
	if _, err := (&Flow{}).TryRegistration(t.Context(), recorder(), as.client()); !errors.As(err, &refused) || !refused.Temporary() {
		t.Errorf("%v", err)
	}
	as.token = func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, map[string]any{"access_token": "AT.f3Gh7Jk9Lm2Np4Qr6St8", "token_type": "Bearer"})
	}
	if v, err := (&Flow{}).TryRegistration(t.Context(), recorder(), as.client()); err != nil || v.Finding != FoundNothing {
		t.Errorf("%v %+v", err, v)
	}
}

// answering plays a provider in-process: what each grant type gets, and
// "device" for the device endpoint. "" is a success.
type answering struct {
	t     *testing.T
	gets  map[string]string
	asked []string
}

func (a *answering) RoundTrip(r *http.Request) (*http.Response, error) {
	_ = r.ParseForm()
	grant := r.PostForm.Get("grant_type")
	if grant == "" {
		grant = "device"
	}
	a.asked = append(a.asked, grant+" "+r.PostForm.Get("scope"))
	description, ok := a.gets[grant]
	w := httptest.NewRecorder()
	switch {
	case !ok:
		a.t.Errorf("asked for %s", grant)
		return nil, errors.New("not played")
	case description == "":
		answerJSON(w, http.StatusOK, map[string]any{"access_token": "AT.f3Gh7Jk9Lm2Np4Qr6St8", "device_code": "DC.u5Vw7Xy9Za1Bc3De5Fg7"})
	default:
		answerJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_request", "error_description": description})
	}
	return w.Result(), nil
}

// Where the made-up code tells nothing, the client is asked about otherwise.
func TestTryOtherwise(t *testing.T) {
	const unread = "AADSTS9002313: Invalid request. Request is malformed or invalid."
	for _, test := range []struct {
		name    string
		secret  bool
		gets    map[string]string
		finding Finding
		words   string
	}{
		{"secret, good", true, map[string]string{"authorization_code": unread, "client_credentials": ""}, FoundGood, "took the app's secret"},
		{"secret, wrong", true, map[string]string{"authorization_code": unread, "client_credentials": "AADSTS7000215: Invalid client secret provided."}, FoundBad, "secret is wrong"},
		{"secret, not told", true, map[string]string{"authorization_code": unread, "client_credentials": "AADSTS500011: The resource principal was not found"}, FoundNothing, "says nothing"},
		{"public, good", false, map[string]string{"authorization_code": unread, "device": ""}, FoundGood, "with a code"},
		{"public, unknown", false, map[string]string{"authorization_code": unread, "device": "AADSTS700016: Application was not found"}, FoundBad, "does not know"},
		{"told at once", true, map[string]string{"authorization_code": "AADSTS7000215: Invalid client secret provided."}, FoundBad, "secret is wrong"},
	} {
		a := &answering{t: t, gets: test.gets}
		const base = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/"
		c := Client{
			AuthURL: base + "authorize", TokenURL: base + "token", DeviceURL: base + "devicecode", ClientID: "app-1",
			Scopes: []string{"offline_access", "https://outlook.office.com/IMAP.AccessAsUser.All"},
		}
		if test.secret {
			c.ClientSecret = wire.NewSecret("a-secret-of-the-client")
		}
		rec := recorder()
		v, err := (&Flow{HTTP: &http.Client{Transport: a}}).TryRegistration(t.Context(), rec, c)
		if err != nil || v.Finding != test.finding || !strings.Contains(v.Proves, test.words) || len(a.asked) != len(test.gets) {
			t.Errorf("%s: %v %+v %q", test.name, err, v, a.asked)
		}
		if text := logOf(rec); strings.Contains(text, "f3Gh7Jk9L") || strings.Contains(text, "u5Vw7Xy9Z") {
			t.Errorf("%s: a secret is shown:\n%s", test.name, text)
		}
		if test.secret && len(a.asked) > 1 && a.asked[1] != "client_credentials https://outlook.office.com/.default" {
			t.Errorf("%s: %q", test.name, a.asked)
		}
	}
}
