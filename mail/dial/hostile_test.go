package dial

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailknock/mail/wire"
)

// read gives what the client begins with, so that closing afterwards does not
// reset the connection.
func read(c net.Conn) { _, _ = c.Read(make([]byte, 1<<16)) }

func says(text string) func(net.Conn) {
	return func(c net.Conn) {
		_, _ = c.Write([]byte(text))
		read(c)
	}
}

func TestPlainServerOnTLSPort(t *testing.T) {
	for _, c := range []struct{ first, speaks string }{
		{"* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready.\r\n", "IMAP"},
		{"* BYE too many connections\r\n", "IMAP"},
		{"+OK POP3 ready <1896.697170952@dbc.mtview.ca.us>\r\n", "POP3"},
		{"220 mx.example.org ESMTP Postfix\r\n", "SMTP"},
		{"554 no SMTP service here\r\n", "SMTP"},
		{"220 ProFTPD FTP Server ready\r\n", "FTP"},
		{"SSH-2.0-OpenSSH_9.7\r\n", "SSH"},
		{"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n<html>", "HTTP"},
		{"<html><head><title>400 The plain HTTP request was sent to HTTPS port", "HTTP"},
		{"\x00\xff\x1b[2Jgarbage", ""},
		{strings.Repeat("A", 100_000), ""},
	} {
		_, port := listen(t, "tcp4", says(c.first))
		rec := recorder()
		_, err := (&Dialer{}).Open(t.Context(), rec, wire.Server{Host: "127.0.0.1", Port: port, Security: wire.ImplicitTLS})
		failed := as[*TLSError](t, err)
		if failed.Kind != NotTLS || failed.Speaks != c.speaks || !strings.HasPrefix(c.first, failed.FirstBytes) || failed.FirstBytes == "" {
			t.Errorf("%.30q: %s, %q, %.40q", c.first, failed.Kind, failed.Speaks, failed.FirstBytes)
		}
		if text := detail(t, rec, wire.TLS); strings.ContainsAny(text, "\x00\x1b\r\n") || !strings.Contains(text, c.speaks) {
			t.Errorf("detail: %q", text)
		}
		for _, e := range rec.Transcript().Events() {
			if e.Direction == wire.In && !e.Untrusted {
				t.Errorf("not marked untrusted: %q", e.Text)
			}
		}
	}
}

func TestBrokenHandshakes(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	good := ca.issue(t, nil)
	server := func(config *tls.Config) func(net.Conn) {
		config.Certificates = []tls.Certificate{good}
		return func(c net.Conn) {
			s := tls.Server(c, config)
			if s.Handshake() == nil {
				hold(s)
			}
		}
	}
	for _, c := range []struct {
		name  string
		serve func(net.Conn)
		kind  TLSKind
	}{
		{"too old", server(&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}), Version},
		{"too old, and picks it all the same", says("\x16\x03\x01\x00\x2a\x02\x00\x00\x26\x03\x01" + strings.Repeat("r", 32) + "\x00\xc0\x13\x00"), Version},
		{"closes at once", func(net.Conn) {}, ClosedInTLS},
		{"closes after the hello", read, ClosedInTLS},
		{"resets", func(c net.Conn) { read(c); _ = c.(*net.TCPConn).SetLinger(0) }, ClosedInTLS},
		{"half a record", says("\x16\x03\x03\x40\x00\x02"), ClosedInTLS},
		{"wants a client certificate", server(&tls.Config{MaxVersion: tls.VersionTLS12, ClientAuth: tls.RequireAnyClientCert}), ClientCertificate},
		{"alert", says("\x15\x03\x03\x00\x02\x02\x28"), OtherTLS},
		{"TLS-like garbage", says("\x16\x03\x03\x00\x04\xff\x00\x00\x00"), OtherTLS},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, port := listen(t, "tcp4", c.serve)
			_, err := testDialer(ca).Open(t.Context(), recorder(), wire.Server{Host: "localhost", Port: port, Security: wire.ImplicitTLS})
			if failed := as[*TLSError](t, err); failed.Kind != c.kind {
				t.Errorf("kind %s, want %s: %v (%v)", failed.Kind, c.kind, failed, failed.Err)
			}
		})
	}
}

// silent gives a Dialer whose connections lead to a server that says nothing.
func silent(t *testing.T) *Dialer {
	return &Dialer{DialContext: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go hold(server)
		t.Cleanup(func() { _ = server.Close() })
		return client, nil
	}}
}

func TestSilentServerTimesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := silent(t).Open(t.Context(), recorder(), wire.Server{Host: "192.0.2.1", Port: 993, Security: wire.ImplicitTLS})
		timeout := as[*wire.TimeoutError](t, err)
		if timeout.Step != wire.TLS || time.Since(start) != tlsLimit {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		if failed := as[*TLSError](t, err); failed.Kind != TLSTimeout {
			t.Errorf("kind %s", failed.Kind)
		}
	})
}

func TestStopInEveryStep(t *testing.T) {
	forever := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	for step, d := range map[wire.StepName]*Dialer{
		wire.Resolve: {Resolver: resolverFunc(forever)},
		wire.Connect: {DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return nil, forever(ctx) }},
		wire.TLS:     nil,
	} {
		t.Run(string(step), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dialer, host := d, "192.0.2.1"
				if dialer == nil {
					dialer = silent(t)
				}
				if step == wire.Resolve {
					host = "mail.test"
				}
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				_, err := dialer.Open(ctx, recorder(), wire.Server{Host: host, Port: 993, Security: wire.ImplicitTLS})
				if took := time.Since(start); took != time.Second {
					t.Errorf("stopped after %s", took-time.Second)
				}
				if s := as[*wire.StepError](t, err); s.Step != step || !errors.Is(err, context.Canceled) {
					t.Errorf("%v", err)
				}
				as[*wire.StoppedError](t, err)
			})
		})
	}
}
