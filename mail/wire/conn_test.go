package wire

import (
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// talk gives a connection to a server that runs serve.
func talk(t *testing.T, serve func(net.Conn)) *Conn {
	t.Helper()
	client, server := net.Pipe()
	serveUntilEnd(t, server, serve)
	t.Cleanup(func() { _ = client.Close() })
	return NewConn(client, NewTranscript(nil).Recorder(IMAP))
}

func serveUntilEnd(t *testing.T, server net.Conn, serve func(net.Conn)) {
	var done sync.WaitGroup
	done.Go(func() {
		defer server.Close()
		serve(server)
	})
	t.Cleanup(func() {
		_ = server.Close()
		done.Wait()
	})
}

// overTCP is talk with real sockets.
func overTCP(t *testing.T, serve func(net.Conn)) *Conn {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("tcp4", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	serveUntilEnd(t, server, serve)
	t.Cleanup(func() { _ = client.Close() })
	return NewConn(client, NewTranscript(nil).Recorder(IMAP))
}

func says(text string) func(net.Conn) {
	return func(c net.Conn) { _, _ = io.WriteString(c, text) }
}

func lines(c *Conn, d Direction) (all []string) {
	for _, e := range c.rec.transcript.Events() {
		if e.Kind == Said && e.Direction == d {
			all = append(all, e.Text)
		}
	}
	return all
}

func TestReadLine(t *testing.T) {
	c := talk(t, says("* OK one\r\ntwo\n\r\nbroken \x1b\xff\r\nhalf"))
	for _, want := range []string{"* OK one", "two", "", "broken \x1b\xff"} {
		if line, err := c.ReadLine(); err != nil || string(line) != want {
			t.Errorf("%q, %v; want %q", line, err, want)
		}
	}
	_, err := c.ReadLine()
	var closed *ClosedError
	if !errors.As(err, &closed) || string(closed.Partial) != "half" || closed.Truncated || !errors.Is(err, io.EOF) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v", err)
	}
	if !errors.Is(c.Err(), io.EOF) {
		t.Errorf("Err: %v", c.Err())
	}
	if got := strings.Join(lines(c, In), "|"); got != `* OK one|two||broken <U+001B>\xFF|half` {
		t.Error(got)
	}
	for _, e := range c.rec.transcript.Events() {
		if !e.Untrusted {
			t.Errorf("not marked untrusted: %q", e.Text)
		}
	}
}

func TestResetKeepsItsType(t *testing.T) {
	c := overTCP(t, func(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) })
	_, err := c.ReadLine()
	if !errors.Is(err, syscall.ECONNRESET) || !errors.Is(c.Err(), syscall.ECONNRESET) {
		t.Errorf("%v (%T)", err, err)
	}
}
