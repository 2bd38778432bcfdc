package sandbox

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"time"
)

// appKey is what a confidential app proves itself with.
type appKey struct {
	public crypto.PublicKey
	// pem has the private key and the certificate, thumbprint is the latter's.
	pem        []byte
	thumbprint string
}

func newAppKey(now time.Time) (*appKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: appName},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(cert)
	return &appKey{
		public: key.Public(), thumbprint: encodeURL(sum[:]),
		pem: append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
			pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})...),
	}, nil
}

func newClients(now time.Time) (*clients, error) {
	key, err := newAppKey(now)
	if err != nil {
		return nil, err
	}
	return &clients{
		public: registration{id: clientID, name: clientName},
		app:    registration{id: appID, name: appName, secret: random(24), key: key},
	}, nil
}
