package pop3

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// TestTokenSizes: the token shares the command's line only within 255 bytes.
func TestTokenSizes(t *testing.T) {
	for _, size := range []int{22, 120, 140, 160, 1000, 3000, 4500, 7000} {
		blob := encoded(t, sasl.XOAUTH2, anna(size))
		one := "AUTH XOAUTH2 " + blob + "\r\n"
		server := "+OK\r\n+OK\r\nSASL XOAUTH2\r\n.\r\n"
		want := one
		if len(one) > 255 {
			want = "AUTH XOAUTH2\r\n" + blob + "\r\n"
			server += "+ \r\n"
		}
		tape := newTape(strings.NewReader(server + "+OK\r\n+OK 0 0\r\n+OK\r\n"))
		conn := wire.NewConn(tape, wire.NewTranscript(nil).Recorder(wire.POP3))
		_ = conn.AllowPlain()
		steps, err := walk(t.Context(), New(conn, Options{}), anna(size), sasl.Auto, false, nil)
		if err != nil || tape.out.String() != "CAPA\r\n"+want+"STAT\r\nQUIT\r\n" {
			t.Errorf("%d: %v, sent %q", size, steps, tape.out.String())
		}
	}
}

// endless repeats a text.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	return n, nil
}

func TestEndless(t *testing.T) {
	capa := "+OK\r\n+OK\r\nSASL XOAUTH2\r\nTOP\r\n.\r\n+OK\r\n+OK 1 9\r\n+OK\r\n+OK\r\n"
	for name, in := range map[string]io.Reader{
		"line":         &endless{text: "x"},
		"greeting":     &endless{text: "+OK hello\r\n"},
		"capabilities": io.MultiReader(strings.NewReader("+OK\r\n+OK\r\n"), &endless{text: "SASL XOAUTH2\r\n"}),
		"empty lines":  io.MultiReader(strings.NewReader("+OK\r\n+OK\r\n"), &endless{text: "\r\n"}),
		"challenges":   io.MultiReader(strings.NewReader("+OK\r\n+OK\r\nSASL XOAUTH2\r\n.\r\n"), &endless{text: "+ e30=\r\n"}),
		"header":       io.MultiReader(strings.NewReader(capa), &endless{text: "Subject: x\r\n"}),
		"long header":  io.MultiReader(strings.NewReader(capa), &endless{text: strings.Repeat("x", 60_000) + "\r\n"}),
	} {
		_, steps, err := replay(in, Options{})
		var limit *wire.LimitError
		var odd *wire.ProtocolError
		if !errors.As(err, &limit) && !errors.As(err, &odd) {
			t.Errorf("%s: %v", name, steps)
		}
	}
}

// TestCut ends a good dialogue at every byte.
func TestCut(t *testing.T) {
	server := "+OK hello\r\n+OK\r\nSASL XOAUTH2\r\nTOP\r\nUIDL\r\n.\r\n+ e30=\r\n+OK\r\n+OK 1 9\r\n+OK 1 id\r\n+OK\r\nSubject: x\r\n\r\n.\r\n+OK bye\r\n"
	for n := range len(server) {
		said, steps, err := replay(strings.NewReader(server[:n]), Options{})
		bye := strings.HasSuffix(said, "QUIT\r\n")
		if (err == nil) != bye || (err != nil && !errors.Is(err, io.EOF)) {
			t.Errorf("cut at %d: %v", n, steps)
		}
	}
}

// TestCancel cancels while the server is silent, at every step.
func TestCancel(t *testing.T) {
	answers := []string{"+OK hello\r\n", "+OK\r\nSASL XOAUTH2\r\nTOP\r\nUIDL\r\n.\r\n", "+ e30=\r\n", "+OK\r\n", "+OK 1 9\r\n", "+OK 1 id\r\n", "+OK\r\nSubject: x\r\n\r\n.\r\n"}
	for n := range len(answers) + 1 {
		client, server := pair(t)
		ctx, cancel := context.WithCancelCause(t.Context())
		stopped := errors.New("stopped by a person")
		served := make(chan struct{})
		go func() {
			defer close(served)
			r := bufio.NewReader(server)
			for i, answer := range answers[:n] {
				if i > 0 {
					_, _ = r.ReadString('\n')
				}
				_, _ = io.WriteString(server, answer)
			}
			if n > 0 {
				_, _ = r.ReadString('\n')
			}
			cancel(stopped)
			_, _ = io.Copy(io.Discard, r)
		}()
		conn := wire.NewConn(client, wire.NewTranscript(nil).Recorder(wire.POP3))
		_ = conn.AllowPlain()
		release := conn.Bind(ctx)
		steps, err := walk(ctx, New(conn, Options{}), anna(0), sasl.Auto, false, nil)
		if err == nil || ctx.Err() == nil {
			t.Errorf("silent after %d answers: %v", n, steps)
		}
		release()
		client.Close()
		<-served
	}
}

// TestReset: a server that goes away over the token makes its size known, a
// cancelled step does not.
func TestReset(t *testing.T) {
	for cause, told := range map[error]bool{io.EOF: true, syscall.ECONNRESET: true, os.ErrDeadlineExceeded: false} {
		broken := &net.OpError{Op: "read", Net: "tcp", Err: cause}
		tape := newTape(io.MultiReader(strings.NewReader("+OK\r\n+OK\r\nSASL XOAUTH2\r\n.\r\n+ \r\n"), iotest.ErrReader(broken)))
		conn := wire.NewConn(tape, wire.NewTranscript(nil).Recorder(wire.POP3))
		_ = conn.AllowPlain()
		steps, err := walk(t.Context(), New(conn, Options{}), anna(3000), sasl.Auto, false, nil)
		if !errors.Is(err, cause) || strings.Contains(err.Error(), "the token has 3000 bytes") != told {
			t.Errorf("%v: %v", cause, steps)
		}
	}
}

// TestWriteFails breaks the connection at every line that goes out.
func TestWriteFails(t *testing.T) {
	server := "+OK hello\r\n+OK\r\nSASL XOAUTH2\r\nTOP\r\nUIDL\r\n.\r\n+ \r\n+ e30=\r\n+OK\r\n+OK 1 9\r\n+OK 1 id\r\n+OK\r\nSubject: x\r\n\r\n.\r\n+OK bye\r\n"
	for n := 1; n <= len([]string{"CAPA", "AUTH", "token", "answer", "STAT", "UIDL"}); n++ {
		tape := newTape(strings.NewReader(server))
		tape.full = n
		conn := wire.NewConn(tape, wire.NewTranscript(nil).Recorder(wire.POP3))
		_ = conn.AllowPlain()
		steps, err := walk(t.Context(), New(conn, Options{TwoLine: true}), anna(0), sasl.Auto, false, nil)
		if !errors.Is(err, syscall.EPIPE) || strings.Count(tape.out.String(), "\r\n") != n {
			t.Errorf("after %d lines: %v", n, steps)
		}
	}
}
