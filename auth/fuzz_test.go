package auth

import (
	"bufio"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode"
)

// waitingAttempt is an attempt whose state is known.
func waitingAttempt() *attempt {
	c := Client{Issuer: "https://as.test", AuthURL: "https://as.test/a", TokenURL: "https://as.test/t", ClientID: "c"}
	a := newAttempt(c, recorder())
	a.state, a.path = "the-state", "/cb"
	a.bind(4711)
	return a
}

// FuzzCallback: no request is taken without the state, no two are, and no
// answer repeats what the request said.
func FuzzCallback(f *testing.F) {
	for _, request := range []string{
		"GET /cb?code=abcdefgh&state=the-state HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n",
		"GET /cb?code=a&code=b&state=the-state HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n",
		"GET /cb?error=%3Cscript%3E&state=the-state&iss=https://evil.test HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n",
		"GET http://127.0.0.1:4711/cb?state=x HTTP/1.1\r\nHost: evil.test\r\n\r\n",
		"POST /cb HTTP/1.1\r\nHost: 127.0.0.1:4711\r\nSec-Fetch-Dest: image\r\nContent-Length: 3\r\n\r\nabc",
		"GET /cb?state=the-state;code=x&%zz HTTP/1.0\r\n\r\n",
	} {
		f.Add(request)
	}
	f.Fuzz(func(t *testing.T, request string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(request)))
		if err != nil {
			return
		}
		a := waitingAttempt()
		c := &catcher{attempt: a, closing: make(chan struct{}), closed: map[net.Conn]chan struct{}{}}
		close(c.closing)
		for range 2 {
			c.ServeHTTP(httptest.NewRecorder(), r)
		}
		w := httptest.NewRecorder()
		c.ServeHTTP(w, r)
		if w.Header().Get("Location") != "" || w.Code >= 300 && w.Code < 400 {
			t.Errorf("a redirect: %d", w.Code)
		}
		if len(a.answers) == 0 {
			return
		}
		values, _ := url.ParseQuery(r.URL.RawQuery)
		if r.Method != http.MethodGet || r.Host != "127.0.0.1:4711" || len(values["state"]) != 1 || values.Get("state") != "the-state" {
			t.Errorf("taken: %q", request)
		}
		if d := <-a.answers; d.err == nil && (d.code != values.Get("code") || d.code == "" || values.Has("iss") && values.Get("iss") != "https://as.test") {
			t.Errorf("taken with %q: %q", d.code, request)
		}
	})
}

// FuzzTokenJSON: the parser never fails, what it gives can go onto a line, and
// the log of a body holds none of its secrets.
func FuzzTokenJSON(f *testing.F) {
	for _, body := range []string{
		`{"access_token":"Zx9Cv8Bn7Mq6Wp5","token_type":"Bearer","expires_in":"3600","scope":["a"]}`,
		`{"access_token":"a","access_token":"b\u0001","refresh_token":"Zx9Cv8Bn7Mq6Wp5","expires_in":-1e400}`,
		`{"error":"invalid_grant","error_codes":[70000],"error_description":"AADSTS70000\r\n\u202e"}`,
		`[[[[{"a":{"code":"x"}}]]]]`, `{"access_token":`, "access_token=Zx9Cv8Bn7Mq6Wp5", "", "null", `"x"`, `{}{}`, `}`, `{"a":]}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, wrong := parseToken(body)
		if wrong == "" && (p.access == "" || strings.ContainsFunc(p.access+p.refresh+p.id, func(r rune) bool { return r <= ' ' || r > '~' })) {
			t.Errorf("%q gives %q", body, p.access)
		}
		if p.lifetime < 0 || p.lifetime > maxExpires {
			t.Errorf("%q lives %s", body, p.lifetime)
		}
		rec := recorder()
		shown := maskBody(rec, body)
		if json.Valid(body) && len(shown) < maxShown && !json.Valid([]byte(shown)) {
			t.Errorf("%q is shown as %q", body, shown)
		}
		rec.In([]byte(shown), false)
		text := logOf(rec)
		for _, secret := range []string{p.access, p.refresh, p.id} {
			if wrong == "" && len(secret) > 12 && strings.Contains(text, secret) {
				t.Errorf("%q is shown as %q", body, text)
			}
		}
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) }) {
			t.Errorf("%q is shown as %q", body, text)
		}
		x := &exchange{rec: rec, now: (&Flow{}).now}
		e := x.refusal(&answer{status: 400, header: http.Header{}, body: body})
		if len(e.Error()) > 8000 {
			t.Errorf("an error of %d bytes", len(e.Error()))
		}
	})
}

// FuzzPasted: only a text with the state is taken, and the log says why not.
func FuzzPasted(f *testing.F) {
	for _, text := range []string{
		"http://127.0.0.1:4711/cb?code=abcdefgh&state=the-state", "code=abcdefgh&state=the-state", "?error=x&state=the-state",
		"/cb?code=x", "https://as.test/a?x", "http://127.0.0.1:4711/cb#code=x&state=the-state", "<http://[::1", "", "\u202e\x00",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := waitingAttempt()
		a.paste(text)
		if len(a.answers) == 1 {
			if !strings.Contains(strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, text), "state=") {
				t.Errorf("taken: %q", text)
			}
			return
		}
		if !strings.Contains(logOf(a.rec), "What you pasted cannot be used: ") {
			t.Errorf("%q: nothing was said:\n%s", text, logOf(a.rec))
		}
	})
}
