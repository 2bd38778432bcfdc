package dial

import (
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// TLSKind is why TLS did not come up.
type TLSKind string

// The reasons why TLS did not come up.
const (
	// Untrusted: the chain leads to no root that is trusted here.
	Untrusted TLSKind = "untrusted"
	// Hostname: the certificate is not for the host that was typed.
	Hostname TLSKind = "hostname"
	// Expired and NotYetValid: by this machine's clock.
	Expired     TLSKind = "expired"
	NotYetValid TLSKind = "not-yet-valid"
	// NoServerAuth: the certificate is not for servers.
	NoServerAuth TLSKind = "no-serverauth"
	// BadCertificate: anything else that is wrong with it.
	BadCertificate TLSKind = "bad-certificate"
	// Version: the server has no TLS 1.2 or later.
	Version TLSKind = "version"
	// NotTLS: the server speaks something else on this port.
	NotTLS TLSKind = "not-tls"
	// ClosedInTLS: the server closed or reset the connection.
	ClosedInTLS TLSKind = "closed"
	// TLSTimeout: the server fell silent.
	TLSTimeout TLSKind = "timeout"
	// ClientCertificate: the server wants a certificate from the client.
	ClientCertificate TLSKind = "client-cert"
	// OtherTLS is anything else; Err has the words.
	OtherTLS TLSKind = "other"
)

// TLSError tells why TLS did not come up.
type TLSError struct {
	Kind TLSKind
	// Host is the name that the certificate had to be for.
	Host string
	// FirstBytes are up to 512 of the bytes that the server began with, as it
	// sent them, when Kind is NotTLS; Speaks says in words what they look like,
	// empty when like nothing known.
	FirstBytes string
	Speaks     string
	Facts      TLSFacts
	// Err is the one of crypto/tls, crypto/x509 or the network.
	Err error
}

func (e *TLSError) Error() string {
	text := e.sentence()
	var verification *tls.CertificateVerificationError
	if len(e.Facts.Chain) == 0 || !errors.As(e.Err, &verification) {
		return text
	}
	leaf := e.Facts.Chain[0]
	issuer := leaf.Issuer
	if leaf.Issuer == leaf.Subject {
		issuer += " (itself)"
	}
	return fmt.Sprintf("%s. It is for %s, issued by %s, valid from %s to %s", text, list(leaf), issuer, day(leaf.NotBefore), day(leaf.NotAfter))
}

func (e *TLSError) sentence() string {
	switch e.Kind {
	case Untrusted:
		return "the certificate is not trusted: no authority known here stands behind it"
	case Hostname:
		return "the certificate is not for " + e.Host
	case Expired:
		return "the certificate has expired"
	case NotYetValid:
		return "the certificate is not valid yet"
	case NoServerAuth:
		return "the certificate is not meant for servers"
	case BadCertificate:
		return fmt.Sprintf("the certificate is not acceptable: %v", e.Err)
	case Version:
		return "the server has no TLS 1.2 or later"
	case NotTLS:
		said, _, _ := strings.Cut(e.FirstBytes, "\n")
		said = wire.Visible([]byte(strings.TrimRight(said, "\r")))
		if e.Speaks == "" {
			return "the server does not speak TLS on this port; it began with: " + said
		}
		return "the server does not speak TLS on this port but " + e.Speaks + ": " + said
	case ClosedInTLS:
		return "the server closed the connection in the middle of the TLS handshake"
	case TLSTimeout:
		return "the server fell silent in the TLS handshake"
	case ClientCertificate:
		return "the server wants a client certificate, and Mailknock has none"
	}
	return fmt.Sprintf("TLS failed: %v", e.Err)
}

// Unwrap gives the original error.
func (e *TLSError) Unwrap() error { return e.Err }

func list(c Certificate) string {
	if len(c.Names) == 0 {
		return "no name (its subject is " + c.Subject + ")"
	}
	const shown = 5
	if more := len(c.Names) - shown; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(c.Names[:shown], ", "), more)
	}
	return strings.Join(c.Names, ", ")
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02") }
