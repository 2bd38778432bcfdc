package sandbox

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// patience is far longer than anything here takes.
const patience = 20 * time.Second

func start(t *testing.T, o Options) *Sandbox {
	t.Helper()
	s, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

// client is a raw client: it sends lines and reads lines.
type client struct {
	t    *testing.T
	box  *Sandbox
	conn net.Conn
	r    *bufio.Reader
}

func dial(t *testing.T, s *Sandbox, p wire.Protocol, security wire.Security) *client {
	t.Helper()
	conn, err := net.Dial("tcp", s.Server(p, security).Address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(patience))
	c := &client{t: t, box: s}
	c.use(conn)
	if security == wire.ImplicitTLS {
		if err := c.handshake(); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func (c *client) use(conn net.Conn) { c.conn, c.r = conn, bufio.NewReader(conn) }

func (c *client) handshake() error {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(c.box.RootPEM()) {
		c.t.Fatal("no root")
	}
	conn := tls.Client(c.conn, &tls.Config{RootCAs: roots, ServerName: "127.0.0.1"})
	if err := conn.Handshake(); err != nil {
		return err
	}
	c.use(conn)
	return nil
}

func (c *client) write(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c.conn, text); err != nil {
		c.t.Fatalf("%q: %v", text, err)
	}
}

func (c *client) line() string {
	c.t.Helper()
	line, err := c.r.ReadString('\n')
	if err != nil {
		c.t.Fatalf("%v after %q", err, line)
	}
	text, ok := strings.CutSuffix(line, "\r\n")
	if !ok {
		c.t.Fatalf("no CRLF after %q", line)
	}
	return text
}

// until reads to the line that begins with one of the prefixes.
func (c *client) until(prefixes ...string) string {
	c.t.Helper()
	var all []string
	for {
		line := c.line()
		all = append(all, line)
		for _, prefix := range prefixes {
			if strings.HasPrefix(line, prefix) {
				return strings.Join(all, "\n")
			}
		}
	}
}

// say sends a line and wants an answer that begins with want.
func (c *client) say(line, want string) string {
	c.t.Helper()
	c.write(line + "\r\n")
	got := c.line()
	if !strings.HasPrefix(got, want) {
		c.t.Fatalf("%q: got %q, want %q", line, got, want)
	}
	return got
}

// imap sends a tagged command and reads to its final line, which is to begin
// with want.
func (c *client) imap(line, want string) string {
	c.t.Helper()
	c.write("t " + line + "\r\n")
	got := c.until("t ")
	last := got[strings.LastIndexByte(got, '\n')+1:]
	if !strings.HasPrefix(last, "t "+want) {
		c.t.Fatalf("%q: got %q, want %q", line, got, want)
	}
	return got
}

// multi sends a POP3 command and reads to the dot.
func (c *client) multi(line string) string {
	c.t.Helper()
	c.say(line, "+OK")
	return c.dot()
}

// smtp sends a command and reads a whole reply.
func (c *client) smtp(line, want string) string {
	c.t.Helper()
	c.write(line + "\r\n")
	got := c.reply()
	if !strings.HasPrefix(got, want) {
		c.t.Fatalf("%q: got %q, want %q", line, got, want)
	}
	return got
}

func (c *client) reply() string {
	c.t.Helper()
	var lines []string
	for {
		line := c.line()
		lines = append(lines, line)
		if len(line) < 4 || line[3] == ' ' {
			return strings.Join(lines, "\n")
		}
	}
}

func token(t *testing.T, s *Sandbox) string {
	t.Helper()
	token, err := s.AccessToken()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func xoauth2(user, token string) string {
	return base64.StdEncoding.EncodeToString([]byte("user=" + user + "\x01auth=Bearer " + token + "\x01\x01"))
}

func oauthbearer(user, token string) string {
	return base64.StdEncoding.EncodeToString([]byte("n,a=" + user + ",\x01auth=Bearer " + token + "\x01\x01"))
}

// dot reads to the line that is a single dot.
func (c *client) dot() string {
	c.t.Helper()
	var lines []string
	for {
		line := c.line()
		if line == "." {
			return strings.Join(lines, "\n")
		}
		lines = append(lines, line)
	}
}
