package e2e

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// names is a small internet behind a proxy: host names with ports, and where on
// loopback each leads. What is not in it does not exist. It also answers DNS
// questions, all but those about hosts.
type names struct {
	*httptest.Server
	places map[string]string
	txt    map[string][]string

	mu    sync.Mutex
	asked []string
}

func startNames(t *testing.T, places map[string]string) *names {
	t.Helper()
	n := &names{places: places, txt: map[string][]string{}}
	n.Server = httptest.NewServer(http.HandlerFunc(n.connect))
	t.Cleanup(n.Close)
	return n
}

// env makes the proxy the one of the environment.
func (n *names) env() []string { return []string{"HTTPS_PROXY=" + n.URL} }

// connect is the method CONNECT (RFC 9110 section 9.3.6).
func (n *names) connect(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	n.asked = append(n.asked, r.Host)
	n.mu.Unlock()
	place, ok := n.places[r.Host]
	if !ok || r.Method != http.MethodConnect {
		http.Error(w, "no such host", http.StatusBadGateway)
		return
	}
	there, err := net.Dial("tcp", place)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer there.Close()
	w.WriteHeader(http.StatusOK)
	here, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer here.Close()
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(there, buffered); _ = there.(*net.TCPConn).CloseWrite() })
	both.Go(func() { _, _ = io.Copy(here, there); _ = here.Close() })
	both.Wait()
}

// wasAsked tells whether somebody went to a host.
func (n *names) wasAsked(host string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.ContainsFunc(n.asked, func(a string) bool { return strings.HasPrefix(a, host+":") })
}

// LookupMX, LookupSRV and LookupTXT make it a discover.Resolver.
func (n *names) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	return nil, noRecord(name)
}

func (n *names) LookupSRV(_ context.Context, _, _, name string) (string, []*net.SRV, error) {
	return "", nil, noRecord(name)
}

func (n *names) LookupTXT(_ context.Context, name string) ([]string, error) {
	if found := n.txt[name]; found != nil {
		return found, nil
	}
	return nil, noRecord(name)
}

func noRecord(name string) error {
	return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

// digest is the record that confirms a document.
func digest(document string) string {
	sum := sha256.Sum256([]byte(document))
	return "v=UAAC1; a=sha256; d=" + base64.StdEncoding.EncodeToString(sum[:])
}
