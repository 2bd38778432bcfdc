package dial

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"mailknock/mail/wire"
)

// handshake starts TLS and gives the detail to show.
func (d *Dialer) handshake(ctx context.Context, conn *wire.Conn, server wire.Server) (string, error) {
	host, err := ascii(server.Host)
	if err != nil {
		return "", err
	}
	config, facts := d.config(host)
	_, err = conn.Handshake(ctx, config)
	if facts.ClientCertificate {
		conn.Recorder().Note("the server asks for a client certificate; Mailknock has none")
	}
	if errors.Is(err, wire.ErrInjection) {
		return "", err
	}
	if err != nil {
		failed := classify(ctx, err, host, conn.FirstBytes(), *facts)
		if failed.Kind == NotTLS {
			for line := range strings.Lines(failed.FirstBytes) {
				conn.Recorder().In([]byte(strings.TrimRight(line, "\r\n")), true)
			}
		}
		return "", failed
	}
	detail := facts.Version + ", " + facts.Cipher
	if len(facts.Chain) > 0 {
		leaf := facts.Chain[0]
		detail += fmt.Sprintf(", issued by %s, expires %s", leaf.Issuer, leaf.NotAfter.UTC().Format("2006-01-02"))
	}
	return detail, nil
}

// config is for a connection to host, in its ASCII form. TLS 1.2 is the least
// (RFC 8314 section 4.1). facts are filled while the handshake runs, also when
// it fails.
//
// crypto/tls leaves the chain to verify: it knows one pool of roots only, and
// on failure it tells neither version nor cipher. verify does all that
// crypto/tls would do, within the handshake, and a connection that it does not
// accept never stands.
func (d *Dialer) config(host string) (*tls.Config, *TLSFacts) {
	facts := &TLSFacts{}
	serverName := host
	if ip, err := netip.ParseAddr(host); err == nil {
		serverName = ip.WithZone("").String()
	}
	return &tls.Config{
		ServerName:         serverName,
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true, // VerifyConnection verifies
		VerifyConnection: func(state tls.ConnectionState) error {
			facts.fill(state)
			return d.verify(state.PeerCertificates, serverName)
		},
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			facts.ClientCertificate = true
			return &tls.Certificate{}, nil
		},
	}, facts
}

// verify checks that the certificate is for serverName by its alternative
// names (RFC 7817 section 3), for servers, within its time, and that it leads
// to one of the system's roots or of the extra ones.
func (d *Dialer) verify(certificates []*x509.Certificate, serverName string) error {
	if len(certificates) == 0 || serverName == "" {
		return errors.New("the server sent no certificate")
	}
	options := x509.VerifyOptions{DNSName: serverName, Intermediates: x509.NewCertPool()}
	for _, c := range certificates[1:] {
		options.Intermediates.AddCert(c)
	}
	_, err := certificates[0].Verify(options)
	if err == nil {
		return nil
	}
	failed := &tls.CertificateVerificationError{UnverifiedCertificates: certificates, Err: err}
	if d.Roots == nil {
		return failed
	}
	options.Roots = d.Roots
	_, extra := certificates[0].Verify(options)
	if extra == nil {
		return nil
	}
	var unknown x509.UnknownAuthorityError
	if errors.As(err, &unknown) {
		// The extra roots say more: they may know the authority.
		failed.Err = extra
	}
	return failed
}
