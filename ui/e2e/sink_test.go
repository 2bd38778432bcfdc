package e2e

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// sink takes the mail that the servers send on and keeps it.
type sink struct {
	Port int

	mu   sync.Mutex
	mail []mailItem
	came chan struct{}
}

// mailItem is one message with its envelope.
type mailItem struct {
	From string
	To   []string
	Data string
}

func startSink(t testing.TB) *sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	fatal(t, err)
	s := &sink{Port: l.Addr().(*net.TCPAddr).Port, came: make(chan struct{}, 1000)}
	var all sync.WaitGroup
	var open sync.Map
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			open.Store(conn, nil)
			all.Go(func() {
				defer conn.Close()
				s.serve(conn)
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		open.Range(func(conn, _ any) bool { conn.(net.Conn).Close(); return true })
		all.Wait()
	})
	return s
}

func (s *sink) serve(conn net.Conn) {
	in := bufio.NewScanner(conn)
	in.Buffer(nil, 1<<20)
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) }
	say("220 sink.example.test ESMTP")
	var item mailItem
	for in.Scan() {
		verb, rest, _ := strings.Cut(in.Text(), ":")
		switch verb := strings.ToUpper(verb); {
		case strings.HasPrefix(verb, "EHLO"), strings.HasPrefix(verb, "HELO"):
			say("250-sink.example.test")
			say("250-8BITMIME")
			say("250-SMTPUTF8")
			say("250 ENHANCEDSTATUSCODES")
		case verb == "MAIL FROM":
			item = mailItem{From: path(rest)}
			say("250 2.1.0 Ok")
		case verb == "RCPT TO":
			item.To = append(item.To, path(rest))
			say("250 2.1.5 Ok")
		case verb == "DATA":
			say("354 Go on")
			item.Data = data(in)
			s.keep(item)
			say("250 2.0.0 Ok: queued as SINK1")
		case verb == "QUIT":
			say("221 2.0.0 Bye")
			return
		default:
			say("250 2.0.0 Ok")
		}
	}
}

func path(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}

func data(in *bufio.Scanner) string {
	var b strings.Builder
	for in.Scan() && in.Text() != "." {
		b.WriteString(strings.TrimPrefix(in.Text(), ".") + "\n")
	}
	return b.String()
}

func (s *sink) keep(item mailItem) {
	s.mu.Lock()
	s.mail = append(s.mail, item)
	s.mu.Unlock()
	s.came <- struct{}{}
}

// find waits for a message that contains text.
func (s *sink) find(t testing.TB, text string) mailItem {
	t.Helper()
	late := time.After(readyWithin)
	for {
		s.mu.Lock()
		for _, item := range s.mail {
			if strings.Contains(item.Data, text) {
				s.mu.Unlock()
				return item
			}
		}
		s.mu.Unlock()
		select {
		case <-s.came:
		case <-late:
			t.Fatalf("no message with %q arrived", text)
		}
	}
}

// messages counts what arrived.
func (s *sink) messages() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.mail)
}
