package sandbox

import (
	"net"
	"time"

	"mailknock/mail/wire"
)

// service is one listener: a protocol with one kind of security.
type service struct {
	protocol wire.Protocol
	security wire.Security
	listener net.Listener
	port     int
}

// serve opens a listener and answers its connections until the sandbox closes.
func (s *Sandbox) serve(protocol wire.Protocol, security wire.Security) (*service, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	served := &service{protocol: protocol, security: security, listener: listener, port: listener.Addr().(*net.TCPAddr).Port}
	s.running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				if s.ctx.Err() != nil || !pause(s.ctx.Done(), 20*time.Millisecond) {
					return
				}
				continue
			}
			s.answer(served, conn)
		}
	})
	return served, nil
}

// answer talks to one client in a goroutine of its own. A connection beyond
// the limit is closed without a word.
func (s *Sandbox) answer(served *service, conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.conns) >= maxConns {
		_ = conn.Close()
		return
	}
	s.conns[conn] = struct{}{}
	s.running.Go(func() {
		newSession(s, served, conn).run()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.conns, conn)
		_ = conn.Close()
	})
}

// pause waits and tells whether it waited to the end: false when done came
// first.
func pause(done <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done:
		return false
	case <-timer.C:
		return true
	}
}
