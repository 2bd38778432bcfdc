package dial

import (
	"bytes"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// startTLS talks as far as the answer to STARTTLS and then starts TLS with a
// server that sends inject with its OK, and late once the client's hello came.
func startTLS(t *testing.T, inject, late string) (*wire.Recorder, *wire.Conn, error) {
	t.Helper()
	ca := newAuthority(t, "Test Root")
	config := &tls.Config{Certificates: []tls.Certificate{ca.issue(t, nil)}}
	_, port := listen(t, "tcp4", func(c net.Conn) {
		line := make([]byte, 64)
		n, err := c.Read(line)
		if err != nil || !bytes.HasPrefix(line[:n], []byte("a STARTTLS")) {
			return
		}
		_, _ = c.Write([]byte("a OK go ahead\r\n" + inject))
		if late != "" {
			_, _ = c.Write([]byte(late))
		}
		s := tls.Server(c, config)
		if s.Handshake() == nil {
			_, _ = s.Write([]byte("* CAPABILITY AUTH=OAUTHBEARER\r\n"))
			hold(s)
		}
	})
	d, rec := testDialer(ca), recorder()
	server := wire.Server{Host: "localhost", Port: port, Security: wire.STARTTLS}
	conn, err := d.Open(t.Context(), rec, server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.WriteLine("a STARTTLS"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ReadLine(); err != nil {
		t.Fatal(err)
	}
	return rec, conn, d.StartTLS(t.Context(), conn, server)
}

func TestStartTLS(t *testing.T) {
	rec, conn, err := startTLS(t, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if line, err := conn.ReadLine(); err != nil || !strings.Contains(string(line), "OAUTHBEARER") {
		t.Errorf("%q, %v", line, err)
	}
	var marks []bool
	for _, e := range rec.Transcript().Events() {
		if e.Kind == wire.Said && e.Direction == wire.In {
			marks = append(marks, e.Untrusted)
		}
	}
	if len(marks) != 2 || !marks[0] || marks[1] {
		t.Errorf("untrusted: %v, want the line before TLS only", marks)
	}
}

func TestStartTLSInjection(t *testing.T) {
	for _, c := range []struct{ inject, late string }{
		{"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n", ""},
		{"* CAPA", ""},
		{"\x16", ""},
		{"", "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n"},
		{"", "*"},
		{"", "\x17\x03\x03\x00\x05hello"},
	} {
		rec, conn, err := startTLS(t, c.inject, c.late)
		if c.late != "" && c.late[0] == '\x17' {
			// A record of the wrong kind is for crypto/tls to refuse.
			if err == nil {
				t.Errorf("%q: TLS came up", c.late)
			}
			continue
		}
		if !errors.Is(err, wire.ErrInjection) {
			t.Errorf("%+q: %v", c, err)
		}
		if conn.Secure() {
			t.Errorf("%+q: TLS came up", c)
		}
		for _, e := range rec.Transcript().Events() {
			if e.Direction == wire.In && !e.Untrusted {
				t.Errorf("%+q: not marked untrusted: %q", c, e.Text)
			}
		}
	}
}
