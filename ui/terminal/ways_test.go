package terminal

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// keyFiles writes a new key into a folder: bare, and in an archive with a
// password. text is the key itself.
func keyFiles(t *testing.T, dir, password string) (bare, archive, text string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	cert := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "An app"}, NotBefore: now, NotAfter: now.Add(time.Hour)}
	certDER, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err = x509.ParseCertificate(certDER)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := pkcs12.Modern.Encode(key, cert, nil, password)
	if err != nil {
		t.Fatal(err)
	}
	bare, archive = filepath.Join(dir, "key.pem"), filepath.Join(dir, "app.pfx")
	plain := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	for name, data := range map[string][]byte{bare: plain, archive: sealed} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lines := strings.Split(strings.TrimSpace(string(plain)), "\n")
	return bare, archive, strings.Join(lines[1:len(lines)-1], "")
}

// TestWaysAtTheSandbox: each way signs in there, and the document names it.
func TestWaysAtTheSandbox(t *testing.T) {
	for _, method := range []string{"code", "device", "client-credentials", "service-account"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			s := newShell(t)
			r := s.run(t, "check", "--provider", "sandbox", "--method", method, "--json")
			d := r.document(t)
			if r.code != ExitOK || !d.OK || d.SignIn.Method != method || len(d.Checks) != 3 {
				t.Errorf("code %d, %+v\n%s", r.code, d.SignIn, r.err)
			}
			if r.err != "" {
				t.Errorf("the sandbox consents by itself, so there is nothing to say: %s", r.err)
			}
		})
	}
}

// TestWrongUseOfTheWays: each mistake names its flag.
func TestWrongUseOfTheWays(t *testing.T) {
	s := newShell(t)
	work := t.TempDir()
	bare, archive, _ := keyFiles(t, work, "the password")
	word := filepath.Join(work, "word")
	if err := os.WriteFile(word, []byte("not it"), 0o600); err != nil {
		t.Fatal(err)
	}
	const own = "--user a@b.test --imap 127.0.0.1:1/plain --issuer http://127.0.0.1:1"
	for _, tt := range []struct{ args, says string }{
		{"check --provider sandbox --method password", "--method"},
		{"check --provider icloud --user a@icloud.com --method device", "iCloud"},
		{"check --provider yahoo --user a@yahoo.com --method device", "--method: Yahoo"},
		{"check --provider google --user a@gmail.com --method device", "--method: Google"},
		{"check --provider google --user a@gmail.com --method client-credentials", "--method: Google"},
		{"check --provider google --user a@gmail.com --method service-account", "--key-file: name the JSON key file"},
		{"check --provider google --user a@gmail.com --method service-account --key-file " + bare, "--key-file: this file is a bare key"},
		{"check --provider google --user a@gmail.com --method service-account --key-file " + work, "is a folder"},
		{"check --provider microsoft --user a@b.test --method service-account --key-file " + bare, "--method: service accounts are Google's"},
		{"check --provider microsoft --user a@b.test --method client-credentials", "--client-id"},
		{"check --provider microsoft --user a@b.test --method client-credentials --client-id x", "--client-secret-file"},
		{"check --provider microsoft --user a@b.test --method client-credentials --client-id x --key-file /nonexistent/key", "--key-file"},
		{"check --provider microsoft --user a@b.test --method client-credentials --client-id x --key-file " + archive, "--key-password-file: the key file is encrypted"},
		{"check --provider microsoft --user a@b.test --method client-credentials --client-id x --key-file " + archive + " --key-password-file " + word, "--key-password-file: the password does not open"},
		{"check --provider microsoft --user a@b.test --method client-credentials --client-id x --key-file " + archive + " --key-password-file /nonexistent/word", "--key-password-file"},
		{"check " + own + " --client-id x --refresh-token-file /nonexistent/token", "--refresh-token-file"},
		{"check " + own + " --refresh-token-file " + word, "--client-id"},
		{"discover a", "@"},
		{"discover a@b.test --ca /nonexistent/ca", "--ca"},
		{"conformance", "domain"},
		{"conformance not/a/domain", "domain"},
		{"inspect /nonexistent/token", "nonexistent"},
		{"inspect -", "no token"},
		{"probe nobody", "nobody"},
	} {
		r := s.run(t, strings.Fields(tt.args)...)
		if r.code != ExitUsage || !strings.Contains(r.err, tt.says) || r.out != "" {
			t.Errorf("%s: code %d, wants %q, says %q, prints %q", tt.args, r.code, tt.says, r.err, r.out)
		}
	}
}
