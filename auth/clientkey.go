package auth

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha1" // a name for a certificate (RFC 7515 section 4.1.7), no protection
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// minRSA is the shortest RSA key that may sign (RFC 7518 section 3.3), in
// bits.
const minRSA = 2048

// ClientKey proves an app, in the place of a client secret. Like a secret it
// shows nothing of itself by accident.
type ClientKey struct {
	// ID is the key's name at the provider (kid); empty where the provider
	// goes by the certificate, or knows one key only.
	ID string
	// private is behind a pointer: fmt prints the fields of a struct without
	// asking their methods.
	private *privateKey
	cert    *x509.Certificate
}

type privateKey struct {
	signer crypto.Signer
	rsa    bool
	// algorithm is what it signs with, of an RSA key where nobody asks for
	// another.
	algorithm jose.SignatureAlgorithm
}

// newClientKey takes a private key, and of the certificates the one that was
// made for it. Its errors are *KeyFileError.
func newClientKey(key any, certs []*x509.Certificate, now time.Time) (*ClientKey, error) {
	private, err := newPrivateKey(key)
	if err != nil {
		return nil, err
	}
	k := &ClientKey{private: private}
	public, ok := private.signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	for _, cert := range certs {
		if ok && public.Equal(cert.PublicKey) {
			k.cert = cert
			break
		}
	}
	switch {
	case len(certs) == 0:
	case k.cert == nil:
		return nil, &KeyFileError{Problem: KeyDoesNotFit}
	case now.After(k.cert.NotAfter):
		return nil, &KeyFileError{Problem: KeyExpired, Until: k.cert.NotAfter, From: k.cert.NotBefore}
	case now.Add(maxSkew).Before(k.cert.NotBefore):
		return nil, &KeyFileError{Problem: KeyNotYetValid, Until: k.cert.NotAfter, From: k.cert.NotBefore}
	}
	return k, nil
}

func newPrivateKey(key any) (*privateKey, error) {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		if key.N.BitLen() < minRSA {
			return nil, &KeyFileError{Problem: KeyUnsupported, Detail: fmt.Sprintf("an RSA key of %d bits is too short, it takes %d", key.N.BitLen(), minRSA)}
		}
		return &privateKey{signer: key, rsa: true, algorithm: jose.RS256}, nil
	case *ecdsa.PrivateKey:
		algorithms := map[string]jose.SignatureAlgorithm{"P-256": jose.ES256, "P-384": jose.ES384, "P-521": jose.ES512}
		algorithm, ok := algorithms[key.Curve.Params().Name]
		if !ok {
			return nil, errUnknownKind
		}
		return &privateKey{signer: key, algorithm: algorithm}, nil
	case ed25519.PrivateKey:
		return &privateKey{signer: key, algorithm: jose.EdDSA}, nil
	}
	return nil, errUnknownKind
}

// Certificate gives the certificate that was made for the key; nil when the
// file had none.
func (k *ClientKey) Certificate() *x509.Certificate { return k.cert }

// Thumbprint gives the certificate's SHA-1 as providers' consoles show it, so
// that a person can compare; empty without a certificate.
func (k *ClientKey) Thumbprint() string {
	if k.cert == nil {
		return ""
	}
	sum := sha1.Sum(k.cert.Raw)
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// Kind tells what the key is: "RSA, 2048 bits", "ECDSA P-256", "Ed25519".
func (k *ClientKey) Kind() string {
	switch public := k.private.signer.Public().(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA, %d bits", public.N.BitLen())
	case *ecdsa.PublicKey:
		return "ECDSA " + public.Curve.Params().Name
	}
	return "Ed25519"
}

// String gives what may be shown of the key.
func (k *ClientKey) String() string {
	if k == nil || k.private == nil {
		return "no key"
	}
	return "[private key, " + k.Kind() + "]"
}

// GoString gives what String gives.
func (k *ClientKey) GoString() string { return k.String() }

// Format gives what String gives, for every verb.
func (k *ClientKey) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, k.String()) }

// MarshalText gives what String gives.
func (k *ClientKey) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// sign makes a JWT (RFC 7519) of claims. Microsoft's header is PS256 with the
// certificate's SHA-256 thumbprint, see
// learn.microsoft.com/entra/identity-platform/certificate-credentials; others
// get RS256, which all of them know, and both thumbprints.
func (k *ClientKey) sign(microsoft bool, claims map[string]any) (string, error) {
	algorithm := k.private.algorithm
	if microsoft && k.private.rsa {
		algorithm = jose.PS256
	}
	options := (&jose.SignerOptions{}).WithType("JWT")
	if k.ID != "" {
		options.WithHeader(jose.HeaderKey("kid"), k.ID)
	}
	if k.cert != nil {
		sum := sha256.Sum256(k.cert.Raw)
		options.WithHeader("x5t#S256", base64.RawURLEncoding.EncodeToString(sum[:]))
		if !microsoft {
			old := sha1.Sum(k.cert.Raw)
			options.WithHeader("x5t", base64.RawURLEncoding.EncodeToString(old[:]))
		}
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: k.private.signer}, options)
	if err != nil {
		return "", fmt.Errorf("could not sign with the key: %w", err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("could not sign with the key: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("could not sign with the key: %w", err)
	}
	return signed.CompactSerialize()
}
