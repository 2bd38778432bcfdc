package dial

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// classify finds out why a handshake with host failed. first is what the
// server began with, facts what the handshake found out so far.
func classify(ctx context.Context, err error, host string, first []byte, facts TLSFacts) *TLSError {
	e := &TLSError{Kind: OtherTLS, Host: host, Facts: facts, Err: err}
	var verification *tls.CertificateVerificationError
	if errors.As(err, &verification) {
		e.Kind = certificateKind(verification)
		return e
	}
	var header tls.RecordHeaderError
	text := err.Error()
	switch {
	case len(first) > 0 && !wire.LooksLikeTLS(first):
		e.Kind, e.FirstBytes, e.Speaks = NotTLS, string(first), speaks(first)
	case ctx.Err() != nil || kindOf(err) == TimedOut:
		e.Kind = TLSTimeout
	case errors.As(err, &header):
		e.Kind, e.FirstBytes = NotTLS, string(first)
	// crypto/tls has no types for these.
	case strings.Contains(text, "unsupported protocol version") || strings.Contains(text, "protocol version not supported"):
		e.Kind = Version
	case strings.Contains(text, "certificate required") || facts.ClientCertificate && strings.Contains(text, "remote error"):
		e.Kind = ClientCertificate
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || kindOf(err) == Reset:
		e.Kind = ClosedInTLS
	}
	return e
}

func certificateKind(err *tls.CertificateVerificationError) TLSKind {
	var unknown x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &hostname):
		return Hostname
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		if invalid.Cert != nil && time.Now().Before(invalid.Cert.NotBefore) {
			return NotYetValid
		}
		return Expired
	case errors.As(err, &invalid) && invalid.Reason == x509.IncompatibleUsage:
		return NoServerAuth
	case errors.As(err, &unknown):
		return Untrusted
	}
	return BadCertificate
}

// speaks says which protocol a server's first bytes look like.
func speaks(first []byte) string {
	text := string(first)
	switch {
	case strings.HasPrefix(text, "* OK") || strings.HasPrefix(text, "* PREAUTH") || strings.HasPrefix(text, "* BYE"):
		return "IMAP"
	case strings.HasPrefix(text, "+OK") || strings.HasPrefix(text, "-ERR"):
		return "POP3"
	case strings.HasPrefix(text, "SSH-"):
		return "SSH"
	case strings.HasPrefix(text, "HTTP/") || strings.HasPrefix(strings.ToLower(text), "<!doctype") || strings.HasPrefix(strings.ToLower(text), "<html"):
		return "HTTP"
	case strings.HasPrefix(text, "220") && strings.Contains(text, "FTP"):
		return "FTP"
	case strings.HasPrefix(text, "220") || strings.HasPrefix(text, "421 ") || strings.HasPrefix(text, "554") || strings.HasPrefix(text, "500 ") || strings.HasPrefix(text, "502 "):
		return "SMTP"
	}
	return ""
}
