package auth

import (
	"fmt"
	"time"
)

// KeyProblem is why a file gives no key to prove an app with.
type KeyProblem string

// The problems of a key file.
const (
	KeyMissing            KeyProblem = "missing"
	KeyBroken             KeyProblem = "broken"
	KeyPublicOnly         KeyProblem = "public-only"
	KeyCertificateOnly    KeyProblem = "certificate-only"
	KeyRequestOnly        KeyProblem = "request-only"
	KeyWithoutCertificate KeyProblem = "without-certificate"
	KeyDoesNotFit         KeyProblem = "does-not-fit"
	KeyExpired            KeyProblem = "expired"
	KeyNotYetValid        KeyProblem = "not-yet-valid"
	KeyUnsupported        KeyProblem = "unsupported"
	KeyOtherKind          KeyProblem = "other-kind"
)

// KeyFileError tells that a file gives no key. Nothing of the file's secrets
// is in it.
type KeyFileError struct {
	Problem KeyProblem
	// Detail is more about it, in words; empty when there is no more.
	Detail string
	// Until and From are the certificate's, where Problem is about them.
	Until, From time.Time
}

func (e *KeyFileError) Error() string {
	switch e.Problem {
	case KeyMissing:
		return "there is no private key in the file: choose the file that begins with -----BEGIN PRIVATE KEY-----, or a .pfx or .p12 file"
	case KeyPublicOnly:
		return "the file holds only the public key: choose the one with the private key"
	case KeyCertificateOnly:
		return "the file holds only the certificate: choose the one with the private key that the certificate was made for"
	case KeyRequestOnly:
		return "the file is a request for a certificate: choose the private key it was made with, and the certificate that came back"
	case KeyWithoutCertificate:
		return "the key has no certificate, and Microsoft recognises a key by its certificate: choose a file with both, or add the certificate's file"
	case KeyDoesNotFit:
		return "the private key does not belong to the certificate: choose the two that were made together"
	case KeyExpired:
		return fmt.Sprintf("the certificate ended on %s: make a new one, and give it to the app's registration", e.Until.UTC().Format("2 January 2006"))
	case KeyNotYetValid:
		return fmt.Sprintf("the certificate begins only on %s: check the clock of this computer, or wait", e.From.UTC().Format("2 January 2006, 15:04 MST"))
	case KeyUnsupported:
		return "the key cannot be used: " + e.Detail
	case KeyOtherKind:
		return "the file is not a key for this: " + e.Detail
	}
	if e.Detail != "" {
		return "the key file cannot be read: " + e.Detail
	}
	return "the key file cannot be read: it is damaged, or not a key file"
}

// KeyPasswordError tells that a key file needs its password.
type KeyPasswordError struct {
	// Wrong tells that one was given and does not open the file; otherwise
	// none was given.
	Wrong bool
}

func (e *KeyPasswordError) Error() string {
	if e.Wrong {
		return "the password does not open the key file: type it again"
	}
	return "the key file is encrypted: type its password"
}
