package diagnose

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"

	"mailknock/mail/dial"
)

// network adds what an error of the network or of TLS says, and tells whether
// it was one.
func (l *live) network(err error, words string) bool {
	var (
		proxy   *dial.ProxyError
		op      *net.OpError
		resolve *dial.ResolveError
		connect *dial.ConnectError
		tlsErr  *dial.TLSError
		dns     *net.DNSError
		verify  *tls.CertificateVerificationError
		timeout interface{ Timeout() bool }
	)
	switch {
	// The HTTP client's word for a proxy that it does not reach.
	case errors.As(err, &proxy), errors.As(err, &op) && op.Op == "proxyconnect":
		l.tell("net.proxy", 0.96, words)
	case errors.As(err, &resolve), errors.As(err, &dns):
		l.tell("net.dns", 0.96, words)
	case errors.As(err, &connect):
		l.connect(connect, words)
	case errors.As(err, &tlsErr):
		l.tls(tlsErr, words)
	case errors.As(err, &verify):
		l.certificate(verify.Err, words)
	case errors.Is(err, syscall.ECONNREFUSED):
		l.tell("net.refused", 0.95, words)
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, syscall.ECONNABORTED):
		l.tell("net.reset", 0.92, words)
	case errors.As(err, &timeout) && timeout.Timeout():
		l.tell("net.timeout", 0.92, words)
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		l.tell("net.timeout", 0.9, words)
	case l.protocol == "oauth" && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)):
		l.tell("net.reset", 0.85, words)
	default:
		return false
	}
	return true
}

func (l *live) connect(e *dial.ConnectError, words string) {
	switch e.Kind {
	case dial.Refused:
		l.tell("net.refused", 0.96, words)
	case dial.Reset:
		l.tell("net.reset", 0.95, words)
	case dial.TimedOut, dial.Unreachable:
		l.tell("net.timeout", 0.95, words)
	case dial.Other:
		l.tell("net.timeout", 0.6, words)
	}
}

// certificate is an error of the HTTP client, whose facts package dial does not
// see.
func (l *live) certificate(err error, words string) {
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &host):
		l.tell("tls.hostname_mismatch", 0.95, words)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		l.tell("tls.certificate_expired", 0.95, words)
	default:
		l.tell("tls.untrusted_certificate", 0.95, words)
	}
}

func (l *live) tls(e *dial.TLSError, words string) {
	if len(e.Facts.Chain) > 0 {
		leaf := e.Facts.Chain[0]
		l.values["issuer"] = leaf.Issuer
		l.values["names"] = strings.Join(leaf.Names, ", ")
	}
	switch e.Kind {
	case dial.Untrusted:
		l.tell("tls.untrusted_certificate", 0.96, words)
	case dial.Hostname:
		l.tell("tls.hostname_mismatch", 0.96, words)
	case dial.Expired, dial.NotYetValid:
		l.tell("tls.certificate_expired", 0.95, words)
		if l.facts.Skew.Abs() > maxSkew {
			l.tell("oauth.clock_skew", 0.7, fmt.Sprintf("this computer's clock is off by %s", l.facts.Skew.Abs()))
		}
	case dial.Version:
		l.tell("tls.version_unsupported", 0.96, words)
	case dial.NotTLS:
		l.tell("tls.wrong_mode", 0.96, words)
	case dial.TLSTimeout:
		l.tell("net.timeout", 0.8, words)
		l.tell("tls.wrong_mode", 0.55, words)
	case dial.ClosedInTLS:
		l.tell("net.reset", 0.7, words)
		l.tell("tls.wrong_mode", 0.6, words)
		l.tell("tls.version_unsupported", 0.5, words)
	case dial.NoServerAuth, dial.BadCertificate:
		l.tell("tls.untrusted_certificate", 0.75, words)
	case dial.OtherTLS:
		l.tell("tls.version_unsupported", 0.6, words)
		l.tell("tls.untrusted_certificate", 0.4, words)
	}
}
