package pop3

import (
	"context"
	"io"
	"net"
	"strings"
	"syscall"
	"time"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// tape is a server whose every word is known before: reads come from in, what
// the client says goes to out.
type tape struct {
	net.Conn
	in  io.Reader
	out strings.Builder
	// full makes writes fail once so many have gone well; 0 means never.
	full, writes int
}

func newTape(in io.Reader) *tape { return &tape{in: in} }

func (c *tape) Read(p []byte) (int, error) { return c.in.Read(p) }
func (c *tape) Write(p []byte) (int, error) {
	c.writes++
	if c.full > 0 && c.writes > c.full {
		return 0, &net.OpError{Op: "write", Net: "tcp", Err: syscall.EPIPE}
	}
	return c.out.Write(p)
}

func (c *tape) Close() error                { return nil }
func (c *tape) SetDeadline(time.Time) error { return nil }
func (c *tape) RemoteAddr() net.Addr        { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 110} }

// replay lets a client talk to a tape, in clear.
func replay(in io.Reader, o Options) (said string, steps []string, err error) {
	c := newTape(in)
	conn := wire.NewConn(c, wire.NewTranscript(nil).Recorder(wire.POP3))
	if err := conn.AllowPlain(); err != nil {
		return "", nil, err
	}
	steps, err = walk(context.Background(), New(conn, o), anna(0), sasl.Auto, false, nil)
	return c.out.String(), steps, err
}
