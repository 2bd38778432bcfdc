package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// fakeAS is a small authorization server that can be told to misbehave.
type fakeAS struct {
	*httptest.Server
	t *testing.T

	mu sync.Mutex
	// posts are the forms that came to the token endpoint, revoked those that
	// came to the revocation endpoint.
	posts, revoked []url.Values
	// codes maps a code to its authorization request.
	codes map[string]url.Values
	n     int

	// authorize changes the parameters of the answer in the redirect.
	authorize func(request, answer url.Values)
	// token replaces the token endpoint; it may call grant.
	token http.HandlerFunc
	// extra replaces any path.
	extra map[string]http.HandlerFunc
}

func newFakeAS(t *testing.T) *fakeAS { return newFakeASWith(t, httptest.NewServer) }

func newFakeASWith(t *testing.T, start func(http.Handler) *httptest.Server) *fakeAS {
	t.Helper()
	as := &fakeAS{t: t, codes: map[string]url.Values{}, extra: map[string]http.HandlerFunc{}}
	as.Server = start(as)
	t.Cleanup(as.Close)
	return as
}

func (as *fakeAS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := as.extra[r.URL.Path]; h != nil {
		h(w, r)
		return
	}
	switch r.URL.Path {
	case "/authorize":
		as.serveAuthorize(w, r)
	case "/token":
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		as.mu.Lock()
		as.posts = append(as.posts, form)
		token := as.token
		as.mu.Unlock()
		r.Form = form
		if token != nil {
			token(w, r)
			return
		}
		as.grant(w, r, nil)
	case "/revoke":
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		as.mu.Lock()
		as.revoked = append(as.revoked, form)
		as.mu.Unlock()
	default:
		http.NotFound(w, r)
	}
}

func (as *fakeAS) serveAuthorize(w http.ResponseWriter, r *http.Request) {
	request := r.URL.Query()
	as.mu.Lock()
	as.n++
	code := fmt.Sprintf("Z8kQw3xN7vRt5pLm-%04d", as.n)
	as.codes[code] = request
	as.mu.Unlock()
	answer := url.Values{"code": {code}, "state": {request.Get("state")}}
	if as.authorize != nil {
		as.authorize(request, answer)
	}
	http.Redirect(w, r, request.Get("redirect_uri")+"?"+answer.Encode(), http.StatusFound)
}

// grant answers a token request as it should be, changed by extra.
func (as *fakeAS) grant(w http.ResponseWriter, r *http.Request, extra map[string]any) {
	if r.Form.Get("grant_type") == "authorization_code" {
		as.mu.Lock()
		request, known := as.codes[r.Form.Get("code")]
		delete(as.codes, r.Form.Get("code"))
		as.mu.Unlock()
		sum := sha256.Sum256([]byte(r.Form.Get("code_verifier")))
		switch {
		case !known,
			request.Get("code_challenge_method") != "S256",
			request.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]),
			request.Get("redirect_uri") != r.Form.Get("redirect_uri"):
			answerJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "code, verifier or redirect URI"})
			return
		}
	}
	answer := map[string]any{
		"access_token": "AT.f3Gh7Jk9Lm2Np4Qr6St8", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "RT.u5Vw7Xy9Za1Bc3De5Fg7",
	}
	for name, value := range extra {
		if value == nil {
			delete(answer, name)
			continue
		}
		answer[name] = value
	}
	answerJSON(w, http.StatusOK, answer)
}

func answerJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (as *fakeAS) postCount() int {
	as.mu.Lock()
	defer as.mu.Unlock()
	return len(as.posts)
}

func (as *fakeAS) client() Client { return clientAt(as.URL) }

func clientAt(base string) Client {
	return Client{
		Issuer: base, AuthURL: base + "/authorize", TokenURL: base + "/token", RevokeURL: base + "/revoke",
		ClientID: "client-1", Scopes: []string{"mail", "offline_access"},
	}
}

// fakeBrowser follows an authorization URL as a browser does, and keeps the page
// that it ended on.
type fakeBrowser struct {
	pages chan shownPage
}

type shownPage struct {
	status int
	body   string
	header http.Header
	err    error
}

func newBrowser() *fakeBrowser { return &fakeBrowser{pages: make(chan shownPage, 16)} }

// open is for Flow.OpenURL.
func (b *fakeBrowser) open(address string) error {
	go b.visit(address)
	return nil
}

func (b *fakeBrowser) visit(address string) {
	resp, err := plainClient().Get(address)
	if err != nil {
		b.pages <- shownPage{err: err}
		return
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	b.pages <- shownPage{status: resp.StatusCode, body: string(body), header: resp.Header, err: err}
}

func plainClient() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 20 * time.Second}
}

func recorder() *wire.Recorder { return wire.NewTranscript(nil).Recorder(wire.OAuth) }

// logOf gives the transcript as text.
func logOf(rec *wire.Recorder) string {
	var lines []string
	for _, e := range rec.Transcript().Events() {
		lines = append(lines, string(e.Direction)+" "+e.Text)
	}
	return strings.Join(lines, "\n")
}
