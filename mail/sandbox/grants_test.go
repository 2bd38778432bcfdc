package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestFaultsAtTheAuthorizationEndpoint plays them with and without a page.
func TestFaultsAtTheAuthorizationEndpoint(t *testing.T) {
	for id, want := range map[string]string{"consent-denied": "denied", "app-not-verified": "has not completed the Google verification process"} {
		p := newProgram(t, start(t, Options{Fault: id, AutoConsent: true}))
		if back := p.ask(p.request()).location(t); back.Get("error") != "access_denied" || !strings.Contains(back.Get("error_description"), want) || back.Get("code") != "" || back.Get("iss") == "" {
			t.Errorf("%s: %v", id, back)
		}
		p = newProgram(t, start(t, Options{Fault: id}))
		for _, button := range []string{"allow", "deny"} {
			if back := p.press(p.ask(p.request()), button, Mailbox).location(t); back.Get("error") != "access_denied" {
				t.Errorf("%s, %s: %v", id, button, back)
			}
		}
	}
	for _, auto := range []bool{true, false} {
		p := newProgram(t, start(t, Options{Fault: "redirect-never-comes", AutoConsent: auto}))
		if got := p.ask(p.request()); got.header.Get("Location") != "" || !strings.Contains(got.body, "This app is blocked") || strings.Contains(got.body, "<form") {
			t.Errorf("redirect-never-comes: %d %v", got.status, got.header)
		}
	}
}

func TestFaultsAtTheTokenEndpoint(t *testing.T) {
	for id, want := range map[string]struct {
		status      int
		code, words string
		number      float64
	}{
		"consent-required":    {400, "invalid_grant", "AADSTS65001: The user or administrator has not consented to use the application with ID 'mailknock-sandbox'", 65001},
		"mfa-required":        {400, "invalid_grant", "AADSTS50076: ", 50076},
		"conditional-access":  {400, "invalid_grant", "AADSTS53003: ", 53003},
		"client-secret-wrong": {401, "invalid_client", "AADSTS7000215: ", 7000215},
		"client-unknown":      {400, "unauthorized_client", "AADSTS700016: Application with identifier 'mailknock-sandbox'", 700016},
		"clock-skew":          {400, "invalid_grant", "iat and exp", 0},
	} {
		p := newProgram(t, start(t, Options{Fault: id, AutoConsent: true}))
		got := p.exchange(p.ask(p.request()).location(t).Get("code"))
		body := got.json(t)
		description, _ := body["error_description"].(string)
		if got.status != want.status || body["error"] != want.code || !strings.HasPrefix(description, want.words) && !strings.Contains(description, want.words) {
			t.Errorf("%s: %d %s", id, got.status, got.body)
		}
		if codes, ok := body["error_codes"].([]any); ok != (want.number != 0) || ok && codes[0] != want.number {
			t.Errorf("%s: error_codes %v", id, body["error_codes"])
		}
	}
}

func TestClockSkewShowsInTheDate(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	for fault, want := range map[string]time.Time{"": now, "clock-skew": now.Add(10 * time.Minute)} {
		s := start(t, Options{Fault: fault, Now: func() time.Time { return now }})
		date, err := http.ParseTime(newProgram(t, s).get(s.Issuer()).header.Get("Date"))
		if err != nil || !date.Equal(want) {
			t.Errorf("%q: Date %v (%v), want %v", fault, date, err, want)
		}
	}
}

func TestFaultsOfTokens(t *testing.T) {
	now := time.Now()
	for _, c := range []struct {
		fault string
		check func(p *program, token map[string]any) bool
	}{
		{"no-refresh-token", func(_ *program, token map[string]any) bool { return token["refresh_token"] == nil }},
		{"expired-token", func(p *program, token map[string]any) bool {
			claims := p.claims(token["access_token"])
			return claims["exp"].(float64) < float64(now.Unix()) && claims["iat"].(float64) < claims["exp"].(float64)
		}},
		{"wrong-audience", func(p *program, token map[string]any) bool {
			return p.claims(token["access_token"])["aud"] == "https://graph.microsoft.com"
		}},
		{"missing-scope", func(p *program, token map[string]any) bool {
			return !strings.Contains(p.claims(token["access_token"])["scp"].(string), "imap") && !strings.Contains(token["scope"].(string), "imap")
		}},
		{"wrong-user", func(p *program, token map[string]any) bool {
			return p.claims(token["access_token"])["upn"] == "bob@sandbox.test" && p.claims(token["id_token"])["email"] == "bob@sandbox.test"
		}},
		{"id-token", func(p *program, token map[string]any) bool {
			return p.claims(token["access_token"])["aud"] == p.box.ClientID()
		}},
		{"long-token-refused", func(p *program, token map[string]any) bool { return len(token["access_token"].(string)) > shortLine }},
		{"imap-off", func(_ *program, token map[string]any) bool {
			return !strings.Contains(token["access_token"].(string), ".e")
		}},
		{"refresh-revoked", func(p *program, token map[string]any) bool {
			refused := p.refresh(token["refresh_token"])
			return token["expires_in"] == 30.0 && refused.status == 400 && refused.json(p.t)["error_description"] == "Token has been expired or revoked."
		}},
	} {
		p := newProgram(t, start(t, Options{Fault: c.fault, AutoConsent: true, Now: func() time.Time { return now }}))
		if token := p.signIn(""); !c.check(p, token) {
			t.Errorf("%s: %v", c.fault, token)
		}
	}
}

// TestTheConsentPageWaitsForTheRightForm turns away what no page of the
// sandbox sent.
func TestTheConsentPageWaitsForTheRightForm(t *testing.T) {
	now := time.Now()
	s := start(t, Options{Now: func() time.Time { return now }})
	p := newProgram(t, s)
	if got := p.post(s.AuthURL(), url.Values{"decision": {"allow"}}); got.status != http.StatusBadRequest {
		t.Errorf("without an id: %d", got.status)
	}
	query := p.request()
	query.Set("prompt", "none")
	if back := p.ask(query).location(t); back.Get("error") != "interaction_required" {
		t.Errorf("prompt=none: %v", back)
	}
	query = p.request()
	query.Set("login_hint", "bob@sandbox.test")
	if page := p.ask(query); !strings.Contains(page.body, `value="bob@sandbox.test" checked`) {
		t.Error("the login hint is not followed")
	}
}
