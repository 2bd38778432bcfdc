package discover

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// world is a small internet: name servers, and https hosts on one loopback
// server. What is not in it does not exist.
type world struct {
	mx  map[string][]string
	srv map[string][]net.SRV
	txt map[string][]string
	// broken are the DNS names that get no answer.
	broken map[string]bool
	// pages are what https hosts answer, by host and path.
	pages map[string]http.HandlerFunc

	mu    sync.Mutex
	heard []string // everything that left: DNS names, and requests as text
}

func newWorld() *world {
	return &world{
		mx: map[string][]string{}, srv: map[string][]net.SRV{}, txt: map[string][]string{},
		broken: map[string]bool{}, pages: map[string]http.HandlerFunc{},
	}
}

func (w *world) hear(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.heard = append(w.heard, text)
}

// text serves a document of a kind at host and path.
func (w *world) text(at, kind, body string) {
	w.pages[at] = func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", kind)
		http.SetCookie(rw, &http.Cookie{Name: "seen", Value: "1"})
		_, _ = rw.Write([]byte(body))
	}
}

func (w *world) json(at string, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	w.text(at, "application/json", string(body))
}

func (w *world) redirect(at, to string) {
	w.pages[at] = func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		rw.Header().Set("Location", to)
		rw.WriteHeader(http.StatusFound)
	}
}

// pacc serves a document and publishes its digest.
func (w *world) pacc(domain, body string) {
	w.text("ua-auto-config."+domain+"/.well-known/user-agent-configuration.json", "application/json", body)
	w.txt["_ua-auto-config."+domain] = []string{"unrelated", digestRecord(body)}
}

func digestRecord(body string) string {
	sum := sha256.Sum256([]byte(body))
	return "v=UAAC1; a=sha256; d=" + base64.StdEncoding.EncodeToString(sum[:])
}

// finder gives a Finder that lives in the world.
func (w *world) finder(t *testing.T) *Finder {
	t.Helper()
	server := httptest.NewTLSServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		text := r.Method + " https://" + r.Host + r.URL.RequestURI()
		for _, name := range []string{"Cookie", "Authorization", "Referer"} {
			if r.Header.Get(name) != "" {
				text += " " + name + ": " + r.Header.Get(name)
			}
		}
		w.hear(text)
		if page := w.pages[r.Host+r.URL.Path]; page != nil {
			page(rw, r)
			return
		}
		http.NotFound(rw, r)
	}))
	t.Cleanup(server.Close)
	config := server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	config.ServerName = "example.com" // the name in the test server's certificate
	return &Finder{
		Resolver: w,
		Transport: &http.Transport{
			DisableKeepAlives: true, TLSClientConfig: config,
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				host, _, _ := strings.Cut(address, ":")
				if !w.exists(host) {
					return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
				}
				var d net.Dialer
				return d.DialContext(ctx, network, server.Listener.Addr().String())
			},
		},
	}
}

func (w *world) exists(host string) bool {
	for at := range w.pages {
		if strings.HasPrefix(at, host+"/") {
			return true
		}
	}
	return host == "autoconfig.thunderbird.net"
}

func (w *world) dnsError(name string) error {
	if w.broken[name] {
		return &net.DNSError{Err: "server misbehaving", Name: name, IsTemporary: true}
	}
	return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (w *world) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	w.hear("MX " + name)
	var found []*net.MX
	for i, host := range w.mx[name] {
		found = append(found, &net.MX{Host: host + ".", Pref: uint16(10 * i)})
	}
	if found == nil {
		return nil, w.dnsError(name)
	}
	slices.Reverse(found) // the order is the program's business
	return found, nil
}

func (w *world) LookupSRV(_ context.Context, service, proto, name string) (string, []*net.SRV, error) {
	full := "_" + service + "._" + proto + "." + name
	w.hear("SRV " + full)
	var found []*net.SRV
	for _, r := range w.srv[full] {
		found = append(found, &r)
	}
	if found == nil {
		return "", nil, w.dnsError(full)
	}
	return full, found, nil
}

func (w *world) LookupTXT(_ context.Context, name string) ([]string, error) {
	w.hear("TXT " + name)
	if found := w.txt[name]; found != nil {
		return found, nil
	}
	return nil, w.dnsError(name)
}

// find fills the form or fails the test.
func (w *world) find(t *testing.T, address string) Result {
	t.Helper()
	r, err := w.finder(t).Find(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ended gives how the question whose What contains part ended.
func ended(t *testing.T, r Result, part string) Asked {
	t.Helper()
	for _, a := range r.Asked {
		if strings.Contains(a.What, part) {
			return a
		}
	}
	t.Fatalf("nothing like %q was asked: %+v", part, r.Asked)
	return Asked{}
}

// hang answers nothing until the other side goes, or done is closed.
func hang(done <-chan struct{}) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-done:
		}
	}
}
