package run

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"mailknock/auth"
	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// identityProvider is one that consents by itself and counts what it is asked
// for.
type identityProvider struct {
	*httptest.Server
	mu      sync.Mutex
	grants  []string
	refused string
	// life is how many seconds an access token lives.
	life int
	// withoutRefresh: it gives no refresh token.
	withoutRefresh bool
}

func newIdentityProvider(t *testing.T) *identityProvider {
	p := &identityProvider{life: 3600}
	mux := http.NewServeMux()
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {"the-code"}, "state": {q.Get("state")}}.Encode(), http.StatusFound)
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.grants = append(p.grants, r.PostFormValue("grant_type")+" "+r.PostFormValue("refresh_token"))
		w.Header().Set("Content-Type", "application/json")
		if p.refused != "" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"error":"`+p.refused+`"}`)
			return
		}
		refresh := `"refresh_token":"the-refresh-token",`
		if p.withoutRefresh {
			refresh = ""
		}
		_, _ = fmt.Fprintf(w, `{"access_token":"the-access-token",%s"token_type":"Bearer","expires_in":%d}`, refresh, p.life)
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *identityProvider) asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.grants...)
}

// listener is a mail server that hangs up at once and keeps what it was told.
func listener(t *testing.T) (wire.Server, func() int) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	count := 0
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			count++
			mu.Unlock()
			_ = c.Close()
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		wait.Wait()
	})
	return wire.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: wire.Plain}, func() int {
		mu.Lock()
		defer mu.Unlock()
		return count
	}
}

func open(t *testing.T, dir string) *Services {
	t.Helper()
	s, err := Open(Options{Dir: dir, AutoConsent: true, PassphraseWork: 10, OpenURL: func(address string) error {
		answer, err := http.Get(address)
		if err == nil {
			_ = answer.Body.Close()
		}
		http.DefaultClient.CloseIdleConnections()
		return err
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func customAccount(s *Services, p *identityProvider, server wire.Server) mail.Account {
	a := s.NewAccount("custom")
	a.User, a.ClientID = "anna@example.test", "client"
	a.AuthURL, a.TokenURL = p.URL+"/authorize", p.URL+"/token"
	a.Protocols = []wire.Protocol{wire.IMAP}
	a.Servers = map[wire.Protocol]wire.Server{wire.IMAP: server}
	return a
}

// signIn runs a, without checks, in the browser.
func signIn(t *testing.T, s *Services, a mail.Account) {
	t.Helper()
	o, _ := s.Run(t.Context(), Request{Account: a, NewSignIn: true, NoChecks: true}, nil)
	if !o.SignIn.OK {
		t.Fatalf("sign-in: %v", o.SignIn.Err)
	}
}

func TestSavedSignInIsSilentAfterARestart(t *testing.T) {
	p := newIdentityProvider(t)
	server, _ := listener(t)
	dir := t.TempDir()
	s := open(t, dir)
	if err := s.UseVault(t.Context(), vault.File, wire.NewSecret("a passphrase")); err != nil {
		t.Fatal(err)
	}
	a := customAccount(s, p, server)
	signIn(t, s, a)
	saved, err := s.SaveAccount(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if where := s.SignInState(saved).Where; where != "in the encrypted file" {
		t.Errorf("the refresh token is %s", where)
	}
	_ = s.Close()

	s = open(t, dir)
	if !s.Vault(t.Context()).Locked {
		t.Error("the file needs no passphrase")
	}
	if err := s.UseVault(t.Context(), vault.File, wire.NewSecret("a wrong one")); err == nil {
		t.Error("a wrong passphrase went through")
	}
	if err := s.UseVault(t.Context(), vault.File, wire.NewSecret("a passphrase")); err != nil {
		t.Fatal(err)
	}
	o, _ := s.Run(t.Context(), Request{Account: s.Accounts()[0], NoChecks: true}, nil)
	if got := p.asked(); !o.SignIn.OK || len(got) != 2 || got[1] != "refresh_token the-refresh-token" {
		t.Errorf("%v, asked for %v", o.SignIn.Err, got)
	}
}

// RFC 9700 section 4.9.1: a token never goes to a host that it was not got for.
func TestOldTokenNeverGoesToANewHost(t *testing.T) {
	for name, change := range map[string]func(*mail.Account, *identityProvider){
		"mail server": func(a *mail.Account, _ *identityProvider) {
			server := a.Servers[wire.IMAP]
			server.Host = "localhost"
			a.Servers = map[wire.Protocol]wire.Server{wire.IMAP: server}
		},
		"token endpoint": func(a *mail.Account, evil *identityProvider) {
			a.AuthURL, a.TokenURL = evil.URL+"/authorize", evil.URL+"/token"
		},
		"client id": func(a *mail.Account, _ *identityProvider) { a.ClientID = "another" },
	} {
		t.Run(name, func(t *testing.T) {
			p, evil := newIdentityProvider(t), newIdentityProvider(t)
			server, _ := listener(t)
			s := open(t, t.TempDir())
			a := customAccount(s, p, server)
			signIn(t, s, a)
			change(&a, evil)
			o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true}, nil)
			if !o.SignIn.OK {
				t.Fatal(o.SignIn.Err)
			}
			grants := append(p.asked(), evil.asked()...)
			if len(grants) != 2 || strings.Contains(strings.Join(grants, " "), "the-refresh-token") {
				t.Errorf("no new sign-in, or the old refresh token was sent: %v", grants)
			}
		})
	}
}

func TestRevokedRefreshTokenIsToldAndKept(t *testing.T) {
	p := newIdentityProvider(t)
	p.life = 30 // less than what a token must have to be used again
	server, knocks := listener(t)
	s := open(t, t.TempDir())
	a := customAccount(s, p, server)
	signIn(t, s, a)
	p.mu.Lock()
	p.refused = "invalid_grant"
	p.mu.Unlock()
	o, _ := s.Run(t.Context(), Request{Account: a}, nil)
	var refused *auth.TokenError
	if o.SignIn.OK || len(o.Checks) != 0 || len(o.SignIn.Causes) == 0 || knocks() != 0 {
		t.Errorf("got %+v, %d knocks", o.SignIn, knocks())
	}
	if !errors.As(o.SignIn.Err, &refused) || refused.Code != "invalid_grant" {
		t.Errorf("got %v", o.SignIn.Err)
	}
	if e, err := s.store.entry(t.Context(), vault.AccountKey(a.ID)); err != nil || e.Refresh.Empty() {
		t.Errorf("the refresh token was dropped: %v", err)
	}
}

func TestProtocolsRunSideBySide(t *testing.T) {
	s := open(t, t.TempDir())
	a := s.NewAccount("sandbox")
	var mu sync.Mutex
	var greeted []wire.Protocol
	all := make(chan struct{})
	// No greeting is let through until all three have come: one after the
	// other would never end.
	sink := func(e wire.Event) {
		if e.Kind != wire.Began || e.Step.Name != wire.Greeting {
			return
		}
		mu.Lock()
		greeted = append(greeted, e.Protocol)
		if len(greeted) == 3 {
			close(all)
		}
		mu.Unlock()
	}
	o, _ := s.Run(t.Context(), Request{Account: a}, sink)
	select {
	case <-all:
	default:
		t.Errorf("greeted %v", greeted)
	}
	if !o.OK() {
		t.Errorf("%+v", o)
	}
}

func TestStopAtAnyStep(t *testing.T) {
	for _, step := range []wire.StepName{wire.Resolve, wire.Connect, wire.TLS, wire.Greeting, wire.Capabilities, wire.Authenticate, wire.Mailbox} {
		t.Run(string(step), func(t *testing.T) {
			s := open(t, t.TempDir())
			a := s.NewAccount("sandbox")
			a.Protocols = []wire.Protocol{wire.IMAP}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			o, _ := s.Run(ctx, Request{Account: a}, func(e wire.Event) {
				if e.Kind == wire.Began && e.Step.Name == step {
					cancel()
				}
			})
			if o.OK() || len(o.Checks) != 1 {
				t.Fatalf("%+v", o)
			}
			failed := 0
			for _, done := range o.Checks[0].Steps {
				if !done.OK {
					failed++
				}
			}
			if failed != 1 || o.Checks[0].Steps[len(o.Checks[0].Steps)-1].OK {
				t.Errorf("steps are %+v", o.Checks[0].Steps)
			}
		})
	}
}

func TestSignOutForgets(t *testing.T) {
	p := newIdentityProvider(t)
	server, _ := listener(t)
	dir := t.TempDir()
	s := open(t, dir)
	if err := s.UseVault(t.Context(), vault.File, wire.NewSecret("a passphrase")); err != nil {
		t.Fatal(err)
	}
	a := customAccount(s, p, server)
	signIn(t, s, a)
	if _, err := s.SaveAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if err := s.SignOut(t.Context(), a, nil); err != nil {
		t.Fatal(err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "secrets", "*", "account*.age"))
	if len(left) > 0 || s.SignInState(a).RefreshToken {
		t.Errorf("left: %v", left)
	}
}

// TestSignOutShowsItsExchange: the revocation is seen like every other
// exchange, and the token in it is not.
func TestSignOutShowsItsExchange(t *testing.T) {
	s := open(t, t.TempDir())
	a := s.NewAccount("sandbox")
	signIn(t, s, a)
	kept, err := s.store.entry(t.Context(), vault.AccountKey(a.ID))
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	if err := s.SignOut(t.Context(), a, func(e wire.Event) { said.WriteString(e.Text + "\n") }); err != nil {
		t.Fatal(err)
	}
	if got := said.String(); !strings.Contains(got, "POST ") || !strings.Contains(got, "token_type_hint=refresh_token") || !strings.Contains(got, "200") {
		t.Errorf("the revocation is not shown:\n%s", got)
	}
	if token := kept.Refresh.Reveal(); strings.Contains(said.String(), token) {
		t.Error("the refresh token is shown")
	}
}

func TestPlanNamesTheField(t *testing.T) {
	s := open(t, t.TempDir())
	for name, change := range map[string]func(*mail.Account){
		"user":      func(a *mail.Account) { a.User = "anna example.org" },
		"from":      func(a *mail.Account) { a.From = "nobody" },
		"tenant":    func(a *mail.Account) { a.Tenant = "../evil" },
		"protocols": func(a *mail.Account) { a.Protocols = nil },
		"scopes":    func(a *mail.Account) { a.Scopes = []string{"a,b"} },
		"ca_file":   func(a *mail.Account) { a.CAFile = "/nonexistent.pem" },
		"issuer":    func(a *mail.Account) { a.TokenURL = "https://evil.test/token" },
		"imap": func(a *mail.Account) {
			a.Servers = map[wire.Protocol]wire.Server{wire.IMAP: {Host: "mail.test", Port: 143, Security: wire.Plain}}
		},
		"provider": func(a *mail.Account) { a.Provider = "nobody" },
	} {
		a := s.NewAccount("microsoft")
		a.User = "anna@contoso.com"
		if _, err := s.Plan(a); err != nil {
			t.Fatal(err)
		}
		change(&a)
		_, err := s.Plan(a)
		var field *FieldError
		if !errors.As(err, &field) || field.Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}
