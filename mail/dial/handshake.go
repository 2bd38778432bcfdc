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
	asked := false
	config := d.config(host)
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		asked = true
		return &tls.Certificate{}, nil
	}
	_, err = conn.Handshake(ctx, config)
	if asked {
		conn.Recorder().Note("the server asks for a client certificate; Mailknock has none")
	}
	if errors.Is(err, wire.ErrInjection) {
		return "", err
	}
	if err != nil {
		failed := classify(ctx, err, host, conn.FirstBytes(), asked)
		if failed.Kind == NotTLS {
			for line := range strings.Lines(failed.FirstBytes) {
				conn.Recorder().In([]byte(strings.TrimRight(line, "\r\n")), true)
			}
		}
		return "", failed
	}
	facts := Facts(conn)
	detail := facts.Version + ", " + facts.Cipher
	if len(facts.Chain) > 0 {
		leaf := facts.Chain[0]
		detail += fmt.Sprintf(", issued by %s, expires %s", leaf.Issuer, leaf.NotAfter.UTC().Format("2006-01-02"))
	}
	return detail, nil
}

// config is for a connection to host, in its ASCII form. TLS 1.2 is the least
// (RFC 8314 section 4.1); the names of the certificate count, not the common
// name (RFC 7817 section 3).
func (d *Dialer) config(host string) *tls.Config {
	config := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if ip, err := netip.ParseAddr(host); err == nil {
		config.ServerName = ip.WithZone("").String()
	}
	if d.Roots != nil {
		// A pool cannot be added to another one. So crypto/tls leaves the chain
		// to verify, which runs in the handshake, does all that crypto/tls would
		// do, and does it with both pools.
		config.InsecureSkipVerify = true
		config.VerifyConnection = func(state tls.ConnectionState) error {
			return d.verify(state.PeerCertificates, config.ServerName)
		}
	}
	return config
}

// verify checks the chain against the system's roots and then the extra ones.
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
	options.Roots = d.Roots
	_, extra := certificates[0].Verify(options)
	if extra == nil {
		return nil
	}
	var unknown x509.UnknownAuthorityError
	if errors.As(err, &unknown) {
		// The extra roots say more: they may know the authority.
		err = extra
	}
	return &tls.CertificateVerificationError{UnverifiedCertificates: certificates, Err: err}
}
