package dial

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"time"

	"mailknock/mail/wire"
)

// The deadlines of the steps, inside the context's own.
const (
	resolveLimit = 5 * time.Second
	connectLimit = 10 * time.Second
	tlsLimit     = 10 * time.Second
)

// Dialer opens connections. The zero value is usable; it is safe for
// concurrent use.
type Dialer struct {
	// Roots are trusted beside the system's; nil: the system's only.
	Roots *x509.CertPool
	// Resolver looks names up; nil: the system's.
	Resolver Resolver
	// Proxy gives the proxy for HOST:PORT, nil for none; nil: EnvironmentProxy.
	Proxy func(address string) (*url.URL, error)
	// OnlyIPv4 leaves IPv6 addresses out; a proxy is not bound by it.
	OnlyIPv4 bool
	// DialContext connects to an IP address and port; nil: net.Dialer's. It
	// must return when its context ends.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)
}

// Open resolves, connects and, for ImplicitTLS, starts TLS. It blocks until
// the connection stands, and records the steps resolve, connect and tls. For
// Plain it refuses any other end than a loopback address.
// The error is a *wire.StepError with one of the package's errors in it.
// The caller closes the connection.
func (d *Dialer) Open(ctx context.Context, rec *wire.Recorder, server wire.Server) (*wire.Conn, error) {
	conn, err := d.Connect(ctx, rec, server)
	if err == nil && server.Security == wire.ImplicitTLS {
		if err = d.StartTLS(ctx, conn, server); err != nil {
			_ = conn.Close()
			return nil, err
		}
	}
	return conn, err
}

// Connect is Open without TLS: the caller starts it, whatever the server's
// kind of security is.
func (d *Dialer) Connect(ctx context.Context, rec *wire.Recorder, server wire.Server) (*wire.Conn, error) {
	target := &target{dialer: d, rec: rec, server: server}
	if err := rec.Step(ctx, wire.Resolve, resolveLimit, target.resolve); err != nil {
		return nil, err
	}
	if err := rec.Step(ctx, wire.Connect, connectLimit, target.connect); err != nil {
		return nil, err
	}
	return target.conn, nil
}

// StartTLS starts TLS on a connection: after Connect, or for STARTTLS after
// the server agreed.
// It blocks until TLS is up, and records the step tls. The error is a
// *wire.StepError with a *TLSError, a *wire.InjectionError, or the reasons
// that wire.Recorder.Step names.
func (d *Dialer) StartTLS(ctx context.Context, conn *wire.Conn, server wire.Server) error {
	return conn.Recorder().Step(ctx, wire.TLS, tlsLimit, func(ctx context.Context) (string, error) {
		return d.handshake(ctx, conn, server)
	})
}

// target is a server on the way to a connection.
type target struct {
	dialer *Dialer
	rec    *wire.Recorder
	server wire.Server

	// host is the server's name in its ASCII form.
	host  string
	proxy *url.URL
	// addresses are empty when the proxy looks the name up.
	addresses []address
	conn      *wire.Conn
}

func (t *target) resolve(ctx context.Context) (string, error) {
	var err error
	if t.host, err = ascii(t.server.Host); err != nil {
		return "", err
	}
	if t.proxy, err = t.dialer.proxyFor(t.host, t.server.Port); err != nil {
		return "", err
	}
	if t.proxy != nil && t.proxy.Scheme != "socks5" {
		t.rec.Note("a proxy from the environment is used: %s", shown(t.proxy))
		return "left to the proxy " + shown(t.proxy), nil
	}
	found, detail, err := t.dialer.lookup(ctx, t.host, t.server.Port)
	t.addresses = found
	return detail, err
}

func (t *target) connect(ctx context.Context) (string, error) {
	start := time.Now()
	var conn net.Conn
	var detail string
	if t.proxy != nil {
		var err error
		if conn, err = t.dialer.throughProxy(ctx, t); err != nil {
			return "", err
		}
		detail = fmt.Sprintf("through the proxy %s in %s", shown(t.proxy), round(time.Since(start)))
	} else {
		winner, attempts, err := t.dialer.race(ctx, t.addresses)
		for _, a := range attempts {
			t.rec.Note("tried %s: %s, after %s", a.Address, words(a.Err), round(a.Duration))
		}
		if err != nil {
			return "", err
		}
		conn = winner
		detail = fmt.Sprintf("%s in %s", conn.RemoteAddr(), round(time.Since(start)))
	}
	t.conn = wire.NewConn(conn, t.rec)
	if t.server.Security == wire.Plain {
		if err := t.conn.AllowPlain(); err != nil {
			_ = conn.Close()
			return "", err
		}
	}
	return detail, nil
}

func round(d time.Duration) time.Duration {
	if d < 10*time.Millisecond {
		return d.Round(10 * time.Microsecond)
	}
	return d.Round(time.Millisecond)
}
