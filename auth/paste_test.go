package auth

import (
	"net"
	"net/url"
	"strings"
	"testing"
)

// What is wrong with a pasted text is said, and the sign-in goes on.
func TestPastedWrong(t *testing.T) {
	as := newFakeAS(t)
	r := begin(t, as, as.client(), &Flow{})
	right, _ := url.Parse(r.answerURL(nil))
	change := func(f func(*url.URL)) string {
		u := *right
		f(&u)
		return u.String()
	}
	tests := []struct{ text, want string }{
		{"", "it is empty"},
		{strings.Repeat("x", maxURL+1), "too long"},
		{"https://evil.test" + right.RequestURI(), "leads to https://evil.test"},
		{change(func(u *url.URL) { u.Host = "127.0.0.1:1" }), "leads to http://127.0.0.1:1"},
		{change(func(u *url.URL) { u.Path = "/cb/old/one" }), "old or another sign-in"},
		{"/cb/old/one?" + right.RawQuery, "old or another sign-in"},
		{r.waiting.URL, "provider's page"},
		{r.waiting.URL + "&error=invalid_client", "error page of the provider"},
		{change(func(u *url.URL) { u.RawQuery, u.Fragment = "", right.RawQuery }), "after a #"},
		{change(func(u *url.URL) { u.RawQuery = "" }), "no answer in it"},
		{"Z8kQw3xN7vRt5pLm-0001", "only a part"},
		{"code=Z8kQw3xN7vRt5pLm-0001", "it has no state"},
		{"code=Z8kQw3xN7vRt5pLm-0001&state=x", "its state is another's"},
		{"state=" + r.request().Get("state"), "neither a code nor an error"},
		{right.RawQuery + "&code=x", "repeats the parameter"},
		{"http://[::1", "not an address"},
		{"hello", "only a part"},
	}
	for _, test := range tests {
		r.pasted <- test.text
	}
	r.ok()
	text := logOf(r.rec)
	if n := strings.Count(text, "What you pasted cannot be used: "); n != len(tests) {
		t.Errorf("%d of %d were refused\n%s", n, len(tests), text)
	}
	if len(r.refused) != len(tests) {
		t.Errorf("the face heard of %d of %d", len(r.refused), len(tests))
	}
	for _, test := range tests {
		if !strings.Contains(text, test.want) {
			t.Errorf("%.60q: nothing says %q", test.text, test.want)
		}
	}
}

func TestPastedRight(t *testing.T) {
	for name, write := range map[string]func(*url.URL) string{
		"whole":       (*url.URL).String,
		"query":       func(u *url.URL) string { return u.RawQuery },
		"with ?":      func(u *url.URL) string { return "?" + u.RawQuery },
		"path":        (*url.URL).RequestURI,
		"no scheme":   func(u *url.URL) string { return u.Host + u.RequestURI() },
		"quoted":      func(u *url.URL) string { return " <" + u.String() + ">\n" },
		"broken line": func(u *url.URL) string { return u.String()[:30] + "\r\n  " + u.String()[30:] },
		"fragment":    func(u *url.URL) string { return u.String() + "#" },
	} {
		t.Run(name, func(t *testing.T) {
			as := newFakeAS(t)
			r := begin(t, as, as.client(), &Flow{})
			u, _ := url.Parse(r.answerURL(nil))
			r.pasted <- write(u)
			<-r.done
			if r.err != nil || as.postCount() != 1 {
				t.Errorf("SignIn: %v, %d token requests\n%s", r.err, as.postCount(), logOf(r.rec))
			}
			if strings.Contains(logOf(r.rec), u.Query().Get("code")) {
				t.Errorf("the code is in the log:\n%s", logOf(r.rec))
			}
		})
	}
}

func TestPastedError(t *testing.T) {
	as := newFakeAS(t)
	r := begin(t, as, as.client(), &Flow{})
	r.pasted <- r.answerURL(func(v url.Values) { v.Del("code"); v.Set("error", "access_denied") })
	<-r.done
	if e, ok := r.err.(*AuthorizationError); !ok || e.Code != "access_denied" {
		t.Errorf("SignIn: %v", r.err)
	}
}

// A face that goes away closes its channel.
func TestPastedClosed(t *testing.T) {
	as := newFakeAS(t)
	r := begin(t, as, as.client(), &Flow{})
	close(r.pasted)
	r.ok()
}

// Where the provider takes no address of this machine, nothing listens, and
// the person pastes the final address.
func TestRedirectElsewhere(t *testing.T) {
	as := newFakeAS(t)
	for _, uri := range []string{"https://127.0.0.1", "https://example.org/done"} {
		c := as.client()
		c.Redirect = Redirect{URI: uri}
		r := begin(t, as, c, &Flow{listen: func(network, address string) (net.Listener, error) {
			t.Errorf("listens on %s %s", network, address)
			return nil, net.ErrClosed
		}})
		if got := r.request().Get("redirect_uri"); got != uri || r.waiting.RedirectURI != uri || !r.waiting.Paste {
			t.Errorf("asks for %q, %+v", got, r.waiting)
		}
		r.pasted <- strings.Replace(r.answerURL(nil), "https://", "http://", 1)
		r.pasted <- r.answerURL(nil)
		if <-r.done; r.err != nil || r.token.Access.Empty() {
			t.Errorf("%v", r.err)
		}
		if text := logOf(r.rec); !strings.Contains(text, "What you pasted cannot be used: it leads to http://") {
			t.Errorf("http instead of https went through:\n%s", text)
		}
	}
	for _, uri := range []string{"http://example.org/done", "https://", "https://example.org/?a=b", "example.org"} {
		c := as.client()
		c.Redirect = Redirect{URI: uri}
		if _, err := (&Flow{}).SignIn(t.Context(), recorder(), c, Handler{}); err == nil {
			t.Errorf("%q is taken for a redirect URI", uri)
		}
	}
}
