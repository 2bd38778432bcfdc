package dial

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"time"

	"mailknock/mail/wire"
)

// TLSFacts is what a handshake found out.
type TLSFacts struct {
	// Version and Cipher are in words: "TLS 1.3", "TLS_AES_128_GCM_SHA256".
	// They are empty when the handshake did not come that far.
	Version, Cipher string
	// Chain is what the server sent, its own certificate first.
	Chain []Certificate
	// Verified tells that the chain leads to a trusted root and is for the
	// host that was asked for. A connection never stands without it.
	Verified bool
	// ClientCertificate tells that the server asked for one; none was sent.
	ClientCertificate bool
}

// Certificate is what there is to say about one. Its texts are the server's
// and not made visible.
type Certificate struct {
	Subject, Issuer string
	// Names are the DNS names and IP addresses that it is for.
	Names               []string
	NotBefore, NotAfter time.Time
	// Fingerprint is the SHA-256 of its public key (SPKI), in hexadecimal.
	Fingerprint string
}

// maxChain bounds the certificates that are kept of a chain, and maxNames the
// names of each.
const (
	maxChain = 10
	maxNames = 100
)

// Facts gives what the handshake of conn found out; the zero value when TLS is
// not up.
func Facts(conn *wire.Conn) TLSFacts {
	state, ok := conn.TLS()
	if !ok {
		return TLSFacts{}
	}
	facts := TLSFacts{Verified: true}
	facts.fill(state)
	return facts
}

func (f *TLSFacts) fill(state tls.ConnectionState) {
	f.Version, f.Cipher = tls.VersionName(state.Version), tls.CipherSuiteName(state.CipherSuite)
	f.Chain = chain(state.PeerCertificates)
}

func chain(certificates []*x509.Certificate) (all []Certificate) {
	for _, c := range certificates[:min(len(certificates), maxChain)] {
		sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
		all = append(all, Certificate{
			Subject: name(c.Subject), Issuer: name(c.Issuer), Names: names(c),
			NotBefore: c.NotBefore, NotAfter: c.NotAfter, Fingerprint: hex.EncodeToString(sum[:]),
		})
	}
	return all
}

func names(c *x509.Certificate) []string {
	all := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	return all[:min(len(all), maxNames)]
}

// name gives what a person knows somebody by: the common name, and the
// organization when it says more.
func name(n pkix.Name) string {
	organization := ""
	if len(n.Organization) > 0 {
		organization = n.Organization[0]
	}
	switch {
	case n.CommonName == "" && organization == "":
		return n.String()
	case n.CommonName == "":
		return organization
	case organization == "" || organization == n.CommonName:
		return n.CommonName
	}
	return n.CommonName + " (" + organization + ")"
}
