package run

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// TestWithoutOAuthItSaysHowOneGetsIn: no browser opens for a provider where no
// token opens mail.
func TestWithoutOAuthItSaysHowOneGetsIn(t *testing.T) {
	s := open(t, t.TempDir())
	a := s.NewAccount("icloud")
	a.User, a.ClientID = "anna@icloud.com", "x"
	o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true}, nil)
	var f *FieldError
	if !errors.As(o.SignIn.Err, &f) || f.Field != "provider" || !strings.Contains(f.Problem, "https://support.apple.com/") {
		t.Errorf("%v", o.SignIn.Err)
	}
}

// TestFixedRedirectIsTheOneToRegister: where a provider compares port and
// path, the sign-in uses those that the help names.
func TestFixedRedirectIsTheOneToRegister(t *testing.T) {
	s := open(t, t.TempDir())
	a := s.NewAccount("yandex")
	a.User = "anna@yandex.com"
	for _, c := range []struct {
		port int
		host string
		want string
	}{
		{0, "", "http://localhost:17171/callback"},
		{8080, "", "http://localhost:8080/callback"},
		{0, "127.0.0.1", "http://127.0.0.1:17171/callback"},
	} {
		a.RedirectPort, a.RedirectHost = c.port, c.host
		if plan, err := s.Plan(a); err != nil || plan.RedirectURI != c.want {
			t.Errorf("%v %s, want %s", err, plan.RedirectURI, c.want)
		}
	}
}

// TestEndpointsOfStalwartStandInItsMetadata: its issuer is all that one types.
func TestEndpointsOfStalwartStandInItsMetadata(t *testing.T) {
	p := newIdentityProvider(t)
	var issuer string
	metadata := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"issuer": issuer, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
			"code_challenge_methods_supported": []string{"S256"},
		})
	}))
	defer metadata.Close()
	issuer = metadata.URL
	server, _ := listener(t)
	s := open(t, t.TempDir())
	a := s.NewAccount("stalwart")
	a.User, a.ClientID = "anna@example.test", "client"
	a.Protocols = []wire.Protocol{wire.IMAP}
	a.Servers = map[wire.Protocol]wire.Server{wire.IMAP: server}
	var f *FieldError
	if o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true}, nil); !errors.As(o.SignIn.Err, &f) || f.Field != "issuer" {
		t.Errorf("without an issuer: %v", o.SignIn.Err)
	}
	a.Issuer = issuer
	if o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true}, nil); !o.SignIn.OK {
		t.Error(o.SignIn.Err)
	}
}
