package wiretest

import (
	"io"
	"net"
	"strings"
	"syscall"
	"time"

	"mailknock/mail/wire"
)

// Tape is a server whose every word is known before. It seems to be on this
// machine.
type Tape struct {
	net.Conn
	in  io.Reader
	out strings.Builder
	// Full makes writes fail once so many have gone well; 0 means never.
	Full   int
	writes int
}

// NewTape makes a tape with what the server says.
func NewTape(in io.Reader) *Tape { return &Tape{in: in} }

// Connect gives a connection to it that lets secrets go out in clear.
func (tape *Tape) Connect(p wire.Protocol) *wire.Conn {
	conn := wire.NewConn(tape, wire.NewTranscript(nil).Recorder(p))
	if err := conn.AllowPlain(); err != nil {
		panic(err)
	}
	return conn
}

// Said is what the client said so far.
func (tape *Tape) Said() string { return tape.out.String() }

// Read gives what the server says.
func (tape *Tape) Read(p []byte) (int, error) { return tape.in.Read(p) }

// Write takes what the client says.
func (tape *Tape) Write(p []byte) (int, error) {
	tape.writes++
	if tape.Full > 0 && tape.writes > tape.Full {
		return 0, &net.OpError{Op: "write", Net: "tcp", Err: syscall.EPIPE}
	}
	return tape.out.Write(p)
}

// Close does nothing.
func (tape *Tape) Close() error { return nil }

// SetDeadline does nothing.
func (tape *Tape) SetDeadline(time.Time) error { return nil }

// RemoteAddr is a loopback address.
func (tape *Tape) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
