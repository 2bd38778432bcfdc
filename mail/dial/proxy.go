package dial

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"

	"golang.org/x/net/proxy"

	"mailknock/mail/wire"
)

// ProxyError tells that the proxy in between failed, or refused to connect.
type ProxyError struct {
	// Proxy is its address without user and password.
	Proxy string
	// Status is its HTTP status; 0 for SOCKS, and when it gave none.
	Status int
	// Words are its own; empty when it said nothing.
	Words string
	// Err is a *ConnectError or *ResolveError when the proxy was not reached,
	// a *TLSError, or what went wrong in talking to it; nil for a refusal.
	Err error
}

func (e *ProxyError) Error() string {
	text := "the proxy"
	if e.Proxy != "" {
		text += " " + e.Proxy
	}
	switch {
	case e.Status == 407:
		return text + " wants a user and a password, or other ones: " + e.Words
	case e.Words != "":
		return text + " refused to connect: " + e.Words
	}
	return fmt.Sprintf("%s failed: %v", text, e.Err)
}

// Unwrap gives what went wrong.
func (e *ProxyError) Unwrap() error { return e.Err }

// throughProxy connects to t through its proxy.
func (d *Dialer) throughProxy(ctx context.Context, t *target) (net.Conn, error) {
	if password, ok := t.proxy.User.Password(); ok {
		t.rec.Mask("proxy password", wire.NewSecret(password))
	}
	if t.proxy.Scheme == "http" || t.proxy.Scheme == "https" {
		return d.connectMethod(ctx, t)
	}
	hosts := []string{net.JoinHostPort(t.host, strconv.Itoa(t.server.Port))}
	if len(t.addresses) > 0 {
		hosts = nil
		for _, a := range t.addresses {
			hosts = append(hosts, a.String())
		}
	}
	var auth *proxy.Auth
	if user := t.proxy.User; user != nil {
		password, _ := user.Password()
		auth = &proxy.Auth{User: user.Username(), Password: password}
	}
	var last error
	for _, host := range hosts {
		conn, err := d.socks(ctx, t.proxy, auth, host)
		if err == nil {
			return conn, nil
		}
		t.rec.Note("tried %s: %s", host, err)
		if last = err; ctx.Err() != nil || last.(*ProxyError).Words == "" {
			break
		}
	}
	return nil, last
}

// socks asks a SOCKS5 proxy (RFC 1928, RFC 1929). The error is a *ProxyError.
func (d *Dialer) socks(ctx context.Context, via *url.URL, auth *proxy.Auth, host string) (net.Conn, error) {
	reach := &reacher{dialer: d, via: via}
	socks, err := proxy.SOCKS5("tcp", via.Host, auth, reach)
	if err != nil {
		return nil, &ProxyError{Proxy: shown(via), Err: err}
	}
	conn, err := socks.(proxy.ContextDialer).DialContext(ctx, "tcp", host)
	if err == nil {
		return conn, nil
	}
	var failed *ProxyError
	if errors.As(err, &failed) {
		return nil, failed
	}
	failed = &ProxyError{Proxy: shown(via), Err: err}
	var op *net.OpError
	if kindOf(err) == Other && errors.As(err, &op) && errors.Unwrap(op.Err) == nil {
		// The package tells the proxy's reply code in words, and no type.
		failed.Words, failed.Err = op.Err.Error(), nil
	}
	return nil, failed
}

// reacher connects to the proxy itself.
type reacher struct {
	dialer *Dialer
	via    *url.URL
}

func (r *reacher) Dial(network, address string) (net.Conn, error) {
	return r.DialContext(context.Background(), network, address)
}

func (r *reacher) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	host, err := ascii(r.via.Hostname())
	if err != nil {
		return nil, &ProxyError{Proxy: shown(r.via), Err: err}
	}
	addresses, _, err := r.dialer.lookup(ctx, host, proxyPort(r.via))
	if err != nil {
		return nil, &ProxyError{Proxy: shown(r.via), Err: err}
	}
	conn, _, err := r.dialer.race(ctx, addresses)
	if err != nil {
		return nil, &ProxyError{Proxy: shown(r.via), Err: err}
	}
	if r.via.Scheme != "https" {
		return conn, nil
	}
	config, facts := r.dialer.config(host)
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, &ProxyError{Proxy: shown(r.via), Err: classify(ctx, err, host, nil, *facts)}
	}
	return secure, nil
}
