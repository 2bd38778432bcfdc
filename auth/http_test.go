package auth

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	stdlog "log"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func tokenWith(refresh string) Token { return Token{Refresh: wire.NewSecret(refresh)} }

func startTLS(config *tls.Config) func(http.Handler) *httptest.Server {
	return func(h http.Handler) *httptest.Server {
		s := httptest.NewUnstartedServer(h)
		s.TLS = config
		s.Config.ErrorLog = stdlog.New(io.Discard, "", 0)
		s.StartTLS()
		return s
	}
}

// Row A22: verified TLS, 1.2 or newer.
func TestTLS(t *testing.T) {
	as := newFakeASWith(t, startTLS(nil))
	pool := x509.NewCertPool()
	pool.AddCert(as.Certificate())
	refresh := func(f *Flow, c Client) error {
		_, err := f.Refresh(t.Context(), recorder(), c, tokenWith("RT.old-Kq8Wz5Xv2Bn"))
		return err
	}
	if err := refresh(&Flow{Roots: pool}, as.client()); err != nil {
		t.Errorf("with its root: %v", err)
	}
	var unknown *tls.CertificateVerificationError
	if err := refresh(&Flow{}, as.client()); !errors.As(err, &unknown) {
		t.Errorf("without its root: %T %v", err, err)
	}
	c := as.client()
	c.TokenURL = strings.Replace(c.TokenURL, "127.0.0.1", "localhost", 1)
	if err := refresh(&Flow{Roots: pool}, c); !errors.As(err, &unknown) {
		t.Errorf("with another host's certificate: %v", err)
	}
	old := newFakeASWith(t, startTLS(&tls.Config{MaxVersion: tls.VersionTLS11}))
	if err := refresh(&Flow{Roots: pool}, old.client()); err == nil || !strings.Contains(err.Error(), "protocol version") {
		t.Errorf("with TLS 1.1: %v", err)
	}
	if n := as.postCount() + old.postCount(); n != 1 {
		t.Errorf("%d requests came through", n)
	}
}

// Row A22: no cookies, neither sent nor kept, and no redirect followed, even
// with a client that would.
func TestGivenClient(t *testing.T) {
	as := newFakeAS(t)
	var cookies []string
	as.token = func(w http.ResponseWriter, r *http.Request) {
		cookies = append(cookies, r.Header.Get("Cookie"))
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		as.grant(w, r, nil)
	}
	jar, _ := cookiejar.New(nil)
	f := &Flow{HTTP: &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}}
	for range 2 {
		if _, err := f.Refresh(t.Context(), recorder(), as.client(), tokenWith("RT.old-Kq8Wz5Xv2Bn")); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Join(cookies, "") != "" {
		t.Errorf("cookies were sent: %q", cookies)
	}
}

// Row A22: the proxy of the environment is used, and its password stays out of
// the log.
func TestProxy(t *testing.T) {
	asked := make(chan string, 1)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	proxy := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.Host
		w.WriteHeader(http.StatusForbidden)
	})}
	go func() { _ = proxy.Serve(l) }()
	defer proxy.Close()
	t.Setenv("HTTPS_PROXY", "http://anna:Hx7Kp2Wq9Zr4@"+l.Addr().String())
	t.Setenv("NO_PROXY", "")
	c := Client{AuthURL: "https://as.test/a", TokenURL: "https://as.test/t", ClientID: "c"}
	rec := recorder()
	_, err = (&Flow{}).Refresh(t.Context(), rec, c, tokenWith("RT.old-Kq8Wz5Xv2Bn"))
	var network *NetworkError
	if !errors.As(err, &network) || network.Lost || network.Host != "as.test" {
		t.Errorf("%#v", err)
	}
	if got := <-asked; got != "CONNECT as.test:443" {
		t.Errorf("the proxy was asked %q", got)
	}
	if strings.Contains(logOf(rec)+err.Error(), "Hx7Kp2Wq9Zr4") {
		t.Errorf("the proxy's password shows: %v\n%s", err, logOf(rec))
	}
}

// Row D1: Cancel ends an exchange with a server that says nothing.
func TestCancelExchange(t *testing.T) {
	as := newFakeAS(t)
	posted, release := make(chan struct{}), make(chan struct{})
	as.token = func(http.ResponseWriter, *http.Request) { close(posted); <-release }
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-posted; cancel() }()
	_, err := (&Flow{}).Refresh(ctx, recorder(), as.client(), tokenWith("RT.old-Kq8Wz5Xv2Bn"))
	var network *NetworkError
	if !errors.Is(err, context.Canceled) || !errors.As(err, &network) || !network.Lost {
		t.Errorf("%#v", err)
	}
}

func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	c := Client{AuthURL: "http://" + l.Addr().String() + "/a", TokenURL: "http://" + l.Addr().String() + "/t", ClientID: "c"}
	_, err = (&Flow{}).Refresh(t.Context(), recorder(), c, tokenWith("RT.old-Kq8Wz5Xv2Bn"))
	var network *NetworkError
	if !errors.As(err, &network) || network.Lost || !network.Temporary() {
		t.Errorf("%#v", err)
	}
}

// Row A29.
func TestRevoke(t *testing.T) {
	as := newFakeAS(t)
	rec := recorder()
	token := tokenWith("RT.old-Kq8Wz5Xv2Bn")
	if err := (&Flow{}).Revoke(t.Context(), rec, as.client(), token); err != nil {
		t.Fatal(err)
	}
	if got := as.revoked[0]; got.Get("token") != "RT.old-Kq8Wz5Xv2Bn" || got.Get("token_type_hint") != "refresh_token" || got.Get("client_id") != "client-1" {
		t.Errorf("%v", got)
	}
	if strings.Contains(logOf(rec), "Kq8Wz5Xv2Bn") {
		t.Error(logOf(rec))
	}
	c := as.client()
	c.RevokeURL = ""
	if err := (&Flow{}).Revoke(t.Context(), rec, c, token); !errors.Is(err, ErrNoRevocation) {
		t.Errorf("%v", err)
	}
	as.extra["/revoke"] = func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusServiceUnavailable, map[string]any{"error": "unsupported_token_type"})
	}
	var refused *TokenError
	if err := (&Flow{}).Revoke(t.Context(), rec, as.client(), token); !errors.As(err, &refused) || !refused.Temporary() {
		t.Errorf("%v", err)
	}
	if err := (&Flow{}).Revoke(t.Context(), rec, as.client(), Token{}); err != nil {
		t.Errorf("nothing to revoke: %v", err)
	}
	access := Token{Access: wire.NewSecret("AT.f3Gh7Jk9Lm2Np4Qr6St8")}
	delete(as.extra, "/revoke")
	if err := (&Flow{}).Revoke(t.Context(), rec, as.client(), access); err != nil || as.revoked[1].Get("token_type_hint") != "access_token" {
		t.Errorf("%v %v", err, as.revoked)
	}
}

// The client secret goes into the body, masked in the log (F4: never probed
// for).
func TestClientSecret(t *testing.T) {
	as := newFakeAS(t)
	c := as.client()
	c.ClientSecret = wire.NewSecret("GOCSPX-Wq3Er5Ty7Ui9")
	rec := recorder()
	b := newBrowser()
	if _, err := (&Flow{OpenURL: b.open}).SignIn(t.Context(), rec, c, Handler{}); err != nil {
		t.Fatal(err)
	}
	<-b.pages
	if as.postCount() != 1 || as.posts[0].Get("client_secret") != "GOCSPX-Wq3Er5Ty7Ui9" {
		t.Errorf("%d requests, %v", as.postCount(), as.posts)
	}
	if strings.Contains(logOf(rec), "Wq3Er5Ty7") {
		t.Error(logOf(rec))
	}
}
