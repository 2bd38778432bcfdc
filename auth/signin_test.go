package auth

import (
	"strings"
	"testing"
	"time"
)

func TestSignIn(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "::1", "localhost"} {
		t.Run(host, func(t *testing.T) {
			as := newFakeAS(t)
			rec, b := recorder(), newBrowser()
			c := as.client()
			c.Redirect.Host = host
			f := &Flow{OpenURL: b.open}
			var waited []Waiting
			token, err := f.SignIn(t.Context(), rec, c, Handler{Waiting: func(w Waiting) { waited = append(waited, w) }})
			if err != nil {
				t.Fatalf("SignIn: %v\n%s", err, logOf(rec))
			}
			if token.Access.Reveal() != "AT.f3Gh7Jk9Lm2Np4Qr6St8" || token.Refresh.Reveal() != "RT.u5Vw7Xy9Za1Bc3De5Fg7" {
				t.Errorf("the tokens are %q and %q", token.Access.Reveal(), token.Refresh.Reveal())
			}
			if d := time.Until(token.Expires); d < 59*time.Minute || d > time.Hour {
				t.Errorf("the token ends in %s", d)
			}
			if len(waited) != 1 {
				t.Fatalf("Waiting was called %d times", len(waited))
			}
			p := <-b.pages
			if p.err != nil || p.status != 200 || !strings.Contains(p.body, "You are signed in") {
				t.Errorf("the page is %d %v\n%s", p.status, p.err, p.body)
			}
			text := logOf(rec)
			for _, secret := range []string{"f3Gh7Jk9L", "u5Vw7Xy9Z", "Z8kQw3xN7", as.posts[0].Get("code_verifier")} {
				if strings.Contains(text, secret) {
					t.Errorf("the transcript holds %q:\n%s", secret, text)
				}
			}
			for _, want := range []string{"out GET " + as.URL + "/authorize?", "out POST " + as.URL + "/token", "200 OK", "Content-Type: application/json", "state="} {
				if !strings.Contains(text, want) {
					t.Errorf("the transcript lacks %q:\n%s", want, text)
				}
			}
			if got := as.posts[0].Get("redirect_uri"); got != waited[0].RedirectURI {
				t.Errorf("redirect_uri at the token endpoint is %q, not %q", got, waited[0].RedirectURI)
			}
			t.Log(text)
		})
	}
}
