package auth

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"
)

// Row A22: an extra root counts only for a certificate that is otherwise in
// order.
func TestExtraRoots(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*x509.Certificate)
		want   string
	}{
		{"good", func(*x509.Certificate) {}, ""},
		{"expired", func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Hour) }, "expired"},
		{"not yet", func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Hour) }, "not yet valid"},
		{"other address", func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 2)} }, "127.0.0.2"},
		{"name only", func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"localhost"} }, "127.0.0.1"},
		{"common name only", func(c *x509.Certificate) { c.IPAddresses = nil }, "127.0.0.1"},
		{"for clients", func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }, "key usage"},
	} {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(2 * time.Hour),
			IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		}
		template.Subject.CommonName = "127.0.0.1"
		test.change(template)
		der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		certificate, _ := x509.ParseCertificate(der)
		pool := x509.NewCertPool()
		pool.AddCert(certificate)
		as := newFakeASWith(t, startTLS(&tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}))
		_, err = (&Flow{Roots: pool}).Refresh(t.Context(), recorder(), as.client(), tokenWith("RT.old-Kq8Wz5Xv2Bn"))
		var bad *tls.CertificateVerificationError
		if test.want == "" && err != nil || test.want != "" && (!errors.As(err, &bad) || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %v", test.name, err)
		}
		if sent := as.postCount() > 0; sent != (test.want == "") {
			t.Errorf("%s: sent %v", test.name, sent)
		}
	}
}
