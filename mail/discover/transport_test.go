package discover

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
)

func TestOutside(t *testing.T) {
	for text, want := range map[string]bool{
		"192.0.2.1": true, "10.1.2.3": true, "fd00::1": true, "2001:db8::1": true,
		"127.0.0.1": false, "127.9.9.9": false, "::1": false, "0.0.0.0": false, "::": false, "169.254.169.254": false, "fe80::1": false,
		"224.0.0.1": false, "ff02::1": false, "255.255.255.255": false, "::ffff:127.0.0.1": false,
	} {
		if got := outside(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// The default transport opens no connection to this machine, whatever the
// name said.
func TestNotThisMachine(t *testing.T) {
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ConnState = func(net.Conn, http.ConnState) { connections.Add(1) }
	server.StartTLS()
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	for _, host := range []string{"127.0.0.1", "localhost"} {
		_, r := (&Finder{}).fetch(t.Context(), "https://"+host+":"+port+"/", true)
		if r.outcome != Refused || !strings.Contains(r.words, "no mail provider's address: not asked") {
			t.Errorf("%s: %+v", host, r)
		}
	}
	if n := connections.Load(); n != 0 {
		t.Errorf("%d connections", n)
	}
}

func TestProxyUnreachable(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	t.Setenv("HTTPS_PROXY", strings.Replace(closed.URL, "http://", "http://anna:hunter22@", 1))
	_, r := (&Finder{}).fetch(t.Context(), "https://example.org/", true)
	if r.outcome != Failed || !strings.Contains(r.words, "the proxy of the environment could not be used") || !strings.Contains(r.words, "check HTTPS_PROXY") ||
		strings.Contains(r.words, "no mail provider's address") || strings.Contains(r.words, "hunter22") {
		t.Errorf("%+v", r)
	}
	t.Setenv("HTTPS_PROXY", "http://anna:hunter22@[broken")
	if _, r = (&Finder{}).fetch(t.Context(), "https://example.org/", true); !strings.Contains(r.words, "proxy") || strings.Contains(r.words, "hunter22") {
		t.Errorf("%+v", r)
	}
}

// A certificate that nobody knows, and TLS that is too old, are refused; extra
// roots are trusted beside the system's.
func TestTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	shake := func(pool *x509.CertPool, name string) error {
		raw, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		config := tlsConfig(pool)
		config.ServerName = name
		return tls.Client(raw, config).Handshake()
	}
	if err := shake(roots, "example.com"); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{"unknown CA": shake(nil, "example.com"), "other CA": shake(x509.NewCertPool(), "example.com"), "other name": shake(roots, "other.example")} {
		if r := explain(t.Context(), "h", err); err == nil || r.outcome != Refused || !strings.Contains(r.words, "certificate cannot be trusted") {
			t.Errorf("%s: %v %+v", name, err, r)
		}
	}
	if tlsConfig(nil).MinVersion != tls.VersionTLS12 {
		t.Error("old TLS is allowed")
	}
}
