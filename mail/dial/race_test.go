package dial

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"mailknock/mail/wire"
)

type resolverFunc func(context.Context) error

func (f resolverFunc) LookupNetIP(ctx context.Context, _, _ string) ([]netip.Addr, error) {
	return nil, f(ctx)
}

func TestResolve(t *testing.T) {
	d := &Dialer{Resolver: fakeResolver{"mail.test": {"192.0.2.1", "192.0.2.2", "2001:db8::1", "::ffff:192.0.2.1"}}}
	for _, c := range []struct{ host, detail string }{
		{"mail.test", "192.0.2.1, 2001:db8::1, 192.0.2.2"},
		{"MAIL.test.", "192.0.2.1, 2001:db8::1, 192.0.2.2"},
		{"::1", "an address, nothing to look up"},
		{"127.0.0.1", "an address, nothing to look up"},
	} {
		name, err := ascii(c.host)
		if err != nil {
			t.Fatal(err)
		}
		if _, got, err := d.lookup(t.Context(), name, 993); err != nil || got != c.detail {
			t.Errorf("%s: %q, %v", c.host, got, err)
		}
	}
}

func TestResolveErrors(t *testing.T) {
	broken := &net.DNSError{Err: "server misbehaving", Name: "mail.test", IsTemporary: true}
	for _, c := range []struct {
		host     string
		resolver Resolver
		kind     ResolveKind
		says     string
	}{
		{"imap.exmple.test", fakeResolver{}, NotFound, "no address is known for imap.exmple.test"},
		{"mail.test", resolverFunc(func(context.Context) error { return broken }), NoAnswer, "server misbehaving"},
		{"empty.test", resolverFunc(func(context.Context) error { return nil }), NotFound, "no address is known"},
		{"a\u0338\u2260.test", nil, BadName, "cannot be a host name"},
	} {
		d := &Dialer{Resolver: c.resolver}
		_, err := d.Open(t.Context(), recorder(), wire.Server{Host: c.host, Port: 993, Security: wire.ImplicitTLS})
		if failed := as[*ResolveError](t, err); failed.Kind != c.kind || !strings.Contains(failed.Error(), c.says) {
			t.Errorf("%s: %s, %v", c.host, failed.Kind, failed)
		}
	}
}

func TestInterleave(t *testing.T) {
	var in []netip.Addr
	for _, text := range []string{"2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1"} {
		in = append(in, netip.MustParseAddr(text))
	}
	var got []string
	for _, ip := range interleave(in) {
		got = append(got, ip.String())
	}
	if want := []string{"2001:db8::1", "192.0.2.1", "2001:db8::2", "2001:db8::3"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if len(interleave(nil)) != 0 {
		t.Error("no address gives some")
	}
}

// network is a fake: what each address does, and when it was tried.
type network struct {
	does  map[string]func(context.Context) (net.Conn, error)
	mu    sync.Mutex
	tried map[string]time.Duration
	start time.Time
}

func (n *network) dial(ctx context.Context, _, address string) (net.Conn, error) {
	n.mu.Lock()
	n.tried[address] = time.Since(n.start)
	n.mu.Unlock()
	return n.does[address](ctx)
}

func answers(after time.Duration) func(context.Context) (net.Conn, error) {
	return func(ctx context.Context) (net.Conn, error) {
		select {
		case <-time.After(after):
			client, server := net.Pipe()
			_ = server.Close()
			return client, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func fails(number syscall.Errno, after time.Duration) func(context.Context) (net.Conn, error) {
	return func(context.Context) (net.Conn, error) {
		<-time.After(after)
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: number}
	}
}

func TestRace(t *testing.T) {
	const v6, v4, other = "[2001:db8::1]:993", "192.0.2.1:993", "[2001:db8::2]:993"
	never := answers(time.Hour)
	for _, c := range []struct {
		name  string
		does  map[string]func(context.Context) (net.Conn, error)
		tried map[string]time.Duration
		kind  ConnectKind // empty: connected
		kept  int
	}{
		{"the first at once", map[string]func(context.Context) (net.Conn, error){v6: answers(0)},
			map[string]time.Duration{v6: 0}, "", 0},
		{"v6 dead: v4 after a quarter of a second", map[string]func(context.Context) (net.Conn, error){v6: never, v4: answers(0)},
			map[string]time.Duration{v6: 0, v4: stagger}, "", 0},
		{"v6 refused: v4 at once", map[string]func(context.Context) (net.Conn, error){v6: fails(syscall.ENETUNREACH, 0), v4: answers(0)},
			map[string]time.Duration{v6: 0, v4: 0}, "", 1},
		{"two answer, one is kept", map[string]func(context.Context) (net.Conn, error){v6: answers(stagger), v4: answers(0), other: never},
			map[string]time.Duration{v6: 0, v4: stagger}, "", 0},
		{"all fail", map[string]func(context.Context) (net.Conn, error){v6: fails(syscall.ENETUNREACH, 0), v4: fails(syscall.ECONNREFUSED, time.Second), other: fails(syscall.ENETUNREACH, 0)},
			map[string]time.Duration{v6: 0, v4: 0, other: stagger}, Refused, 3},
		{"all silent", map[string]func(context.Context) (net.Conn, error){v6: never, v4: never, other: never},
			map[string]time.Duration{v6: 0, v4: stagger, other: 2 * stagger}, TimedOut, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := &network{does: c.does, tried: map[string]time.Duration{}, start: time.Now()}
				d := &Dialer{Resolver: fakeResolver{"mail.test": {"2001:db8::1", "2001:db8::2", "192.0.2.1"}}, DialContext: n.dial}
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				addresses, _, _ := d.lookup(ctx, "mail.test", 993)
				conn, attempts, err := d.race(ctx, addresses)
				if conn != nil {
					_ = conn.Close()
				}
				if !reflect.DeepEqual(n.tried, c.tried) && c.name != "two answer, one is kept" {
					t.Errorf("tried %v, want %v", n.tried, c.tried)
				}
				if len(attempts) != c.kept {
					t.Errorf("kept %v", attempts)
				}
				if c.kind == "" && err != nil {
					t.Error(err)
				}
				if c.kind != "" {
					failed := as[*ConnectError](t, err)
					if failed.Kind != c.kind || !strings.Contains(failed.Error(), v4) || !strings.Contains(failed.Error(), v6) {
						t.Errorf("%s: %v", failed.Kind, failed)
					}
				}
			})
		})
	}
}

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
