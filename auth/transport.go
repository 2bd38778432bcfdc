package auth

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// maxBody bounds the body of an answer, in bytes.
const maxBody = 1 << 20

// errTooLong tells that a body is longer than maxBody.
var errTooLong = errors.New("the answer is longer than 1 MiB")

// transport gives what carries one exchange.
func (f *Flow) transport(host string) http.RoundTripper {
	if f.HTTP != nil && f.HTTP.Transport != nil {
		return f.HTTP.Transport
	}
	return newTransport(host, f.Roots)
}

// newTransport makes the default for one exchange with host. It keeps no connection, because Go sends a
// request anew when a kept one turns out to be dead, and nothing here may be
// sent twice. It speaks HTTP/1.1 only, for the same reason.
func newTransport(host string, roots *x509.CertPool) *http.Transport {
	proxy := httpproxy.FromEnvironment().ProxyFunc()
	dialer := &net.Dialer{Timeout: 15 * time.Second}
	return &http.Transport{
		Proxy:                  func(r *http.Request) (*url.URL, error) { return proxy(r.URL) },
		DialContext:            dialer.DialContext,
		TLSClientConfig:        tlsConfig(host, roots),
		TLSHandshakeTimeout:    15 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		DisableKeepAlives:      true,
		DisableCompression:     true,
	}
}

// client wraps an exchange for x/oauth2: no cookies, no redirects.
func (x *exchange) client() *http.Client {
	return &http.Client{
		Transport:     x,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// network makes the error of an exchange without an answer.
func network(ctx context.Context, host string, sent bool, err error) error {
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	var dropped *url.Error
	if errors.As(err, &dropped) {
		err = dropped.Err
	}
	return &NetworkError{Host: host, Lost: sent, Err: err}
}
