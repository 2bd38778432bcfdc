package auth

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"mailknock/assets"
)

// Row A20: the page has no script and no outside part, and its headers keep
// the answer from leaking.
func TestPage(t *testing.T) {
	for o, p := range pages {
		w := httptest.NewRecorder()
		setHeaders(w.Header())
		writePage(w, o)
		if w.Code != p.Status || !strings.Contains(w.Body.String(), p.Title) || !strings.Contains(w.Body.String(), p.Text) {
			t.Errorf("outcome %d: %d\n%s", o, w.Code, w.Body)
		}
		if good := strings.Contains(w.Body.String(), `class="mark good"`); good != (o == signedIn) {
			t.Errorf("outcome %d looks good: %v", o, good)
		}
	}
	for _, bad := range []string{"<script", "http:", "https:", "//", "src=", "@import", "url("} {
		if strings.Contains(assets.Callback, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if !strings.Contains(assets.Callback, `<link rel="icon" href="data:,">`) {
		t.Error("the page has no icon of its own: browsers fetch /favicon.ico")
	}
}

func TestHeadersOfPage(t *testing.T) {
	as := newFakeAS(t)
	r := begin(t, as, as.client(), &Flow{})
	check := func(p shownPage) {
		t.Helper()
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
			"Content-Type": "text/html; charset=utf-8", "Location": "", "Set-Cookie": "",
			"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
		} {
			if got := p.header.Get(name); got != want {
				t.Errorf("%s is %q", name, got)
			}
		}
	}
	u, _ := url.Parse(r.answerURL(func(v url.Values) { v.Set("state", "x") }))
	if resp := r.raw("GET " + u.RequestURI() + " HTTP/1.1\r\nHost: " + u.Host + "\r\n\r\n"); !resp.Close {
		t.Error("the connection is kept")
	}
	check(r.get(u.String()))
	p := r.get(r.answerURL(nil))
	check(p)
	if p.status != http.StatusOK {
		t.Errorf("%d", p.status)
	}
}

// Rows A20 and A21: nothing of a request stands on the page, and an error's
// texts keep only the characters that are allowed there.
func TestErrorAnswers(t *testing.T) {
	for _, test := range []struct {
		name, code, description, uri      string
		wantCode, wantDescription, wantID string
	}{
		{"denied", "access_denied", "The user said no", "https://as.test/e", "access_denied", "The user said no", ""},
		{"markup", "<script>alert(1)</script>", `<img src=x onerror="alert(1)">`, "javascript:alert(1)", "<script>alert(1)</script>", "<img src=x onerror='alert(1)'>", ""},
		{"UTF-7", "+ADw-script+AD4-", "+ADw-script+AD4-", "", "+ADw-script+AD4-", "+ADw-script+AD4-", ""},
		{"bidi", "access\u202edenied", "no\u2066\u200b\x1b[31m", "", "accessdenied", "no[31m", ""},
		{"Microsoft", "access_denied", "AADSTS65004: User declined.\r\nTrace ID: 1 Correlation ID: 2", "", "access_denied", "AADSTS65004: User declined. Trace ID: 1 Correlation ID: 2", "65004"},
		{"long", strings.Repeat("e", 3000), strings.Repeat("d ", 2000), "", strings.Repeat("e", 100) + "…", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			as := newFakeAS(t)
			r := begin(t, as, as.client(), &Flow{})
			p := r.get(r.answerURL(func(v url.Values) {
				v.Del("code")
				v.Set("error", test.code)
				v.Set("error_description", test.description)
				v.Set("error_uri", test.uri)
			}))
			<-r.done
			var e *AuthorizationError
			if !errors.As(r.err, &e) {
				t.Fatalf("SignIn: %v", r.err)
			}
			if e.Code != test.wantCode || test.wantDescription != "" && e.Description != test.wantDescription || len(e.Description) > 1010 {
				t.Errorf("%+q", e)
			}
			if test.wantID != "" && (len(e.Codes) != 1 || e.Codes[0] != 65004) {
				t.Errorf("codes %v", e.Codes)
			}
			if !strings.Contains(p.body, "answered with a no") || strings.Contains(p.body, "script") || strings.Contains(p.body, "dddd") {
				t.Errorf("the page:\n%s", p.body)
			}
			if as.postCount() != 0 {
				t.Error("a token was asked for")
			}
		})
	}
}

// The page tells the truth: what it says is how the exchange ended.
func TestPageTellsTheTruth(t *testing.T) {
	for _, test := range []struct {
		name, page string
		token      http.HandlerFunc
	}{
		{"refused", "refused to give Mailknock a token", func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_client"})
		}},
		{"down", "cannot give Mailknock a token just now", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }},
		{"lost", "could not reach it", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"nonsense", "its answer cannot be used", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) }},
		{"redirect", "its answer cannot be used", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.test/", http.StatusTemporaryRedirect)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			as := newFakeAS(t)
			as.token = test.token
			r := begin(t, as, as.client(), &Flow{})
			p := r.get(r.answerURL(nil))
			<-r.done
			if r.err == nil || !strings.Contains(p.body, test.page) || !strings.Contains(p.body, "You are not signed in") {
				t.Errorf("SignIn: %v, page %d\n%s", r.err, p.status, p.body)
			}
			if as.postCount() != 1 {
				t.Errorf("%d token requests", as.postCount())
			}
		})
	}
}

// Cancel while the code is exchanged: the page says that it was stopped.
func TestCancelDuringExchange(t *testing.T) {
	as := newFakeAS(t)
	posted, release := make(chan struct{}), make(chan struct{})
	as.token = func(http.ResponseWriter, *http.Request) { close(posted); <-release }
	t.Cleanup(func() { close(release) })
	r := begin(t, as, as.client(), &Flow{})
	b := newBrowser()
	go b.visit(r.answerURL(nil))
	<-posted
	r.cancel()
	<-r.done
	if !errors.Is(r.err, context.Canceled) {
		t.Errorf("SignIn: %v", r.err)
	}
	if p := <-b.pages; !strings.Contains(p.body, "was stopped in Mailknock") {
		t.Errorf("the page: %d %v\n%s", p.status, p.err, p.body)
	}
}

// Rows A13 and D1: Cancel ends the wait, and the port is free again.
func TestCancelWhileWaiting(t *testing.T) {
	as := newFakeAS(t)
	r := begin(t, as, as.client(), &Flow{})
	u, _ := url.Parse(r.waiting.RedirectURI)
	r.cancel()
	<-r.done
	if !errors.Is(r.err, context.Canceled) {
		t.Errorf("SignIn: %v", r.err)
	}
	l, err := net.Listen("tcp", u.Host)
	if err != nil {
		t.Fatalf("the port is still held: %v", err)
	}
	_ = l.Close()
}
