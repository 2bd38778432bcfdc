package auth

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
)

// tlsConfig is for one exchange with host: TLS 1.2 or newer, and the server's
// certificate verified against the system's roots or the extra ones.
func tlsConfig(host string, extra *x509.CertPool) *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if extra == nil {
		return config
	}
	// Go has no pool of the system's roots and others together on every
	// system, so that the verification is done here, twice, in full.
	config.InsecureSkipVerify = true
	config.VerifyConnection = func(s tls.ConnectionState) error {
		// The name is the host's, or an https proxy's; for an IP address it
		// is empty.
		name := s.ServerName
		if name == "" && net.ParseIP(host) != nil {
			name = host
		}
		return verifyChain(s.PeerCertificates, name, extra)
	}
	return config
}

func verifyChain(chain []*x509.Certificate, name string, extra *x509.CertPool) error {
	if len(chain) == 0 || name == "" {
		return errors.New("the server sent no certificate for its name")
	}
	options := x509.VerifyOptions{DNSName: name, Intermediates: x509.NewCertPool()}
	for _, c := range chain[1:] {
		options.Intermediates.AddCert(c)
	}
	_, err := chain[0].Verify(options)
	if err == nil {
		return nil
	}
	options.Roots = extra
	if _, err = chain[0].Verify(options); err == nil {
		return nil
	}
	return &tls.CertificateVerificationError{UnverifiedCertificates: chain, Err: err}
}
