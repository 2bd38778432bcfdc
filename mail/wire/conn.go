package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"time"
)

// MaxLine bounds a line from a server, its line end included.
const MaxLine = 64 << 10

// ErrLineTooLong is the answer to a line of more than MaxLine bytes.
var ErrLineTooLong = fmt.Errorf("the server sent a line of more than %d bytes", MaxLine)

// ErrInjection tells that bytes came between the answer to STARTTLS and the
// TLS handshake: somebody on the way tried to put words into the server's
// mouth (nostarttls.secvuln.info).
var ErrInjection = errors.New("bytes arrived between the answer to STARTTLS and the start of TLS")

// Conn is a connection that writes down every line. One goroutine at a time
// may use it; Close may be called by any.
type Conn struct {
	rec    *Recorder
	raw    net.Conn
	cur    net.Conn
	reader *bufio.Reader
	secure atomic.Bool
}

// NewConn records what goes over c. loopbackPlain says that no TLS is meant
// to come, so that what is read is not marked untrusted.
func NewConn(c net.Conn, rec *Recorder) *Conn {
	return &Conn{rec: rec, raw: c, cur: c, reader: bufio.NewReaderSize(c, 4096)}
}

// Recorder gives the pen that the connection writes with.
func (c *Conn) Recorder() *Recorder { return c.rec }

// Secure tells whether TLS is up.
func (c *Conn) Secure() bool { return c.secure.Load() }

// Bind makes reads and writes end when ctx ends, until release is called.
func (c *Conn) Bind(ctx context.Context) (release func()) {
	deadline, _ := ctx.Deadline()
	_ = c.raw.SetDeadline(deadline)
	stop := context.AfterFunc(ctx, func() { _ = c.raw.SetDeadline(time.Unix(1, 0)) })
	return func() {
		if stop() {
			_ = c.raw.SetDeadline(time.Time{})
		}
	}
}

// ReadLine blocks for one line and gives it without its line end.
func (c *Conn) ReadLine() ([]byte, error) {
	var line []byte
	for {
		part, err := c.reader.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > MaxLine {
			return nil, ErrLineTooLong
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			if len(line) > 0 {
				c.rec.In(line, !c.Secure())
			}
			return nil, err
		}
		line = line[:len(line)-1]
		if n := len(line); n > 0 && line[n-1] == '\r' {
			line = line[:n-1]
		}
		c.rec.In(line, !c.Secure())
		return line, nil
	}
}

// WriteLine sends one line and records it. CR, LF and NUL in it are refused.
func (c *Conn) WriteLine(line string) error {
	if err := c.write(line); err != nil {
		return err
	}
	c.rec.Out([]byte(line), false)
	return nil
}

// WriteMasked sends prefix+secret as one line; the transcript gets prefix and,
// in the secret's place, the summary. It refuses to send without TLS, except
// to a loopback address.
func (c *Conn) WriteMasked(prefix, secret, summary string) error {
	if err := c.write(prefix + secret); err != nil {
		return err
	}
	c.rec.OutMasked(prefix, summary)
	return nil
}

func (c *Conn) write(line string) error {
	if strings.ContainsAny(line, "\r\n\x00") {
		return errors.New("refused to send a line with a line break or a NUL inside")
	}
	_, err := io.WriteString(c.cur, line+"\r\n")
	return err
}

// Handshake starts TLS and blocks until it is up. Bytes that were read but not
// used are an attack: ErrInjection.
func (c *Conn) Handshake(ctx context.Context, config *tls.Config) (tls.ConnectionState, error) {
	if c.reader.Buffered() > 0 {
		return tls.ConnectionState{}, ErrInjection
	}
	t := tls.Client(c.raw, config)
	if err := t.HandshakeContext(ctx); err != nil {
		return tls.ConnectionState{}, err
	}
	c.cur = t
	c.reader.Reset(t)
	c.secure.Store(true)
	return t.ConnectionState(), nil
}

// Close ends the connection at once.
func (c *Conn) Close() error { return c.raw.Close() }
