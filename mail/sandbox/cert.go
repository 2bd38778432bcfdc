package sandbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"sync"
	"time"
)

// authority is a certificate authority whose keys never leave the memory.
type authority struct {
	now     time.Time
	key     *ecdsa.PrivateKey
	root    *x509.Certificate
	rootPEM []byte

	mu     sync.Mutex
	leaves map[trick]*tls.Certificate
}

func newAuthority(now time.Time) (*authority, error) {
	key, root, err := newRoot("Mailknock Sandbox CA", now)
	if err != nil {
		return nil, err
	}
	return &authority{
		now: now, key: key, root: root,
		rootPEM: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw}),
		leaves:  make(map[trick]*tls.Certificate),
	}, nil
}

// config gives what a server needs for a handshake, with the certificate that
// the trick asks for. It is made at first use and kept.
func (a *authority) config(play trick) (*tls.Config, error) {
	kind := play
	switch play {
	case playUnknownCA, playExpiredCertificate, playWrongName:
	default:
		kind = noTrick
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	leaf := a.leaves[kind]
	if leaf == nil {
		var err error
		if leaf, err = a.issue(kind); err != nil {
			return nil, err
		}
		a.leaves[kind] = leaf
	}
	config := &tls.Config{Certificates: []tls.Certificate{*leaf}, MinVersion: tls.VersionTLS12}
	if play == playOldTLS {
		config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	}
	return config, nil
}

func (a *authority) issue(kind trick) (*tls.Certificate, error) {
	template := x509.Certificate{
		Subject:     pkix.Name{CommonName: "sandbox.test"},
		NotBefore:   a.now.Add(-time.Hour),
		NotAfter:    a.now.Add(7 * 24 * time.Hour),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{"localhost", "sandbox.test"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	parent, signer := a.root, a.key
	switch kind {
	case playUnknownCA:
		var err error
		if signer, parent, err = newRoot("Some Unknown CA", a.now); err != nil {
			return nil, err
		}
	case playExpiredCertificate:
		template.NotBefore, template.NotAfter = a.now.Add(-31*24*time.Hour), a.now.Add(-24*time.Hour)
	case playWrongName:
		template.Subject.CommonName = "mail.example.org"
		template.DNSNames, template.IPAddresses = []string{"mail.example.org", "*.example.org"}, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if template.SerialNumber, err = serial(); err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, parent, &key.PublicKey, signer)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der, parent.Raw}, PrivateKey: key}, nil
}

func newRoot(name string, now time.Time) (*ecdsa.PrivateKey, *x509.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	number, err := serial()
	if err != nil {
		return nil, nil, err
	}
	template := x509.Certificate{
		SerialNumber:          number,
		Subject:               pkix.Name{Organization: []string{"Mailknock"}, CommonName: name},
		NotBefore:             now.Add(-90 * 24 * time.Hour),
		NotAfter:              now.Add(30 * 24 * time.Hour),
		KeyUsage:              x509.KeyUsageCertSign,
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		return nil, nil, err
	}
	root, err := x509.ParseCertificate(der)
	return key, root, err
}

func serial() (*big.Int, error) {
	return rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
}
