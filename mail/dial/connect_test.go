package dial

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"

	"mailknock/mail/wire"
)

func TestConnectStep(t *testing.T) {
	_, port := listen(t, "tcp4", hold)
	d := &Dialer{Resolver: fakeResolver{"mail.test": {"::1", "127.0.0.1"}}}
	rec := recorder()
	conn, err := d.Open(t.Context(), rec, wire.Server{Host: "mail.test", Port: port, Security: wire.STARTTLS})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if got := detail(t, rec, wire.Connect); !strings.HasPrefix(got, "127.0.0.1:") || !strings.Contains(got, " in ") {
		t.Errorf("detail: %s", got)
	}
	if text := said(rec); !strings.Contains(text, "note tried [::1]:") {
		t.Errorf("the failed attempt is not noted:\n%s", text)
	}
}

func TestRefused(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	_, err = (&Dialer{}).Open(t.Context(), recorder(), wire.Server{Host: "127.0.0.1", Port: port, Security: wire.ImplicitTLS})
	failed := as[*ConnectError](t, err)
	if failed.Kind != Refused || !errors.Is(err, syscall.ECONNREFUSED) || len(failed.Attempts) != 1 {
		t.Errorf("%s: %v", failed.Kind, err)
	}
}

func TestPlainIsForLoopbackOnly(t *testing.T) {
	_, port := listen(t, "tcp4", hold)
	conn, err := (&Dialer{}).Open(t.Context(), recorder(), wire.Server{Host: "127.0.0.1", Port: port, Security: wire.Plain})
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.WriteMasked("AUTH ", "token", "[token]"); err != nil {
		t.Error(err)
	}
	_ = conn.Close()

	d := &Dialer{DialContext: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		_ = server.Close()
		return remote{client}, nil
	}}
	_, err = d.Open(t.Context(), recorder(), wire.Server{Host: "192.0.2.1", Port: 143, Security: wire.Plain})
	if err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Errorf("plain to another machine: %v", err)
	}
}

type remote struct{ net.Conn }

func (remote) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 143} }
