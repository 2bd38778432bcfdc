package wiretest

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"mailknock/mail/wire"
)

// Endless repeats a text for ever, after another one.
func Endless(before, text string) io.Reader {
	return io.MultiReader(strings.NewReader(before), &endless{text: text})
}

type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	return n, nil
}

// Endless: a check ends, however much a server says.
func (c Client) Endless(t *testing.T, servers map[string]io.Reader) {
	t.Helper()
	for name, in := range servers {
		steps, err := c.Replay(NewTape(in), 0, nil)
		var limit *wire.LimitError
		var odd *wire.ProtocolError
		if !errors.As(err, &limit) && !errors.As(err, &odd) {
			t.Errorf("%s: %v", name, steps)
		}
	}
}

// Cut ends a good dialogue at every byte: only the answer to the last command
// may miss.
func (c Client) Cut(t *testing.T, server string, o Options) {
	t.Helper()
	for n := range len(server) {
		tape := NewTape(strings.NewReader(server[:n]))
		steps, err := c.Replay(tape, 0, o)
		bye := strings.HasSuffix(tape.Said(), "QUIT\r\n")
		if (err == nil) != bye || (err != nil && !errors.Is(err, io.EOF)) {
			t.Errorf("cut at %d: %v", n, steps)
		}
	}
}

// WriteFails breaks the connection of a good dialogue after each of the lines
// that go out.
func (c Client) WriteFails(t *testing.T, server string, o Options, lines ...string) {
	t.Helper()
	for n := 1; n <= len(lines); n++ {
		tape := NewTape(strings.NewReader(server))
		tape.Full = n
		steps, err := c.Replay(tape, 0, o)
		if !errors.Is(err, syscall.EPIPE) || strings.Count(tape.Said(), "\r\n") != n {
			t.Errorf("after %s: %v", lines[n-1], steps)
		}
	}
}

// Reset breaks the connection after server has asked for a token of 3000
// bytes: a server that goes away over it makes its size known, a cancelled
// step does not.
func (c Client) Reset(t *testing.T, server string) {
	t.Helper()
	for cause, told := range map[error]bool{io.EOF: true, syscall.ECONNRESET: true, os.ErrDeadlineExceeded: false} {
		broken := &net.OpError{Op: "read", Net: "tcp", Err: cause}
		tape := NewTape(io.MultiReader(strings.NewReader(server), iotest.ErrReader(broken)))
		steps, err := c.Replay(tape, 3000, nil)
		if !errors.Is(err, cause) || strings.Contains(err.Error(), "the token has 3000 bytes") != told {
			t.Errorf("%v: %v", cause, steps)
		}
	}
}
