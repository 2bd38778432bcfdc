package discover

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"

	"golang.org/x/net/http/httpproxy"
)

// insideError tells that a name leads to this machine, or to no machine.
type insideError struct{ address netip.Addr }

func (e *insideError) Error() string {
	return fmt.Sprintf("the name leads to %s, which is no mail provider's address: not asked", e.address)
}

// outside tells whether a mail provider can live at an address. Private
// addresses count: companies run their mail inside.
func outside(ip netip.Addr) bool {
	ip = ip.Unmap()
	return ip.IsValid() && !ip.IsLoopback() && !ip.IsUnspecified() && !ip.IsMulticast() &&
		!ip.IsLinkLocalUnicast() && ip != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

// guard looks at the address itself, after the name was looked up, so that no
// second look-up can slip another one in.
func guard(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !outside(at.Addr()) {
		return &insideError{at.Addr().Unmap()}
	}
	return nil
}

// roundTripper carries one exchange with u. It keeps no connection and no
// cookies. A proxy of the environment may be on this machine, and looks names
// up itself.
func (f *Finder) roundTripper(u *url.URL) (http.RoundTripper, error) {
	if f.Transport != nil {
		return f.Transport, nil
	}
	proxy, err := httpproxy.FromEnvironment().ProxyFunc()(u)
	if err != nil {
		// The text is not quoted: it may hold a password.
		return nil, errors.New("the address of the proxy in the environment cannot be read: write it like http://proxy.example.org:3128")
	}
	dialer := &net.Dialer{Timeout: f.each(), Control: guard}
	if proxy != nil {
		dialer.Control = nil
	}
	return &http.Transport{
		Proxy:                  http.ProxyURL(proxy),
		DialContext:            dialer.DialContext,
		TLSClientConfig:        tlsConfig(f.Roots),
		MaxResponseHeaderBytes: 64 << 10,
		DisableKeepAlives:      true,
		DisableCompression:     true,
	}, nil
}

// tlsConfig verifies against the system's roots, and against more when there
// are any: Go has no pool of both on every system, so that they are tried one
// after the other, each in full.
func tlsConfig(more *x509.CertPool) *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if more == nil {
		return config
	}
	config.InsecureSkipVerify = true
	config.VerifyConnection = func(state tls.ConnectionState) error {
		options := x509.VerifyOptions{DNSName: state.ServerName, Intermediates: x509.NewCertPool()}
		if len(state.PeerCertificates) == 0 || state.ServerName == "" {
			return errors.New("the server sent no certificate for its name")
		}
		for _, c := range state.PeerCertificates[1:] {
			options.Intermediates.AddCert(c)
		}
		_, err := state.PeerCertificates[0].Verify(options)
		if err != nil {
			options.Roots = more
			_, err = state.PeerCertificates[0].Verify(options)
		}
		if err != nil {
			return &tls.CertificateVerificationError{UnverifiedCertificates: state.PeerCertificates, Err: err}
		}
		return nil
	}
	return config
}

// noHost begins the sentence of a name without an address.
const noHost = "there is no host "

// explain makes a sentence of why an exchange failed.
func explain(ctx context.Context, host string, err error) reply {
	var (
		inside      *insideError
		notFound    *net.DNSError
		op          *net.OpError
		certificate *tls.CertificateVerificationError
		plain       tls.RecordHeaderError
		wrapped     *url.Error
	)
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	switch {
	case ctx.Err() != nil:
		return failed("no answer in time")
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return failed(fmt.Sprintf("the proxy of the environment could not be used: %v; check HTTPS_PROXY", op.Err))
	case errors.As(err, &inside):
		return refused(inside.Error())
	case errors.As(err, &notFound) && notFound.IsNotFound:
		return nothing(noHost + host)
	case errors.As(err, &notFound):
		return failed("the name servers gave no answer for " + host)
	case errors.As(err, &certificate):
		return refused(fmt.Sprintf("its certificate cannot be trusted: %v", certificate.Err))
	case errors.As(err, &plain):
		return refused("it speaks no TLS on port 443")
	case errors.As(err, &op) && op.Op == "dial":
		return failed(fmt.Sprintf("%s could not be reached: %v", host, op.Err))
	}
	return failed(fmt.Sprintf("the connection to %s failed: %v", host, err))
}
