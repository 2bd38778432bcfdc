package dial

import (
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// certificates is the matrix: what a server may show, and what is made of it.
var certificates = []struct {
	name   string
	host   string // what is typed; it leads to loopback
	change func(*x509.Certificate)
	kind   TLSKind // empty: accepted
	says   string
}{
	{"good", "localhost", nil, "", ""},
	{"expired", "localhost", func(c *x509.Certificate) {
		c.NotBefore, c.NotAfter = time.Now().Add(-40*time.Hour), time.Now().Add(-time.Hour)
	}, Expired, "has expired"},
	{"future", "localhost", func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Hour) }, NotYetValid, "not valid yet"},
	{"wrong host", "localhost", only("mail.example.org"), Hostname, "It is for mail.example.org"},
	{"common name only", "localhost", func(c *x509.Certificate) {
		c.Subject.CommonName, c.DNSNames = "localhost", nil
	}, Hostname, "no name (its subject is localhost)"},
	{"wildcard", "a.mail.test", only("*.mail.test"), "", ""},
	{"wildcard over two labels", "a.b.mail.test", only("*.mail.test"), Hostname, ""},
	{"wildcard inside a label", "mail.test", only("ma*.test"), Hostname, ""},
	{"self-signed", "localhost", func(c *x509.Certificate) { c.SerialNumber.SetInt64(selfSigned) }, Untrusted, "issued by leaf (itself)"},
	{"for clients", "localhost", func(c *x509.Certificate) {
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}, NoServerAuth, "not meant for servers"},
	{"SHA-1", "localhost", func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA1WithRSA }, Untrusted, ""},
	{"IP address", "127.0.0.1", func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)} }, "", ""},
	{"IP address as a name", "127.0.0.1", only("127.0.0.1"), Hostname, ""},
	{"name in another script", "bücher.test", only("xn--bcher-kva.test"), "", ""},
	{"trailing dot", "localhost.", nil, "", ""},
}

func only(names ...string) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.DNSNames = names }
}

func testDialer(ca *authority) *Dialer {
	loopback := []string{"127.0.0.1"}
	return &Dialer{Roots: ca.pool(), Resolver: fakeResolver{
		"localhost": loopback, "a.mail.test": loopback, "a.b.mail.test": loopback, "mail.test": loopback, "xn--bcher-kva.test": loopback,
	}}
}

func TestCertificateMatrix(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	for _, c := range certificates {
		t.Run(c.name, func(t *testing.T) {
			port := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{ca.issue(t, c.change)}})
			rec := recorder()
			conn, err := testDialer(ca).Open(t.Context(), rec, wire.Server{Host: c.host, Port: port, Security: wire.ImplicitTLS})
			if c.kind == "" {
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				checkGood(t, rec, conn)
				return
			}
			failed := as[*TLSError](t, err)
			if failed.Kind != c.kind || !strings.Contains(failed.Error(), c.says) {
				t.Errorf("kind %s, %v; want %s, %q", failed.Kind, failed, c.kind, c.says)
			}
			if f := failed.Facts; len(f.Chain) == 0 || f.Version != "TLS 1.3" || f.Cipher == "" || f.Verified {
				t.Errorf("facts of a refused certificate: %+v", f)
			}
			if got := detail(t, rec, wire.TLS); !strings.Contains(got, "issued by") {
				t.Errorf("the step does not name the issuer: %s", got)
			}
			var step *wire.StepError
			if !errors.As(err, &step) || step.Step != wire.TLS {
				t.Errorf("not the error of the step tls: %v", err)
			}
		})
	}
}

func checkGood(t *testing.T, rec *wire.Recorder, conn *wire.Conn) {
	t.Helper()
	facts := Facts(conn)
	if !facts.Verified || facts.Version != "TLS 1.3" || len(facts.Chain) != 1 || facts.Chain[0].Issuer != "Test Root (Test Ltd)" || len(facts.Chain[0].Fingerprint) != 64 {
		t.Errorf("facts: %+v", facts)
	}
	if got := detail(t, rec, wire.TLS); !strings.HasPrefix(got, "TLS 1.3, TLS_") || !strings.Contains(got, "issued by Test Root (Test Ltd), expires 20") {
		t.Errorf("detail of the step: %s", got)
	}
	if line, err := conn.ReadLine(); err != nil || string(line) != "* OK hello" {
		t.Errorf("greeting %q, %v", line, err)
	}
}

func TestUnknownAuthority(t *testing.T) {
	ca, other := newAuthority(t, "Test Root"), newAuthority(t, "Avast Web/Mail Shield Root")
	port := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{other.issue(t, nil)}})
	for _, d := range []*Dialer{testDialer(ca), {}} {
		_, err := d.Open(t.Context(), recorder(), wire.Server{Host: "localhost", Port: port, Security: wire.ImplicitTLS})
		if failed := as[*TLSError](t, err); failed.Kind != Untrusted || !strings.Contains(failed.Error(), "Avast Web/Mail Shield Root") {
			t.Errorf("kind %s: %v", failed.Kind, failed)
		}
	}
}

func TestIntermediate(t *testing.T) {
	root := newAuthority(t, "Test Root")
	middle := newAuthority(t, "Middle")
	crossed := root.issue(t, func(c *x509.Certificate) {
		c.Subject.CommonName, c.DNSNames, c.ExtKeyUsage = "Middle", nil, nil
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	})
	middle.key = crossed.PrivateKey.(*ecdsa.PrivateKey)
	middle.cert, _ = x509.ParseCertificate(crossed.Certificate[0])
	leaf := middle.issue(t, nil)
	for _, complete := range []bool{true, false} {
		shown := leaf
		if complete {
			shown.Certificate = append([][]byte{leaf.Certificate[0]}, crossed.Certificate[0])
		}
		port := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{shown}})
		conn, err := testDialer(root).Open(t.Context(), recorder(), wire.Server{Host: "localhost", Port: port, Security: wire.ImplicitTLS})
		if complete {
			if err != nil {
				t.Fatal(err)
			}
			if got := len(Facts(conn).Chain); got != 2 {
				t.Errorf("%d certificates are kept", got)
			}
			_ = conn.Close()
		} else if as[*TLSError](t, err).Kind != Untrusted {
			t.Errorf("a chain with a hole: %v", err)
		}
	}
}
