package sandbox

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"mailknock/mail/wire"
)

const (
	idleLimit  = 5 * time.Minute
	writeLimit = 30 * time.Second
	// overlongLimit is how much of a line is read and thrown away before the
	// server hangs up.
	overlongLimit = 1 << 20
	// saslLimit is the longest line of a sign-in (RFC 4954 section 4).
	saslLimit = 12288
)

var (
	errLineTooLong = errors.New("the line is too long")
	errBareLF      = errors.New("the line ends in a bare LF")
)

// session is the server's end of one connection. After a failure of the
// connection send does nothing and readLine fails, so that a conversation
// needs to look at errors in one place only.
type session struct {
	box    *Sandbox
	served *service
	fault  *fault
	style  style
	// raw is the connection below TLS; conn is what is spoken on.
	raw, conn net.Conn
	r         *bufio.Reader
	secure    bool
	sends     int
	failed    error
	// person is who signed in; nil before.
	person *person
}

func newSession(box *Sandbox, served *service, conn net.Conn) *session {
	f := box.fault.Load()
	s := &session{box: box, served: served, fault: f, style: f.style(), raw: conn}
	s.use(conn)
	return s
}

func (s *session) use(conn net.Conn) {
	s.conn = conn
	s.r = bufio.NewReaderSize(conn, 4096)
}

// run holds the conversation to its end.
func (s *session) run() {
	implicit := s.served.security == wire.ImplicitTLS
	if s.fault.play == playWrongMode && s.served.security != wire.Plain {
		implicit = !implicit
	}
	if implicit && !s.handshake() {
		return
	}
	switch s.served.protocol {
	case wire.IMAP:
		(&imapSession{session: s}).talk()
	case wire.POP3:
		(&popSession{session: s}).talk()
	case wire.SMTP:
		(&smtpSession{session: s}).talk()
	}
	if s.secure && s.failed == nil {
		_ = s.conn.Close()
	}
}

// handshake starts TLS and tells whether it worked.
func (s *session) handshake() bool {
	config, err := s.box.authority.config(s.fault.play)
	if err != nil {
		return false
	}
	conn := tls.Server(s.raw, config)
	_ = conn.SetDeadline(time.Now().Add(writeLimit))
	if err := conn.HandshakeContext(s.box.ctx); err != nil {
		s.failed = err
		return false
	}
	s.use(conn)
	s.secure = true
	return true
}

// canSTARTTLS tells whether the server offers STARTTLS now.
func (s *session) canSTARTTLS() bool {
	return s.served.security == wire.STARTTLS && !s.secure
}

// canAuth tells whether a sign-in is allowed now: under TLS, or on the
// listener that is plain on purpose.
func (s *session) canAuth() bool {
	return s.secure || s.served.security == wire.Plain
}

// startTLS agrees with a line and makes the handshake. What the client sent
// before it must be nothing (RFC 3207 section 4.2).
func (s *session) startTLS(agreed, injected string) bool {
	if s.fault.play == playInjection {
		agreed += "\r\n" + injected
	}
	s.send(agreed)
	return s.failed == nil && s.handshake()
}

// pipelined tells whether the client sent more before it read the reply.
func (s *session) pipelined() bool { return s.r.Buffered() > 0 }

// send writes lines in one go. Each gets its CRLF here.
func (s *session) send(lines ...string) {
	if s.failed != nil {
		return
	}
	text := strings.Join(lines, "\r\n") + "\r\n"
	s.sends++
	switch {
	case s.fault.play == playSlow && !pause(s.box.ctx.Done(), s.box.options.Delay):
		s.failed = net.ErrClosed
		return
	case s.fault.play == playDrop && s.sends == 2:
		s.write(text[:len(text)/2])
		s.hangUp()
		return
	}
	s.write(text)
}

func (s *session) write(text string) {
	if s.failed != nil {
		return
	}
	_ = s.conn.SetWriteDeadline(time.Now().Add(writeLimit))
	_, s.failed = s.conn.Write([]byte(text))
}

// hangUp resets the connection: no goodbye, no close_notify.
func (s *session) hangUp() {
	if conn, ok := s.raw.(*net.TCPConn); ok {
		_ = conn.SetLinger(0)
	}
	_ = s.raw.Close()
	s.failed = net.ErrClosed
}

// readLine reads up to CRLF, at most limit bytes, and gives the line without
// it. After errLineTooLong and errBareLF the conversation can go on.
func (s *session) readLine(limit int) (string, error) {
	if s.failed != nil {
		return "", s.failed
	}
	_ = s.conn.SetReadDeadline(time.Now().Add(idleLimit))
	var line []byte
	total := 0
	for {
		part, err := s.r.ReadSlice('\n')
		total += len(part)
		if total <= limit {
			line = append(line, part...)
		}
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) || total > overlongLimit {
			s.failed = err
			return "", err
		}
	}
	if total > limit {
		return "", errLineTooLong
	}
	if len(line) < 2 || line[len(line)-2] != '\r' {
		return "", errBareLF
	}
	return string(line[:len(line)-2]), nil
}

// readBytes reads exactly n bytes.
func (s *session) readBytes(n int) ([]byte, error) {
	if s.failed != nil {
		return nil, s.failed
	}
	_ = s.conn.SetReadDeadline(time.Now().Add(idleLimit))
	raw := make([]byte, n)
	_, s.failed = io.ReadFull(s.r, raw)
	return raw, s.failed
}
