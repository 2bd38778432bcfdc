package auth

import (
	"context"
	"errors"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// Row A13: only literal loopback addresses are listened on.
func TestListensOnLoopbackOnly(t *testing.T) {
	for host, want := range map[string][]string{
		"": {"127.0.0.1"}, "127.0.0.1": {"127.0.0.1"}, "::1": {"::1"}, "localhost": {"127.0.0.1", "::1"},
	} {
		listeners, port, err := listen(nil, Redirect{Host: host}, t.Logf)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range listeners {
			a := l.Addr().(*net.TCPAddr)
			got = append(got, a.IP.String())
			if a.Port != port {
				t.Errorf("%s: port %d, not %d", host, a.Port, port)
			}
			_ = l.Close()
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%q listens on %v", host, got)
		}
	}
}

// Row A14 and F9: for localhost both addresses or a sentence.
func TestPortTaken(t *testing.T) {
	for _, taken := range []string{"127.0.0.1", "::1"} {
		other, err := net.Listen("tcp", net.JoinHostPort(taken, "0"))
		if err != nil {
			t.Fatal(err)
		}
		port := other.Addr().(*net.TCPAddr).Port
		as := newFakeAS(t)
		c := as.client()
		c.Redirect = Redirect{Host: "localhost", Port: port}
		_, err = (&Flow{}).SignIn(t.Context(), recorder(), c, Handler{NoBrowser: true})
		var p *PortError
		if !errors.As(err, &p) || !p.Busy || p.Address != taken || p.Port != port || !strings.Contains(err.Error(), "port "+strconv.Itoa(port)+" on "+taken+" is taken") {
			t.Errorf("SignIn: %v", err)
		}
		_ = other.Close()
	}
}

// When the system chooses the port and ::1 has it taken, another is tried.
func TestLocalhostTriesAnotherPort(t *testing.T) {
	sixes := 0
	open := func(network, address string) (net.Listener, error) {
		if network == "tcp6" {
			if sixes++; sixes < 4 {
				return nil, &net.OpError{Op: "listen", Err: os.NewSyscallError("bind", syscall.EADDRINUSE)}
			}
		}
		return net.Listen(network, address)
	}
	listeners, _, err := listen(open, Redirect{Host: "localhost"}, t.Logf)
	if err != nil || len(listeners) != 2 || sixes != 4 {
		t.Fatalf("%v, %d listeners, %d tries", err, len(listeners), sixes)
	}
	for _, l := range listeners {
		_ = l.Close()
	}
	never := func(network, address string) (net.Listener, error) {
		if network == "tcp6" {
			return nil, &net.OpError{Op: "listen", Err: os.NewSyscallError("bind", syscall.EADDRINUSE)}
		}
		return net.Listen(network, address)
	}
	var p *PortError
	if _, _, err := listen(never, Redirect{Host: "localhost"}, t.Logf); !errors.As(err, &p) || p.Address != "::1" {
		t.Errorf("%v", err)
	}
}

// A computer without ::1: nobody else can listen there either.
func TestNoIPv6(t *testing.T) {
	var notes int
	open := func(network, address string) (net.Listener, error) {
		if network == "tcp6" {
			return nil, &net.OpError{Op: "listen", Err: os.NewSyscallError("bind", syscall.EADDRNOTAVAIL)}
		}
		return net.Listen(network, address)
	}
	listeners, _, err := listen(open, Redirect{Host: "localhost"}, func(string, ...any) { notes++ })
	if err != nil || len(listeners) != 1 || notes != 1 {
		t.Fatalf("%v, %d listeners, %d notes", err, len(listeners), notes)
	}
	_ = listeners[0].Close()
}

// memory is a listener without a network, so that time can be played.
type memory struct {
	closed chan struct{}
	conns  chan net.Conn
}

func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error {
	select {
	case <-m.closed:
	default:
		close(m.closed)
	}
	return nil
}

func (m *memory) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711} }

// Rows A13 and A18: after the timeout the catcher is closed, silent
// connections included.
func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{closed: make(chan struct{}), conns: make(chan net.Conn, 2)}
		ours, theirs := net.Pipe()
		m.conns <- theirs
		f := &Flow{listen: func(string, string) (net.Listener, error) { return m, nil }}
		c := Client{AuthURL: "https://as.test/a", TokenURL: "https://as.test/t", ClientID: "c"}
		start := time.Now()
		var deadline time.Time
		_, err := f.SignIn(t.Context(), recorder(), c, Handler{NoBrowser: true, Waiting: func(w Waiting) { deadline = w.Deadline }})
		var late *NotReceivedError
		if !errors.As(err, &late) || late.Waited != DefaultTimeout || late.RedirectURI == "" || !late.Timeout() {
			t.Fatalf("SignIn: %v", err)
		}
		if !deadline.Equal(start.Add(DefaultTimeout)) {
			t.Errorf("the deadline was %s after the start", deadline.Sub(start))
		}
		select {
		case <-m.closed:
		default:
			t.Error("the catcher still listens")
		}
		if _, err := ours.Read(make([]byte, 1)); err == nil {
			t.Error("the silent connection is still open")
		}
	})
}

// A silent connection is cut after five seconds, while the sign-in goes on.
func TestSilentConnectionIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{closed: make(chan struct{}), conns: make(chan net.Conn, 2)}
		ours, theirs := net.Pipe()
		m.conns <- theirs
		f := &Flow{listen: func(string, string) (net.Listener, error) { return m, nil }}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := f.SignIn(ctx, recorder(), Client{AuthURL: "https://as.test/a", TokenURL: "https://as.test/t", ClientID: "c"}, Handler{NoBrowser: true})
			done <- err
		}()
		start := time.Now()
		_, err := ours.Read(make([]byte, 1))
		if d := time.Since(start); err == nil || d != 5*time.Second {
			t.Errorf("cut after %s, %v", d, err)
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("SignIn: %v", err)
		}
	})
}

// Row A13: a thousand attempts leave no descriptor behind.
func TestNoDescriptorIsLeft(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("counts in /proc")
	}
	count := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	c := Client{AuthURL: "https://as.test/a", TokenURL: "https://as.test/t", ClientID: "c", Redirect: Redirect{Host: "localhost"}}
	before := 0
	for n := range 1000 {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := (&Flow{}).SignIn(ctx, recorder(), c, Handler{NoBrowser: true, Waiting: func(Waiting) { cancel() }})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("attempt %d: %v", n, err)
		}
		cancel()
		if n == 10 {
			before = count()
		}
	}
	if after := count(); after > before {
		t.Errorf("%d descriptors after 10 attempts, %d after 1000", before, after)
	}
}
