package e2e

import (
	"net"
	"sync"
	"testing"
)

// silent is a server that takes connections and says nothing.
type silent struct {
	address   string
	connected chan struct{}
}

func startSilent(t testing.TB) *silent {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	fatal(t, err)
	s := &silent{address: l.Addr().String(), connected: make(chan struct{})}
	var first sync.Once
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			first.Do(func() { close(s.connected) })
		}
	})
	t.Cleanup(func() { l.Close(); all.Wait() })
	return s
}
