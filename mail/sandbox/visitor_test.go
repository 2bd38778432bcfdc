package sandbox

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// visitor is a client that wants to use a mailbox and tells what stopped it.
type visitor struct {
	box      *Sandbox
	protocol wire.Protocol
	conn     net.Conn
	r        *bufio.Reader
	// challenge is the error challenge that came before a refusal.
	challenge string
}

// visit gives the server's last words: those that stopped the visitor, or the
// good answer to the first command that uses the mailbox.
func visit(t *testing.T, s *Sandbox, p wire.Protocol, security wire.Security, limit time.Duration) (words string, v *visitor) {
	t.Helper()
	accessToken := token(t, s)
	conn, err := net.Dial("tcp", s.Server(p, security).Address())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(limit))
	v = &visitor{box: s, protocol: p, conn: conn, r: bufio.NewReader(conn)}
	defer func() {
		if stopped, ok := recover().(stop); ok {
			words = string(stopped)
		}
	}()
	if security == wire.ImplicitTLS {
		v.handshake()
	}
	v.want(v.answer(false))
	v.ask(map[wire.Protocol]string{wire.IMAP: "t CAPABILITY", wire.POP3: "CAPA", wire.SMTP: "EHLO there"}[p], p == wire.POP3)
	if security == wire.STARTTLS {
		v.ask(map[wire.Protocol]string{wire.IMAP: "t STARTTLS", wire.POP3: "STLS", wire.SMTP: "STARTTLS"}[p], false)
		if n := v.r.Buffered(); n > 0 {
			extra, _ := v.r.Peek(n)
			panic(stop("before TLS: " + string(extra)))
		}
		v.handshake()
		v.ask(map[wire.Protocol]string{wire.IMAP: "t NOOP", wire.POP3: "CAPA", wire.SMTP: "EHLO there"}[p], p == wire.POP3)
	}
	v.signIn(map[wire.Protocol]string{wire.IMAP: "t AUTHENTICATE XOAUTH2 ", wire.POP3: "AUTH XOAUTH2 ", wire.SMTP: "AUTH XOAUTH2 "}[p] + xoauth2(Mailbox, accessToken))
	return v.ask(map[wire.Protocol]string{wire.IMAP: "t EXAMINE INBOX", wire.POP3: "STAT", wire.SMTP: "MAIL FROM:<" + Mailbox + ">"}[p], false), v
}

// stop is why a visit ended early.
type stop string

func (v *visitor) handshake() {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(v.box.RootPEM())
	conn := tls.Client(v.conn, &tls.Config{RootCAs: roots, ServerName: "127.0.0.1"})
	if err := conn.Handshake(); err != nil {
		panic(stop("tls: " + err.Error()))
	}
	v.conn, v.r = conn, bufio.NewReader(conn)
}

func (v *visitor) line() string {
	line, err := v.r.ReadString('\n')
	if err != nil {
		panic(stop(fmt.Sprintf("after %q: %v", line, err)))
	}
	return strings.TrimSuffix(line, "\r\n")
}

func (v *visitor) ask(line string, multi bool) string {
	if _, err := v.conn.Write([]byte(line + "\r\n")); err != nil {
		panic(stop("write: " + err.Error()))
	}
	return v.want(v.answer(multi))
}

// answer reads a whole answer, or a line that asks for more.
func (v *visitor) answer(multi bool) string {
	var lines []string
	for {
		line := v.line()
		lines = append(lines, line)
		switch {
		case v.protocol == wire.IMAP && strings.HasPrefix(line, "* ") && !strings.HasPrefix(line, "* OK Mail") && !strings.HasPrefix(line, "* OK Gimap") && !strings.HasPrefix(line, "* OK The M"):
			continue
		case v.protocol == wire.POP3 && multi && line != "." && !strings.HasPrefix(line, "-ERR"):
			continue
		case v.protocol == wire.SMTP && len(line) > 3 && line[3] == '-':
			continue
		}
		return strings.Join(lines, "\n")
	}
}

func (v *visitor) want(answer string) string {
	last := answer[strings.LastIndexByte(answer, '\n')+1:]
	for _, good := range []string{"* OK", "t OK", "+OK", "+", "2", "3", "."} {
		if strings.HasPrefix(last, good) {
			return answer
		}
	}
	panic(stop(answer))
}

// signIn answers one error challenge with the empty line that XOAUTH2 wants.
func (v *visitor) signIn(line string) {
	answer := v.ask(line, false)
	if encoded, ok := strings.CutPrefix(strings.TrimPrefix(answer, "334 "), "+ "); ok || strings.HasPrefix(answer, "334 ") {
		raw, err := decodeSASL(encoded)
		if err != nil {
			panic(stop("challenge: " + err.Error()))
		}
		v.challenge = string(raw)
		v.ask("", false)
	}
}
