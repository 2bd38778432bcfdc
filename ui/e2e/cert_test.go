package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// authority is the certificate authority of one run of the tests, with one
// certificate for this machine and for the names of the tests, the key that
// signs tokens, and the one with which apps prove themselves.
type authority struct {
	CAFile, CertFile, KeyFile string
	Roots                     *x509.CertPool
	SigningPEM, VerifyPEM     string
	App                       appKey
}

func newAuthority(t testing.TB) *authority {
	t.Helper()
	now := time.Now()
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	fatal(t, err)
	ca := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "Authority of the tests"},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(24 * time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	fatal(t, err)

	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	fatal(t, err)
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "localhost"},
		NotBefore:    ca.NotBefore,
		NotAfter:     ca.NotAfter,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{"localhost", "acme.test", "*.acme.test"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, caKey)
	fatal(t, err)
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	fatal(t, err)

	signing, err := rsa.GenerateKey(rand.Reader, 2048)
	fatal(t, err)
	signingDER, err := x509.MarshalPKCS8PrivateKey(signing)
	fatal(t, err)
	verifyDER, err := x509.MarshalPKIXPublicKey(&signing.PublicKey)
	fatal(t, err)

	dir := workDir(t, "ca")
	a := &authority{
		CAFile:     write(t, filepath.Join(dir, "ca.pem"), toPEM("CERTIFICATE", caDER)),
		CertFile:   write(t, filepath.Join(dir, "cert.pem"), toPEM("CERTIFICATE", leafDER)),
		KeyFile:    write(t, filepath.Join(dir, "key.pem"), toPEM("PRIVATE KEY", keyDER)),
		Roots:      x509.NewCertPool(),
		SigningPEM: toPEM("PRIVATE KEY", signingDER),
		VerifyPEM:  toPEM("PUBLIC KEY", verifyDER),
		App:        newAppKey(t),
	}
	// Postfix refuses a key that others may read.
	fatal(t, os.Chmod(a.KeyFile, 0o600))
	root, err := x509.ParseCertificate(caDER)
	fatal(t, err)
	a.Roots.AddCert(root)
	return a
}

func toPEM(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func fatal(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
