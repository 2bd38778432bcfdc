package auth

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// running is a sign-in that waits for its answer.
type running struct {
	t       *testing.T
	as      *fakeAS
	rec     *wire.Recorder
	waiting Waiting
	pasted  chan string
	cancel  context.CancelFunc
	done    chan struct{}
	token   *Token
	err     error
	// refused is what was said of pasted texts; read it after the end.
	refused []string
}

// begin starts a sign-in at as with a browser that does nothing by itself.
func begin(t *testing.T, as *fakeAS, c Client, f *Flow) *running {
	t.Helper()
	r := &running{t: t, as: as, rec: recorder(), pasted: make(chan string), done: make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	r.cancel = cancel
	up := make(chan Waiting, 1)
	go func() {
		defer close(r.done)
		r.token, r.err = f.SignIn(ctx, r.rec, c, Handler{
			Waiting: func(w Waiting) { up <- w }, Pasted: r.pasted, NoBrowser: true,
			PasteRefused: func(why string) { r.refused = append(r.refused, why) },
		})
	}()
	select {
	case r.waiting = <-up:
	case <-r.done:
		t.Fatalf("SignIn: %v", r.err)
	}
	t.Cleanup(func() { cancel(); <-r.done })
	return r
}

func (r *running) request() url.Values {
	u, _ := url.Parse(r.waiting.URL)
	return u.Query()
}

// answerURL asks the fake server for an answer, without going there.
func (r *running) answerURL(change func(url.Values)) string {
	r.as.mu.Lock()
	r.as.n++
	code := fmt.Sprintf("Z8kQw3xN7vRt5pLm-%04d", r.as.n)
	r.as.codes[code] = r.request()
	r.as.mu.Unlock()
	values := url.Values{"code": {code}, "state": {r.request().Get("state")}}
	if change != nil {
		change(values)
	}
	return r.waiting.RedirectURI + "?" + values.Encode()
}

func (r *running) get(address string) shownPage {
	b := newBrowser()
	b.visit(address)
	return <-b.pages
}

// raw sends bytes to the catcher and gives the answer.
func (r *running) raw(request string) *http.Response {
	r.t.Helper()
	u, _ := url.Parse(r.waiting.RedirectURI)
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		r.t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		r.t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		r.t.Fatalf("%q: %v", request, err)
	}
	_ = resp.Body.Close()
	return resp
}

// ok brings the right answer and expects it to be taken.
func (r *running) ok() {
	r.t.Helper()
	if p := r.get(r.answerURL(nil)); p.err != nil || p.status != 200 || !strings.Contains(p.body, "You are signed in") {
		r.t.Errorf("the right answer got %d %v\n%s", p.status, p.err, p.body)
	}
	<-r.done
	if r.err != nil {
		r.t.Errorf("SignIn: %v\n%s", r.err, logOf(r.rec))
	}
}

// Row A4: an answer is taken once.
func TestReplayedAnswer(t *testing.T) {
	as := newFakeAS(t)
	posted, release := make(chan struct{}), make(chan struct{})
	as.token = func(w http.ResponseWriter, r *http.Request) {
		close(posted)
		<-release
		as.grant(w, r, nil)
	}
	r := begin(t, as, as.client(), &Flow{})
	address := r.answerURL(nil)
	first := newBrowser()
	go first.visit(address)
	<-posted
	if p := r.get(address); p.status != http.StatusBadRequest || !strings.Contains(p.body, "already used") {
		t.Errorf("the second copy got %d\n%s", p.status, p.body)
	}
	select {
	case p := <-first.pages:
		t.Errorf("the page came before the exchange ended: %d", p.status)
	default:
	}
	close(release)
	if p := <-first.pages; p.status != 200 {
		t.Errorf("the first copy got %d %v", p.status, p.err)
	}
	<-r.done
	if r.err != nil || as.postCount() != 1 {
		t.Errorf("SignIn: %v, %d token requests", r.err, as.postCount())
	}
}

// Row A5: a hundred foreign answers do no harm, and make one counted line.
func TestForeignAnswers(t *testing.T) {
	as := newFakeAS(t)
	r := begin(t, as, as.client(), &Flow{})
	for n := range 100 {
		p := r.get(r.answerURL(func(v url.Values) {
			switch n % 4 {
			case 0:
				v.Del("state")
			case 1:
				v.Set("state", "x")
			case 2:
				v.Add("state", "x")
			case 3:
				v.Set("state", random(32))
				v.Set("error", "access_denied")
			}
		}))
		if p.status != http.StatusBadRequest || !strings.Contains(p.body, "not for the sign-in") {
			t.Fatalf("a foreign answer got %d\n%s", p.status, p.body)
		}
	}
	if as.postCount() != 0 {
		t.Error("a foreign answer led to a token request")
	}
	r.ok()
	text := logOf(r.rec)
	if strings.Count(text, "does not belong to this sign-in") != 1 || strings.Count(text, "100 answers in all came from a foreign or old tab") != 1 {
		t.Errorf("the log:\n%s", text)
	}
}

// Row A6: iss is compared by simple string comparison, on errors too.
func TestIssuerOfAnswer(t *testing.T) {
	for _, test := range []struct {
		name     string
		promised bool
		change   func(string, url.Values)
		ok       bool
	}{
		{"right", true, func(iss string, v url.Values) { v.Set("iss", iss) }, true},
		{"not promised, not sent", false, func(string, url.Values) {}, true},
		{"promised, not sent", true, func(string, url.Values) {}, false},
		{"other", false, func(_ string, v url.Values) { v.Set("iss", "https://evil.test") }, false},
		{"slash", false, func(iss string, v url.Values) { v.Set("iss", iss+"/") }, false},
		{"twice", false, func(iss string, v url.Values) { v["iss"] = []string{iss, iss} }, false},
		{"empty", false, func(_ string, v url.Values) { v.Set("iss", "") }, false},
		{"error of another", false, func(_ string, v url.Values) {
			v.Del("code")
			v.Set("error", "access_denied")
			v.Set("iss", "https://evil.test")
		}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			as := newFakeAS(t)
			c := as.client()
			c.IssParameter = test.promised
			r := begin(t, as, c, &Flow{})
			p := r.get(r.answerURL(func(v url.Values) { test.change(as.URL, v) }))
			<-r.done
			if test.ok {
				if r.err != nil || p.status != 200 {
					t.Errorf("SignIn: %v, page %d", r.err, p.status)
				}
				return
			}
			var wrong *IssuerError
			if !errors.As(r.err, &wrong) || as.postCount() != 0 || p.status != http.StatusBadRequest ||
				!strings.Contains(p.body, "another provider") {
				t.Errorf("SignIn: %v, %d token requests, page %d\n%s", r.err, as.postCount(), p.status, p.body)
			}
		})
	}
}

// Row A7: an answer of B, sent to A's attempt by a malicious A, never reaches
// A's token endpoint; and an answer to another attempt's path counts as
// foreign.
func TestMixUp(t *testing.T) {
	evil, honest := newFakeAS(t), newFakeAS(t)
	a := begin(t, evil, evil.client(), &Flow{})
	b := begin(t, honest, honest.client(), &Flow{})
	// The malicious server sends the browser to the honest one, with its own
	// attempt's state: the answer comes to the honest one's redirect URI.
	codeOfB := func(redirect, state string) string {
		return redirect + "?" + url.Values{"code": {"Hx2Code9OfB4Secret"}, "state": {state}}.Encode()
	}
	if p := a.get(codeOfB(b.waiting.RedirectURI, a.request().Get("state"))); p.status != http.StatusBadRequest {
		t.Errorf("at B's redirect URI: %d", p.status)
	}
	ua, _ := url.Parse(a.waiting.RedirectURI)
	ub, _ := url.Parse(b.waiting.RedirectURI)
	crossed := "http://" + ua.Host + ub.Path
	if p := a.get(codeOfB(crossed, a.request().Get("state"))); p.status != http.StatusNotFound {
		t.Errorf("at A's port with B's path: %d", p.status)
	}
	if evil.postCount() != 0 || honest.postCount() != 0 {
		t.Error("a code was sent")
	}
	a.ok()
	b.ok()
}

// Rows A15, A16, A17 and A19: what is not the browser's own navigation is
// turned away, and the sign-in goes on.
func TestRequestsTurnedAway(t *testing.T) {
	as := newFakeAS(t)
	r := begin(t, as, as.client(), &Flow{})
	address, _ := url.Parse(r.answerURL(nil))
	target, host := address.RequestURI(), address.Host
	state := r.request().Get("state")
	for _, test := range []struct {
		name, request string
		want          []int
	}{
		{"other host", "GET " + target + " HTTP/1.1\r\nHost: evil.test\r\n\r\n", []int{400, 421}},
		{"other port", "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", []int{400, 421}},
		{"localhost", "GET " + target + " HTTP/1.1\r\nHost: localhost:" + address.Port() + "\r\n\r\n", []int{400, 421}},
		{"empty host", "GET " + target + " HTTP/1.1\r\nHost: \r\n\r\n", []int{400, 421}},
		{"no host", "GET " + target + " HTTP/1.1\r\n\r\n", []int{400}},
		{"HTTP/1.0", "GET " + target + " HTTP/1.0\r\n\r\n", []int{400, 421}},
		{"two hosts", "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nHost: evil.test\r\n\r\n", []int{400}},
		{"absolute form", "GET http://" + host + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{400}},
		{"absolute form, other", "GET http://evil.test" + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{400, 421}},
		{"OPTIONS", "OPTIONS " + target + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: https://evil.test\r\n\r\n", []int{405}},
		{"POST", "POST " + target + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n", []int{405}},
		{"HEAD", "HEAD " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{405}},
		{"image", "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nSec-Fetch-Dest: image\r\n\r\n", []int{403}},
		{"fetch", "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nSec-Fetch-Dest: empty\r\n\r\n", []int{403}},
		{"frame", "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nSec-Fetch-Dest: iframe\r\n\r\n", []int{403}},
		{"prefetch", "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nSec-Purpose: prefetch;prerender\r\n\r\n", []int{204}},
		{"favicon", "GET /favicon.ico HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{404}},
		{"root", "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{404}},
		{"longer path", "GET " + address.Path + "/x?" + address.RawQuery + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{404}},
		{"code twice", "GET " + target + "&code=b HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{400}},
		{"nothing but a state", "GET " + address.Path + "?state=" + state + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{400}},
		{"empty code", "GET " + address.Path + "?code=&state=" + state + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{400}},
		{"bad escape", "GET " + target + "&x=%zz HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{400}},
		{"redirect wish", "GET " + address.Path + "?next=//evil.test&redirect=https://evil.test HTTP/1.1\r\nHost: " + host + "\r\n\r\n", []int{400}},
		{"long header", "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nX: " + strings.Repeat("x", 20<<10) + "\r\n\r\n", []int{431}},
		{"not HTTP", "EHLO x\r\n\r\n", []int{400}},
	} {
		resp := r.raw(test.request)
		if !slices.Contains(test.want, resp.StatusCode) {
			t.Errorf("%s: %d, not one of %v", test.name, resp.StatusCode, test.want)
		}
		if resp.Header.Get("Location") != "" || resp.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: headers %v", test.name, resp.Header)
		}
	}
	if as.postCount() != 0 {
		t.Errorf("%d token requests", as.postCount())
	}
	r.ok()
}

// What browsers send with a navigation from the provider's page (Chromium 156,
// Firefox 153) is taken.
func TestBrowsersHeaders(t *testing.T) {
	as := newFakeAS(t)
	r := begin(t, as, as.client(), &Flow{})
	u, _ := url.Parse(r.answerURL(nil))
	resp := r.raw("GET " + u.RequestURI() + " HTTP/1.1\r\nHost: " + u.Host + "\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n" +
		"Sec-Fetch-Site: cross-site\r\nSec-Fetch-User: ?1\r\nUpgrade-Insecure-Requests: 1\r\nConnection: keep-alive\r\n\r\n")
	<-r.done
	if resp.StatusCode != http.StatusOK || r.err != nil {
		t.Errorf("%d %v", resp.StatusCode, r.err)
	}
}

// Row A18: silent and slow connections keep nobody out.
func TestSilentConnections(t *testing.T) {
	as := newFakeAS(t)
	r := begin(t, as, as.client(), &Flow{})
	u, _ := url.Parse(r.waiting.RedirectURI)
	for n := range maxConns + 50 {
		conn, err := net.Dial("tcp", u.Host)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if n%2 == 0 {
			_, _ = io.WriteString(conn, "GET /")
		}
	}
	r.ok()
}
