package wire

import (
	"net"
	"time"
)

// Stream gives the rest of the conversation as a net.Conn, for a library that
// speaks IMAP. What it reads and writes is recorded line by line, and bounded
// by limits: bytes and lines per step, the length of a line, the size and the
// number of literals, the depth of parentheses. Of a literal the beginning is
// recorded. More than that is a *LimitError from Read, which stands in Err
// too; the bytes that go too far do not reach the library.
//
// One goroutine may read while another one writes. Deadlines are those of
// Bind: the stream's own SetDeadline functions do nothing. Close ends the
// connection. Do not use ReadLine, WriteLine or Handshake beside it.
func (c *Conn) Stream(limits Limits) net.Conn {
	c.SetLimits(limits)
	c.mu.Lock()
	limits = c.limits
	c.mu.Unlock()
	return &stream{
		conn: c,
		in:   lineRecorder{record: func(line []byte, length int) { c.rec.stretch(In, line, length, c.untrusted()) }, note: c.rec.Note},
		out:  lineRecorder{record: func(line []byte, length int) { c.rec.stretch(Out, line, length, false) }, note: c.rec.Note},
		imap: grammar{limits: limits},
	}
}

type stream struct {
	conn    *Conn
	in, out lineRecorder
	imap    grammar
	err     error
}

func (s *stream) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.conn.reader.Read(p)
	lines := s.in.write(p[:n], &s.imap)
	if limit := s.conn.count(n, lines); limit != nil {
		return s.stop(limit)
	}
	if s.imap.err != nil {
		return s.stop(s.imap.err)
	}
	if err != nil {
		partial := s.in.flush()
		s.err = s.conn.failed(s.conn.closed(err, partial))
		return n, s.err
	}
	return n, nil
}

func (s *stream) stop(err error) (int, error) {
	s.in.flush()
	s.err = s.conn.failed(err)
	return 0, err
}

func (s *stream) Write(p []byte) (int, error) {
	if s.conn.untrusted() && s.conn.rec.transcript.Redactor.Holds(string(p)) {
		return 0, s.conn.failed(ErrNotSecure)
	}
	n, err := s.conn.cur.Write(p)
	s.out.write(p[:n], nil)
	if err != nil {
		s.out.flush()
		return n, s.conn.failed(err)
	}
	return n, nil
}

func (s *stream) Close() error                     { return s.conn.Close() }
func (s *stream) LocalAddr() net.Addr              { return s.conn.raw.LocalAddr() }
func (s *stream) RemoteAddr() net.Addr             { return s.conn.raw.RemoteAddr() }
func (s *stream) SetDeadline(time.Time) error      { return nil }
func (s *stream) SetReadDeadline(time.Time) error  { return nil }
func (s *stream) SetWriteDeadline(time.Time) error { return nil }
