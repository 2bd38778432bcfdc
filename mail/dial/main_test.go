package dial

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"mailknock/mail/wire"
)

func TestMain(m *testing.M) {
	for _, name := range []string{"ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"} {
		_ = os.Unsetenv(name)
	}
	goleak.VerifyTestMain(m)
}

// listen serves every connection with serve until the test ends.
func listen(t *testing.T, network string, serve func(net.Conn)) (host string, port int) {
	t.Helper()
	address := "127.0.0.1:0"
	if network == "tcp6" {
		address = "[::1]:0"
	}
	l, err := net.Listen(network, address)
	if err != nil {
		t.Skipf("cannot listen on %s: %v", address, err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	var open []net.Conn
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, c)
			mu.Unlock()
			all.Go(func() {
				defer c.Close()
				serve(c)
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		mu.Lock()
		for _, c := range open {
			_ = c.Close()
		}
		mu.Unlock()
		all.Wait()
	})
	h, p, _ := net.SplitHostPort(l.Addr().String())
	n, _ := strconv.Atoi(p)
	return h, n
}

// hold keeps a connection open until the other end goes.
func hold(c net.Conn) { _, _ = c.Read(make([]byte, 1<<16)); _, _ = c.Read(make([]byte, 1)) }

type fakeResolver map[string][]string

func (f fakeResolver) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	var all []netip.Addr
	for _, text := range f[host] {
		all = append(all, netip.MustParseAddr(text))
	}
	if all == nil {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return all, nil
}

func recorder() *wire.Recorder { return wire.NewTranscript(nil).Recorder(wire.IMAP) }

func said(rec *wire.Recorder) string {
	var b strings.Builder
	for _, e := range rec.Transcript().Events() {
		b.WriteString(string(e.Direction) + " " + e.Text + e.Step.Detail + "\n")
	}
	return b.String()
}

// as finds a typed error or fails the test.
func as[E error](t *testing.T, err error) E {
	t.Helper()
	var e E
	if !errors.As(err, &e) {
		t.Fatalf("error %v (%T) holds no %T", err, err, e)
	}
	return e
}

func detail(t *testing.T, rec *wire.Recorder, name wire.StepName) string {
	t.Helper()
	for _, s := range rec.Steps() {
		if s.Name == name {
			return s.Detail
		}
	}
	t.Fatalf("no step %s in %v", name, rec.Steps())
	return ""
}
