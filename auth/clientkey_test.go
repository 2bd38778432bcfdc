package auth

import (
	"crypto"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"mailknock/mail/wire"
)

const keyPassword = "correct-horse"

// keyFile reads one of the files that OpenSSL 3.0 wrote.
func keyFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "keys", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readKey(t *testing.T, name string, o KeyOptions) *ClientKey {
	t.Helper()
	key, err := ReadClientKey(keyFile(t, name), o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return key
}

// Every form of one key gives the same key.
func TestKeyFiles(t *testing.T) {
	want := readKey(t, "ec.pem", KeyOptions{}).private.signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	for _, test := range []struct {
		name                  string
		encrypted, certficate bool
	}{
		{"ec-sec1.pem", false, false},
		{"ec.der", false, false},
		{"ec-encrypted.pem", true, false},
		{"ec-encrypted-des3.pem", true, false},
		{"ec-encrypted.der", true, false},
		{"ec-encrypted-old.pem", true, false},
		{"modern.pfx", true, true},
		{"legacy.p12", true, true},
		{"no-password.p12", false, true},
	} {
		o := KeyOptions{}
		if test.encrypted {
			var password *KeyPasswordError
			if _, err := ReadClientKey(keyFile(t, test.name), o); !errors.As(err, &password) || password.Wrong {
				t.Errorf("%s without a password: %v", test.name, err)
			}
			o.Password = wire.NewSecret("wrong")
			if _, err := ReadClientKey(keyFile(t, test.name), o); !errors.As(err, &password) || !password.Wrong {
				t.Errorf("%s with a wrong password: %v", test.name, err)
			}
			o.Password = wire.NewSecret(keyPassword)
		}
		key := readKey(t, test.name, o)
		if !want.Equal(key.private.signer.Public()) || key.Kind() != "ECDSA P-256" || (key.Certificate() != nil) != test.certficate {
			t.Errorf("%s: %s, %v", test.name, key.Kind(), key.Certificate())
		}
	}
	both := append(keyFile(t, "other-certificate.pem"), append(keyFile(t, "certificate.pem"), keyFile(t, "ec.pem")...)...)
	if key, err := ReadClientKey(append([]byte("\xef\xbb\xbf"), both...), KeyOptions{}); err != nil || key.Certificate().Subject.CommonName != "mailknock test" {
		t.Errorf("a file with both: %v", err)
	}
	for _, name := range []string{"certificate.pem", "certificate.cer"} {
		key := readKey(t, "ec.pem", KeyOptions{Certificate: keyFile(t, name)})
		if len(key.Thumbprint()) != 40 {
			t.Errorf("%s: thumbprint %q", name, key.Thumbprint())
		}
	}
	for name, kind := range map[string]string{"rsa.pem": "RSA, 2048 bits", "ed25519.pem": "Ed25519"} {
		if key := readKey(t, name, KeyOptions{}); key.Kind() != kind {
			t.Errorf("%s: %s", name, key.Kind())
		}
	}
}

// What is no key gets its own sentence.
func TestOtherFiles(t *testing.T) {
	expired, early := time.Now().AddDate(200, 0, 0), time.Now().AddDate(-1, 0, 0)
	damaged := keyFile(t, "ec.pem")
	damaged[60] ^= 1
	for name, test := range map[string]struct {
		file    []byte
		o       KeyOptions
		problem KeyProblem
		words   string
	}{
		"empty":              {file: nil, problem: KeyBroken, words: "empty"},
		"text":               {file: []byte("hello"), problem: KeyBroken},
		"too long":           {file: make([]byte, maxKeyFile+1), problem: KeyBroken, words: "1 MiB"},
		"JSON":               {file: []byte(`{"type":"service_account"}`), problem: KeyOtherKind, words: "service account"},
		"UTF-16":             {file: []byte("\xff\xfe-\x00-\x00"), problem: KeyBroken, words: "UTF-8"},
		"SSH":                {file: keyFile(t, "ssh"), problem: KeyOtherKind, words: "SSH"},
		"PuTTY":              {file: []byte("PuTTY-User-Key-File-3: ssh-rsa"), problem: KeyOtherKind, words: "SSH"},
		"public":             {file: keyFile(t, "public.pem"), problem: KeyPublicOnly},
		"request":            {file: keyFile(t, "request.pem"), problem: KeyRequestOnly},
		"certificate":        {file: keyFile(t, "certificate.pem"), problem: KeyCertificateOnly},
		"certificate, DER":   {file: keyFile(t, "certificate.cer"), problem: KeyCertificateOnly},
		"p12 without key":    {file: keyFile(t, "certificate-only.p12"), o: KeyOptions{Password: wire.NewSecret(keyPassword)}, problem: KeyCertificateOnly},
		"p12 without cert":   {file: keyFile(t, "key-only.p12"), o: KeyOptions{Password: wire.NewSecret(keyPassword)}, problem: KeyWithoutCertificate},
		"p12, cut":           {file: keyFile(t, "modern.pfx")[:500], o: KeyOptions{Password: wire.NewSecret(keyPassword)}, problem: KeyBroken},
		"short RSA":          {file: keyFile(t, "rsa1024.pem"), problem: KeyUnsupported, words: "1024 bits"},
		"curve":              {file: keyFile(t, "secp256k1.pem"), problem: KeyUnsupported, words: "P-256"},
		"scrypt":             {file: keyFile(t, "ec-encrypted-scrypt.pem"), o: KeyOptions{Password: wire.NewSecret(keyPassword)}, problem: KeyUnsupported, words: "openssl"},
		"PBES1":              {file: keyFile(t, "ec-encrypted-v1.pem"), o: KeyOptions{Password: wire.NewSecret(keyPassword)}, problem: KeyUnsupported, words: "openssl"},
		"damaged":            {file: damaged, problem: KeyBroken, words: "damaged"},
		"half a PEM":         {file: keyFile(t, "ec.pem")[:100], problem: KeyBroken, words: "copy the whole file"},
		"other certificate":  {file: keyFile(t, "ec.pem"), o: KeyOptions{Certificate: keyFile(t, "other-certificate.pem")}, problem: KeyDoesNotFit},
		"second file no use": {file: keyFile(t, "ec.pem"), o: KeyOptions{Certificate: keyFile(t, "public.pem")}, problem: KeyBroken, words: "second file"},
		"expired":            {file: keyFile(t, "no-password.p12"), o: KeyOptions{Now: expired}, problem: KeyExpired, words: "ended on"},
		"not yet":            {file: keyFile(t, "no-password.p12"), o: KeyOptions{Now: early}, problem: KeyNotYetValid, words: "begins only on"},
	} {
		_, err := ReadClientKey(test.file, test.o)
		var bad *KeyFileError
		if !errors.As(err, &bad) || bad.Problem != test.problem || !strings.Contains(bad.Error(), test.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file cannot keep the computer busy for hours: OpenSSL was asked for ten
// million rounds and one.
func TestCostlyFiles(t *testing.T) {
	for _, name := range []string{"costly.pem", "costly.p12"} {
		_, err := ReadClientKey(keyFile(t, name), KeyOptions{Password: wire.NewSecret(keyPassword)})
		var bad *KeyFileError
		if !errors.As(err, &bad) || bad.Problem != KeyUnsupported || !strings.Contains(bad.Error(), "very long") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A key shows nothing of itself.
func TestKeyIsSecret(t *testing.T) {
	for _, name := range []string{"ed25519.pem", "rsa.pem", "no-password.p12"} {
		key := readKey(t, name, KeyOptions{})
		block, _ := pem.Decode(keyFile(t, "ed25519.pem"))
		seed := block.Bytes[len(block.Bytes)-32:]
		c := Client{ClientID: "c", Key: key}
		out, _ := json.Marshal(c)
		all := fmt.Sprintf("%v %+v %#v %x %d %v %+v %#v %s", key, key, key, key, key, c, c, c, out) + fmt.Sprintf("%v", *key)
		for _, bad := range []string{fmt.Sprintf("%x", seed[:6]), fmt.Sprintf("%v", seed[:6])[1:18], "BigInt"} {
			if strings.Contains(all, bad) {
				t.Errorf("%s: %q is shown: %s", name, bad, all)
			}
		}
	}
}

// The header that Microsoft documents, and that of the others.
func TestAssertionHeaders(t *testing.T) {
	der, cert := keyFile(t, "rsa.pem"), keyFile(t, "certificate.pem")
	rsa, err := ReadClientKey(der, KeyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(cert)
	rsa.cert, err = x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	ec := readKey(t, "modern.pfx", KeyOptions{Password: wire.NewSecret(keyPassword)})
	ec.ID = "key-7"
	for _, test := range []struct {
		name      string
		key       *ClientKey
		microsoft bool
		algorithm jose.SignatureAlgorithm
		x5t       bool
	}{
		{"RSA for Microsoft", rsa, true, jose.PS256, false},
		{"RSA", rsa, false, jose.RS256, true},
		{"EC", ec, false, jose.ES256, true},
		{"Ed25519", readKey(t, "ed25519.pem", KeyOptions{}), false, jose.EdDSA, false},
	} {
		text, err := test.key.sign(test.microsoft, map[string]any{"iss": "me"})
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		jws, err := jose.ParseSignedCompact(text, []jose.SignatureAlgorithm{test.algorithm})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		payload, err := jws.Verify(test.key.private.signer.Public())
		header := jws.Signatures[0].Protected
		if err != nil || string(payload) != `{"iss":"me"}` || header.KeyID != test.key.ID || header.ExtraHeaders["typ"] != "JWT" {
			t.Errorf("%s: %v %s %+v", test.name, err, payload, header)
		}
		if (header.ExtraHeaders["x5t"] != nil) != test.x5t || (header.ExtraHeaders["x5t#S256"] != nil) != (test.key.cert != nil) {
			t.Errorf("%s: %v", test.name, header.ExtraHeaders)
		}
	}
}

// FuzzClientKey: no file makes the reader fail, hang or show what is in it.
func FuzzClientKey(f *testing.F) {
	files, _ := filepath.Glob(filepath.Join("testdata", "keys", "*"))
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, keyPassword)
	}
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"), "")
	f.Fuzz(func(t *testing.T, data []byte, password string) {
		key, err := ReadClientKey(data, KeyOptions{Password: wire.NewSecret(password)})
		if err == nil {
			if text, err := key.sign(false, map[string]any{}); err != nil || text == "" {
				t.Errorf("a key that cannot sign: %v", err)
			}
			return
		}
		var (
			bad  *KeyFileError
			lock *KeyPasswordError
		)
		if !errors.As(err, &bad) && !errors.As(err, &lock) || len(err.Error()) > 500 {
			t.Errorf("%T %v", err, err)
		}
	})
}
