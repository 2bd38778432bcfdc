package auth

import (
	"errors"
	"net/http"
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
