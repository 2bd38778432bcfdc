package sandbox

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
)

// maxAssertion bounds a JWT that is read.
const maxAssertion = 16 << 10

// clockLeeway is how far two clocks may differ, in seconds.
const clockLeeway = 60

// assertion is a JWT that somebody else signed (RFC 7523 section 3).
type assertion struct {
	header struct {
		Algorithm  string `json:"alg"`
		Thumbprint string `json:"x5t#S256"`
	}
	Issuer    string `json:"iss"`
	Subject   string `json:"sub"`
	Audience  string `json:"aud"`
	Scope     string `json:"scope"`
	ID        string `json:"jti"`
	IssuedAt  int64  `json:"iat"`
	NotBefore int64  `json:"nbf"`
	Expires   int64  `json:"exp"`
}

// readAssertion verifies the signature of a JWT and reads it. wrong says what
// is wrong with it.
func readAssertion(text string, key crypto.PublicKey) (a assertion, wrong string) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 || len(text) > maxAssertion {
		return a, "it is not a JWT"
	}
	var raw [3][]byte
	for i, part := range parts {
		decoded, err := base64.RawURLEncoding.Strict().DecodeString(part)
		if err != nil {
			return a, "it is not base64url"
		}
		raw[i] = decoded
	}
	if json.Unmarshal(raw[0], &a.header) != nil || json.Unmarshal(raw[1], &a) != nil {
		return a, "it is not JSON"
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !signed(a.header.Algorithm, key, digest[:], raw[2]) {
		return a, "its signature does not fit the registered key"
	}
	return a, ""
}

// signed verifies a signature by the algorithms that a client may use (RFC
// 7518 section 3.1).
func signed(algorithm string, key crypto.PublicKey, digest, signature []byte) bool {
	switch key := key.(type) {
	case *ecdsa.PublicKey:
		return algorithm == "ES256" && len(signature) == 64 &&
			ecdsa.Verify(key, digest, new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
	case *rsa.PublicKey:
		switch algorithm {
		case "RS256":
			return rsa.VerifyPKCS1v15(key, crypto.SHA256, digest, signature) == nil
		case "PS256":
			return rsa.VerifyPSS(key, crypto.SHA256, digest, signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
		}
	}
	return false
}

// times tells what is wrong with an assertion's times. longest is how long it
// may live, in seconds.
func (a assertion) times(now, longest int64) string {
	switch {
	case a.Expires <= now-clockLeeway:
		return "it has expired"
	case a.NotBefore > now+clockLeeway, a.IssuedAt > now+clockLeeway:
		return "it begins in the future"
	case a.Expires > now+longest+clockLeeway:
		return "it lives too long"
	}
	return ""
}
