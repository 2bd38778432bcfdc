package auth

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Row A3: a verifier of its own for every attempt.
func TestEveryAttemptHasItsOwnSecrets(t *testing.T) {
	unreserved := regexp.MustCompile(`^[A-Za-z0-9._~-]{43}$`)
	seen := map[string]bool{}
	c := Client{AuthURL: "https://as.test/a", TokenURL: "https://as.test/t", ClientID: "c", Scopes: []string{"openid"}}
	for range 10_000 {
		a := newAttempt(c, recorder())
		if !unreserved.MatchString(a.verifier) || !unreserved.MatchString(a.state) {
			t.Fatalf("verifier %q, state %q", a.verifier, a.state)
		}
		for _, s := range []string{a.verifier, a.state, a.nonce, a.path} {
			if seen[s] {
				t.Fatalf("%q came twice", s)
			}
			seen[s] = true
		}
	}
}

func TestAuthorizationRequest(t *testing.T) {
	c := Client{
		AuthURL: "https://as.test/a?tenant=x", TokenURL: "https://as.test/t", ClientID: "c", Scopes: []string{"openid", "mail"},
		LoginHint: "anna@example.org", Redirect: Redirect{Host: "localhost", Path: "/"},
		AuthParams: map[string]string{"access_type": "offline", "state": "mine", "code_challenge_method": "plain"},
	}
	a := newAttempt(c, recorder())
	a.bind(4711)
	u, err := url.Parse(a.url())
	if err != nil {
		t.Fatal(err)
	}
	got := u.Query()
	for name, want := range map[string]string{
		"tenant": "x", "response_type": "code", "client_id": "c", "scope": "openid mail", "state": a.state, "nonce": a.nonce,
		"code_challenge_method": "S256", "access_type": "offline", "login_hint": "anna@example.org",
		"redirect_uri": "http://localhost:4711",
	} {
		if len(got[name]) != 1 || got.Get(name) != want {
			t.Errorf("%s is %q, not %q", name, got[name], want)
		}
	}
	if len(got.Get("code_challenge")) != 43 || strings.Contains(u.String(), a.verifier) {
		t.Errorf("code_challenge is %q", got.Get("code_challenge"))
	}
}

// The redirect URI is what a browser sends back in the Host header.
func TestRedirectURI(t *testing.T) {
	for _, test := range []struct {
		redirect Redirect
		port     int
		want     string
	}{
		{Redirect{Path: "/x"}, 1234, "http://127.0.0.1:1234/x"},
		{Redirect{Host: "::1", Path: "/x"}, 1234, "http://[::1]:1234/x"},
		{Redirect{Host: "::1", Path: "/x"}, 80, "http://[::1]/x"},
		{Redirect{Host: "localhost", Path: "/"}, 80, "http://localhost"},
	} {
		a := newAttempt(Client{Redirect: test.redirect}, recorder())
		a.bind(test.port)
		if a.redirect != test.want {
			t.Errorf("%+v gives %s, not %s", test.redirect, a.redirect, test.want)
		}
	}
}

func TestClientIsChecked(t *testing.T) {
	good := Client{AuthURL: "https://as.test/a", TokenURL: "https://as.test/t", ClientID: "c"}
	if err := good.check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Client){
		"no client ID":      func(c *Client) { c.ClientID = " " },
		"no token URL":      func(c *Client) { c.TokenURL = "" },
		"not encrypted":     func(c *Client) { c.TokenURL = "http://as.test/t" },
		"fragment":          func(c *Client) { c.AuthURL += "#x" },
		"own parameter":     func(c *Client) { c.AuthURL += "?redirect_uri=http://evil.test" },
		"redirect host":     func(c *Client) { c.Redirect.Host = "192.0.2.1" },
		"every address":     func(c *Client) { c.Redirect.Host = "0.0.0.0" },
		"redirect port":     func(c *Client) { c.Redirect.Port = 70000 },
		"redirect path":     func(c *Client) { c.Redirect.Path = "/x?y=1" },
		"foreign path":      func(c *Client) { c.Redirect.Path = "//evil.test/" },
		"token at Google":   func(c *Client) { c.TokenURL = "https://oauth2.googleapis.com/token" },
		"sign-in at Google": func(c *Client) { c.AuthURL = "https://accounts.google.com/o/oauth2/v2/auth" },
		"revoke elsewhere": func(c *Client) {
			c.AuthURL, c.TokenURL = "https://accounts.google.com/a", "https://oauth2.googleapis.com/token"
			c.RevokeURL = "https://evil.test/"
		},
		"user name": func(c *Client) { c.TokenURL = "https://a:b@as.test/t" },
	} {
		c := good
		change(&c)
		if err := c.check(); err == nil {
			t.Errorf("%s: accepted", name)
		} else {
			t.Logf("%s: %v", name, err)
		}
	}
}
