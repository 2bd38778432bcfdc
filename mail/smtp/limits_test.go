package smtp

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

// TestTokenSizes: the token shares the command's line only within 512 bytes,
// and what no server has to take is tried and told.
func TestTokenSizes(t *testing.T) {
	for _, size := range []int{22, 300, 320, 340, 360, 1000, 3000, 4500, 7000, 9000, 10_000} {
		blob := encoded(t, sasl.XOAUTH2, anna(size))
		want := "AUTH XOAUTH2 " + blob + "\r\n"
		server := "220 hi\r\n250-hi\r\n250 AUTH XOAUTH2\r\n"
		if len(want) > 512 {
			want = "AUTH XOAUTH2\r\n" + blob + "\r\n"
			server += "334 \r\n"
		}
		for answer, sentence := range map[string]string{"235 yes": "", "500 5.5.6 SASL response limit exceeded": "500 5.5.6"} {
			tape := newTape(strings.NewReader(server + answer + "\r\n"))
			transcript := wire.NewTranscript(nil)
			conn := wire.NewConn(tape, transcript.Recorder(wire.SMTP))
			_ = conn.AllowPlain()
			c := New(conn, script{}.client())
			_, _ = c.Greeting(t.Context())
			_, _ = c.Capabilities(t.Context())
			_, err := c.Authenticate(t.Context(), anna(size), sasl.Auto)
			if tape.out.String() != "EHLO client.example.org\r\n"+want {
				t.Errorf("%d: sent %q", size, tape.out.String())
			}
			var no *wire.Refusal
			told := err != nil && strings.Contains(err.Error(), "no server has to take more than 12288")
			if (err != nil) != (sentence != "") || (err != nil && (!errors.As(err, &no) || told != (len(blob)+2 > 12288))) {
				t.Errorf("%d: %v", size, err)
			}
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
	after := func(text string, in io.Reader) io.Reader { return io.MultiReader(strings.NewReader(text), in) }
	hello := "220 hi\r\n250-hi\r\n250 AUTH XOAUTH2\r\n"
	for name, in := range map[string]io.Reader{
		"line":       &endless{text: "x"},
		"greeting":   &endless{text: "220-hello\r\n"},
		"EHLO":       after("220 hi\r\n", &endless{text: "250-AUTH XOAUTH2\r\n"}),
		"long EHLO":  after("220 hi\r\n", &endless{text: "250-" + strings.Repeat("x", 60_000) + "\r\n"}),
		"challenges": after(hello, &endless{text: "334 e30=\r\n"}),
		"refusal":    after(hello, &endless{text: "535-5.7.8 no\r\n"}),
		"yes":        after(hello, &endless{text: "235-2.7.0 yes\r\n"}),
	} {
		_, steps, err := replay(in, script{}.client())
		var limit *wire.LimitError
		var odd *wire.ProtocolError
		if !errors.As(err, &limit) && !errors.As(err, &odd) {
			t.Errorf("%s: %v", name, steps)
		}
	}
}

const good = "220 hi\r\n250-hi\r\n250-PIPELINING\r\n250 AUTH XOAUTH2\r\n334 e30=\r\n235 yes\r\n250 ok\r\n250 ok\r\n354 go\r\n250 queued as 1\r\n221 bye\r\n"

// TestCut ends a good dialogue at every byte.
func TestCut(t *testing.T) {
	o := script{options: map[string]bool{"message": true}}.client()
	for n := range len(good) {
		said, steps, err := replay(strings.NewReader(good[:n]), o)
		bye := strings.HasSuffix(said, "QUIT\r\n")
		if (err == nil) != bye || (err != nil && !errors.Is(err, io.EOF)) {
			t.Errorf("cut at %d: %v", n, steps)
		}
	}
}

// TestCancel cancels while the server is silent, at every step.
func TestCancel(t *testing.T) {
	answers := []string{"220 hi\r\n", "250-hi\r\n250 AUTH XOAUTH2\r\n", "334 e30=\r\n", "235 yes\r\n", "250 ok\r\n", "250 ok\r\n", "250 ok\r\n"}
	for n := range len(answers) + 1 {
		client, server := pair(t)
		ctx, cancel := context.WithCancelCause(t.Context())
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
			cancel(errors.New("stopped by a person"))
			_, _ = io.Copy(io.Discard, r)
		}()
		conn := wire.NewConn(client, wire.NewTranscript(nil).Recorder(wire.SMTP))
		_ = conn.AllowPlain()
		release := conn.Bind(ctx)
		steps, err := walk(ctx, New(conn, script{}.client()), anna(0), sasl.Auto, false, nil)
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
		tape := newTape(io.MultiReader(strings.NewReader("220 hi\r\n250-hi\r\n250 AUTH XOAUTH2\r\n334 \r\n"), iotest.ErrReader(broken)))
		conn := wire.NewConn(tape, wire.NewTranscript(nil).Recorder(wire.SMTP))
		_ = conn.AllowPlain()
		steps, err := walk(t.Context(), New(conn, script{}.client()), anna(3000), sasl.Auto, false, nil)
		if !errors.Is(err, cause) || strings.Contains(err.Error(), "the token has 3000 bytes") != told {
			t.Errorf("%v: %v", cause, steps)
		}
	}
}

// TestWriteFails breaks the connection at every line that goes out.
func TestWriteFails(t *testing.T) {
	server := good
	for n := 1; n <= len([]string{"EHLO", "AUTH", "answer", "MAIL", "RCPT", "DATA"}); n++ {
		tape := newTape(strings.NewReader(server))
		tape.full = n
		conn := wire.NewConn(tape, wire.NewTranscript(nil).Recorder(wire.SMTP))
		_ = conn.AllowPlain()
		steps, err := walk(t.Context(), New(conn, script{options: map[string]bool{"message": true}}.client()), anna(0), sasl.Auto, false, nil)
		if !errors.Is(err, syscall.EPIPE) || strings.Count(tape.out.String(), "\r\n") != n {
			t.Errorf("after %d lines: %v", n, steps)
		}
	}
}
