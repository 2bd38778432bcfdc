package e2e

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"math/big"
	"os/exec"
	"testing"
	"time"
)

// appKey is a key with its certificate, by which an app proves itself.
type appKey struct {
	// KeyPEM and CertPEM belong into one file.
	KeyPEM, CertPEM, PublicPEM string
}

func newAppKey(t testing.TB) appKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	fatal(t, err)
	now := time.Now()
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "An app"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
	}
	certDER, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	fatal(t, err)
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	fatal(t, err)
	publicDER, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	fatal(t, err)
	return appKey{toPEM("PRIVATE KEY", keyDER), toPEM("CERTIFICATE", certDER), toPEM("PUBLIC KEY", publicDER)}
}

// openssl has OpenSSL make a file of the person's, as administrators do.
func (p *person) openssl(name string, args ...string) string {
	p.t.Helper()
	path := p.file(name, "")
	cmd := exec.CommandContext(p.t.Context(), need(p.t, "openssl"), append(args, "-out", path)...)
	if said, err := cmd.CombinedOutput(); err != nil {
		p.t.Fatalf("openssl %s: %v\n%s", args[0], err, said)
	}
	return path
}

// serviceAccount gives the JSON key file of a service account.
func (k appKey) serviceAccount(t testing.TB, tokenURL string) string {
	t.Helper()
	data, err := json.MarshalIndent(map[string]string{
		"type": "service_account", "project_id": "mail-tests", "private_key_id": "0123456789abcdef",
		"private_key": k.KeyPEM, "client_email": "robot@mail-tests.example.test", "client_id": "123456789012345678901",
		"token_uri": tokenURL,
	}, "", "  ")
	fatal(t, err)
	return string(data)
}
