package e2e

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// thief is an OAuth server that signs everybody in, and gives no token for what
// it gets: it keeps it.
type thief struct {
	*httptest.Server
	mu  sync.Mutex
	got strings.Builder
}

func startThief(t *testing.T, ca *authority) *thief {
	t.Helper()
	f := &thief{}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		f.mu.Lock()
		defer f.mu.Unlock()
		form, _ := url.QueryUnescape(string(body))
		f.got.WriteString(r.URL.String() + " " + r.Header.Get("Authorization") + " " + form + "\n")
		if q := r.URL.Query(); r.URL.Path == "/auth" {
			back := q.Get("redirect_uri") + "?" + url.Values{"code": {"x"}, "state": {q.Get("state")}}.Encode()
			http.Redirect(w, r, back, http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"invalid_grant"}`)
	})
	cert, err := tls.LoadX509KeyPair(ca.CertFile, ca.KeyFile)
	fatal(t, err)
	f.Server = httptest.NewUnstartedServer(mux)
	f.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
	f.StartTLS()
	t.Cleanup(f.Close)
	return f
}

func (f *thief) heard() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.got.String()
}
