package sandbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
)

// signer signs tokens with ES256. Its key lives as long as the sandbox.
type signer struct {
	key *ecdsa.PrivateKey
	jwk jwk
}

// jwk is the public key (RFC 7517, RFC 7518 section 6.2.1).
type jwk struct {
	KeyType   string `json:"kty"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	Y         string `json:"y"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
	ID        string `json:"kid"`
}

func newSigner() (*signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, err
	}
	// An uncompressed point is 0x04, X and Y, 32 bytes each.
	id := sha256.Sum256(point)
	return &signer{key: key, jwk: jwk{
		KeyType: "EC", Curve: "P-256", X: encodeURL(point[1:33]), Y: encodeURL(point[33:]),
		Use: "sig", Algorithm: "ES256", ID: encodeURL(id[:12]),
	}}, nil
}

// sign makes a JWS in compact form (RFC 7515 section 3.1).
func (s *signer) sign(claims map[string]any) (string, error) {
	header, err := json.Marshal(map[string]string{"typ": "JWT", "alg": "ES256", "kid": s.jwk.ID})
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	text := encodeURL(header) + "." + encodeURL(payload)
	digest := sha256.Sum256([]byte(text))
	r, sig, err := ecdsa.Sign(rand.Reader, s.key, digest[:])
	if err != nil {
		return "", err
	}
	raw := make([]byte, 64)
	r.FillBytes(raw[:32])
	sig.FillBytes(raw[32:])
	return text + "." + encodeURL(raw), nil
}

func encodeURL(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// random gives n bytes of randomness as text.
func random(n int) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails
	return encodeURL(raw)
}
