package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Conn is a connection that writes down every line and bounds what it reads.
// One goroutine at a time may use it; Close, Err, Secure and RemoteAddr may be
// called by any.
//
// Errors of the network are given as the net package made them (*net.OpError
// with its errno inside), an end as *ClosedError, too much as *LimitError.
type Conn struct {
	rec    *Recorder
	raw    *rawConn
	cur    net.Conn
	reader *bufio.Reader

	secure     atomic.Bool
	allowPlain atomic.Bool
	spoken     atomic.Bool // a line was read

	mu     sync.Mutex
	limits Limits
	used   usage
	first  error
	state  *tls.ConnectionState
}

type usage struct {
	bytes    int64
	lines    int
	literals int
}

// NewConn records what goes over c with the pen rec.
func NewConn(c net.Conn, rec *Recorder) *Conn {
	raw := &rawConn{Conn: c}
	return &Conn{rec: rec, raw: raw, cur: raw, reader: bufio.NewReaderSize(raw, 4096), limits: DefaultLimits}
}

// Recorder gives the pen that the connection writes with.
func (c *Conn) Recorder() *Recorder { return c.rec }

// Secure tells whether TLS is up.
func (c *Conn) Secure() bool { return c.secure.Load() }

// TLS gives the state of TLS, and whether it is up.
func (c *Conn) TLS() (tls.ConnectionState, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == nil {
		return tls.ConnectionState{}, false
	}
	return *c.state, true
}

// RemoteAddr is the address of the server, or of the proxy in between.
func (c *Conn) RemoteAddr() net.Addr { return c.raw.RemoteAddr() }

// AllowPlain lets secrets go out without TLS. It refuses unless the other end
// is a loopback address. What is read is then not marked untrusted.
func (c *Conn) AllowPlain() error {
	host, _, err := net.SplitHostPort(c.raw.RemoteAddr().String())
	if c.raw.RemoteAddr().Network() != "pipe" && (err != nil || !IsLoopback(host)) {
		return errors.New("a connection without TLS is allowed to a loopback address only")
	}
	c.allowPlain.Store(true)
	return nil
}

// SetLimits replaces the limits.
func (c *Conn) SetLimits(l Limits) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.limits = l.orDefault()
}

// Err is the first error that a read or a write met, in its original type,
// also when a library in between hid it; nil when there was none.
func (c *Conn) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.first
}

func (c *Conn) failed(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.first == nil {
		c.first = err
	}
	return err
}

// Bind makes reads and writes end when ctx ends, until release is called, and
// starts counting lines and bytes anew. After release the connection can be
// bound again.
func (c *Conn) Bind(ctx context.Context) (release func()) {
	c.mu.Lock()
	c.used = usage{}
	c.mu.Unlock()
	deadline, _ := ctx.Deadline()
	_ = c.raw.SetDeadline(deadline)
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = c.raw.SetDeadline(time.Unix(1, 0))
		close(done)
	})
	return func() {
		if !stop() {
			<-done
		}
		_ = c.raw.SetDeadline(time.Time{})
	}
}

// count adds what was read and tells when it is too much.
func (c *Conn) count(bytes, lines int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.used.bytes += int64(bytes)
	c.used.lines += lines
	switch {
	case c.used.bytes > c.limits.Bytes:
		return tooMany("more than %d bytes in one step", c.limits.Bytes)
	case c.used.lines > c.limits.Lines:
		return tooMany("more than %d lines in one step", int64(c.limits.Lines))
	}
	return nil
}

func (c *Conn) untrusted() bool { return !c.Secure() && !c.allowPlain.Load() }

// ReadLine blocks for one line and gives it without its line end.
func (c *Conn) ReadLine() ([]byte, error) {
	if err := c.sniffTLS(); err != nil {
		return nil, c.failed(err)
	}
	var line []byte
	for {
		part, err := c.reader.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > MaxLine {
			c.rec.stretch(In, line, len(line), c.untrusted())
			return nil, c.failed(ErrLineTooLong)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			if len(line) > 0 {
				c.rec.In(line, c.untrusted())
			}
			return nil, c.failed(c.closed(err, line))
		}
		read := len(line)
		line = trimEnd(line)
		c.rec.In(line, c.untrusted())
		c.spoken.Store(true)
		if err := c.count(read, 1); err != nil {
			return nil, c.failed(err)
		}
		return line, nil
	}
}

// closed turns an end into a *ClosedError and leaves other errors alone.
func (c *Conn) closed(err error, partial []byte) error {
	if !isEOF(err) {
		return err
	}
	closed := &ClosedError{Partial: partial, Truncated: c.Secure() && c.raw.ended.Load()}
	if closed.Truncated {
		c.rec.Note("the connection ended without TLS's own goodbye (close_notify)")
	}
	return closed
}

// Close ends the connection at once.
func (c *Conn) Close() error { return c.raw.Close() }

func trimEnd(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line
}
