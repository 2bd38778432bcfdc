package auth

import (
	"bytes"
	"crypto/x509"
	"errors"
	"strings"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"mailknock/mail/wire"
)

// maxKeyFile bounds a key file, in bytes.
const maxKeyFile = 1 << 20

// KeyOptions are what a key file does not say itself. The zero value is
// usable.
type KeyOptions struct {
	// Password opens an encrypted file.
	Password wire.Secret
	// Certificate is a second file, for a key whose own has none.
	Certificate []byte
	// Now is when the certificate must be good; zero: now.
	Now time.Time
}

// ReadClientKey reads the private key of an app from a file's content: PEM or
// DER (PKCS#8, PKCS#1, SEC 1; RFC 5958, RFC 8017, RFC 5915), encrypted or not,
// or PKCS#12 (.pfx, .p12; RFC 7292), with the certificate where there is one.
// It asks nobody, and blocks for as long as the file's password takes to
// check, some seconds at most.
//
// Its errors are *KeyPasswordError, on which a face asks for the password, and
// *KeyFileError.
func ReadClientKey(file []byte, o KeyOptions) (*ClientKey, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	found, err := readKeyFile(file, o.Password)
	if err != nil {
		return nil, err
	}
	if len(o.Certificate) > 0 {
		more, err := readKeyFile(o.Certificate, wire.Secret{})
		if err != nil || len(more.certs) == 0 {
			return nil, &KeyFileError{Problem: KeyBroken, Detail: "the second file holds no certificate"}
		}
		found.certs = append(found.certs, more.certs...)
	}
	switch {
	case found.key != nil:
		return newClientKey(found.key, found.certs, o.Now)
	case found.request:
		return nil, &KeyFileError{Problem: KeyRequestOnly}
	case len(found.certs) > 0:
		return nil, &KeyFileError{Problem: KeyCertificateOnly}
	case found.public:
		return nil, &KeyFileError{Problem: KeyPublicOnly}
	}
	return nil, &KeyFileError{Problem: KeyMissing}
}

// contents are what lies in a key file.
type contents struct {
	key             any
	certs           []*x509.Certificate
	public, request bool
}

func readKeyFile(file []byte, password wire.Secret) (contents, error) {
	file = bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))
	switch text := bytes.TrimSpace(file); {
	case len(text) == 0:
		return contents{}, &KeyFileError{Problem: KeyBroken, Detail: "it is empty"}
	case len(file) > maxKeyFile:
		return contents{}, &KeyFileError{Problem: KeyBroken, Detail: "it is longer than 1 MiB, which no key file is"}
	case text[0] == '{':
		return contents{}, &KeyFileError{Problem: KeyOtherKind, Detail: "it is JSON; if it is a Google service account's, sign in as the service account"}
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return contents{}, &KeyFileError{Problem: KeyBroken, Detail: "it is written in UTF-16: save it as UTF-8"}
	case bytes.HasPrefix(text, []byte("PuTTY-User-Key-File")), bytes.HasPrefix(text, []byte("ssh-")):
		return contents{}, &KeyFileError{Problem: KeyOtherKind, Detail: "it is a key for SSH"}
	case bytes.Contains(text, []byte("-----BEGIN ")):
		return readPEM(text, password)
	}
	return readDER(file, password)
}

// readDER finds out what a file without PEM's lines is.
func readDER(der []byte, password wire.Secret) (contents, error) {
	var c contents
	if key, err := parsePrivate(der); err == nil || errors.Is(err, errUnknownKind) {
		c.key = key
		return c, err
	}
	if cert, err := x509.ParseCertificate(der); err == nil {
		c.certs = []*x509.Certificate{cert}
		return c, nil
	}
	if _, err := x509.ParseCertificateRequest(der); err == nil {
		c.request = true
		return c, nil
	}
	if _, err := x509.ParsePKIXPublicKey(der); err == nil {
		c.public = true
		return c, nil
	}
	if e, ok := parseEncrypted(der); ok {
		key, err := e.open(password)
		c.key = key
		return c, err
	}
	return readPKCS12(der, password)
}

// parsePrivate reads a private key that is not encrypted.
func parsePrivate(der []byte) (any, error) {
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	key, errEC := x509.ParseECPrivateKey(der)
	if errEC == nil {
		return key, nil
	}
	if text := err.Error() + errEC.Error(); strings.Contains(text, "unknown elliptic curve") || strings.Contains(text, "unknown algorithm") {
		return nil, errUnknownKind
	}
	return nil, errDamagedPrivate
}

// readPKCS12 opens a .pfx or .p12 file.
func readPKCS12(der []byte, password wire.Secret) (contents, error) {
	if costly(der, 0) {
		return contents{}, errCostly
	}
	key, cert, more, err := pkcs12.DecodeChain(der, password.Reveal())
	switch {
	case err == nil:
		return contents{key: key, certs: append([]*x509.Certificate{cert}, more...)}, nil
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return contents{}, &KeyPasswordError{Wrong: !password.Empty()}
	case strings.Contains(err.Error(), "private key missing"):
		return contents{}, &KeyFileError{Problem: KeyCertificateOnly}
	case strings.Contains(err.Error(), "certificate missing"):
		return contents{}, &KeyFileError{Problem: KeyWithoutCertificate}
	case strings.Contains(err.Error(), "error reading P12 data"):
		return contents{}, &KeyFileError{Problem: KeyBroken}
	}
	return contents{}, &KeyFileError{Problem: KeyUnsupported, Detail: "the .pfx or .p12 file is of a kind that Mailknock does not know: " + wire.Visible([]byte(cut(strings.TrimPrefix(err.Error(), "pkcs12: "), 200)))}
}
