package wire

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// talk gives a connection to a server that runs serve.
func talk(t *testing.T, serve func(net.Conn)) *Conn {
	t.Helper()
	client, server := net.Pipe()
	serveUntilEnd(t, server, serve)
	t.Cleanup(func() { _ = client.Close() })
	return NewConn(client, NewTranscript(nil).Recorder(IMAP))
}

func serveUntilEnd(t *testing.T, server net.Conn, serve func(net.Conn)) {
	var done sync.WaitGroup
	done.Go(func() {
		defer server.Close()
		serve(server)
	})
	t.Cleanup(func() {
		_ = server.Close()
		done.Wait()
	})
}

// overTCP is talk with real sockets.
func overTCP(t *testing.T, serve func(net.Conn)) *Conn {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("tcp4", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	serveUntilEnd(t, server, serve)
	t.Cleanup(func() { _ = client.Close() })
	return NewConn(client, NewTranscript(nil).Recorder(IMAP))
}

func says(text string) func(net.Conn) {
	return func(c net.Conn) { _, _ = io.WriteString(c, text) }
}

func lines(c *Conn, d Direction) (all []string) {
	for _, e := range c.rec.transcript.Events() {
		if e.Kind == Said && e.Direction == d {
			all = append(all, e.Text)
		}
	}
	return all
}

func TestReadLine(t *testing.T) {
	c := talk(t, says("* OK one\r\ntwo\n\r\nbroken \x1b\xff\r\nhalf"))
	for _, want := range []string{"* OK one", "two", "", "broken \x1b\xff"} {
		if line, err := c.ReadLine(); err != nil || string(line) != want {
			t.Errorf("%q, %v; want %q", line, err, want)
		}
	}
	_, err := c.ReadLine()
	var closed *ClosedError
	if !errors.As(err, &closed) || string(closed.Partial) != "half" || closed.Truncated || !errors.Is(err, io.EOF) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v", err)
	}
	if !errors.Is(c.Err(), io.EOF) {
		t.Errorf("Err: %v", c.Err())
	}
	if got := strings.Join(lines(c, In), "|"); got != `* OK one|two||broken <U+001B>\xFF|half` {
		t.Error(got)
	}
	for _, e := range c.rec.transcript.Events() {
		if !e.Untrusted {
			t.Errorf("not marked untrusted: %q", e.Text)
		}
	}
}

// endless is a server that never stops saying text.
func endless(text string) func(net.Conn) {
	return func(c net.Conn) {
		for {
			if _, err := io.WriteString(c, text); err != nil {
				return
			}
		}
	}
}

func TestReadLineLimits(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		limits Limits
		says   string
	}{
		"an endless line":        {strings.Repeat("x", 8000), Limits{}, "a line of more than 65536 bytes"},
		"endless lines":          {strings.Repeat("\n", 8000), Limits{}, "more than 20000 lines"},
		"too many bytes":         {strings.Repeat("x", 60_000) + "\n", Limits{}, "more than 8388608 bytes"},
		"the protocol's own end": {"x\r\n", Limits{Lines: 7}, "more than 7 lines"},
	} {
		conn := talk(t, endless(c.text))
		conn.SetLimits(c.limits)
		var err error
		for err == nil {
			_, err = conn.ReadLine()
		}
		var limit *LimitError
		if !errors.As(err, &limit) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "an endless line" && !errors.Is(err, ErrLineTooLong) {
			t.Error("not ErrLineTooLong")
		}
		for _, line := range lines(conn, In) {
			if len(line) > MaxShown+100 {
				t.Errorf("%s: a line of %d bytes is kept", name, len(line))
			}
		}
	}
}

func TestBindCountsAnew(t *testing.T) {
	c := talk(t, endless("x\r\n"))
	c.SetLimits(Limits{Lines: 10})
	for range 3 {
		release := c.Bind(t.Context())
		for range 10 {
			if _, err := c.ReadLine(); err != nil {
				t.Fatal(err)
			}
		}
		release()
	}
}

func TestBindStops(t *testing.T) {
	for name, use := range map[string]func(*Conn) error{
		"read":   func(c *Conn) error { _, err := c.ReadLine(); return err },
		"write":  func(c *Conn) error { return c.WriteLine("x") },
		"stream": func(c *Conn) error { _, err := c.Stream(Limits{}).Read(make([]byte, 1)); return err },
		"literal": func(c *Conn) error {
			return c.ReadLiteral(5, nil)
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			stop := make(chan struct{})
			c := talk(t, func(net.Conn) { <-stop })
			defer close(stop)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			time.AfterFunc(time.Second, cancel)
			release := c.Bind(ctx)
			start := time.Now()
			err := use(c)
			if took := time.Since(start); took != time.Second || !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("%s: after %s: %v", name, took, err)
			}
			release()

			later, cancelLater := context.WithTimeout(t.Context(), time.Second)
			defer cancelLater()
			defer c.Bind(later)()
			start = time.Now()
			_ = use(c)
			if took := time.Since(start); name != "stream" && took != time.Second {
				t.Errorf("%s: bound again, it took %s", name, took)
			}
		})
	}
}

func TestResetKeepsItsType(t *testing.T) {
	c := overTCP(t, func(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) })
	_, err := c.ReadLine()
	if !errors.Is(err, syscall.ECONNRESET) || !errors.Is(c.Err(), syscall.ECONNRESET) {
		t.Errorf("%v (%T)", err, err)
	}
}

func TestSecretsNeedTLS(t *testing.T) {
	got := make(chan string, 10)
	c := talk(t, func(c net.Conn) {
		all, _ := io.ReadAll(c)
		got <- string(all)
	})
	c.Recorder().Mask("token", NewSecret(jwt))
	for _, err := range []error{c.WriteMasked("AUTH XOAUTH2 ", "abc", "[x]"), c.WriteLine("AUTH PLAIN " + encodings["XOAUTH2"](jwt)), c.WriteLine("x " + jwt[20:40])} {
		if !errors.Is(err, ErrNotSecure) {
			t.Errorf("%v", err)
		}
	}
	if _, err := io.WriteString(c.Stream(Limits{}), "a LOGIN x "+jwt+"\r\n"); !errors.Is(err, ErrNotSecure) {
		t.Errorf("%v", err)
	}
	for _, line := range []string{"a\r\nb", "a\nb", "a\x00b"} {
		if c.WriteLine(line) == nil {
			t.Errorf("%q was sent", line)
		}
	}
	if err := c.WriteLine("a NOOP"); err != nil {
		t.Error(err)
	}
	if err := c.AllowPlain(); err != nil {
		t.Error(err)
	}
	if err := c.WriteMasked("AUTH ", jwt, "user=anna · Bearer JWT"); err != nil {
		t.Error(err)
	}
	_ = c.Close()
	if all := <-got; all != "a NOOP\r\nAUTH "+jwt+"\r\n" {
		t.Errorf("sent: %q", all)
	}
	if out := strings.Join(lines(c, Out), "|"); out != "a NOOP|AUTH user=anna · Bearer JWT" {
		t.Error(out)
	}
	events := c.rec.transcript.Events()
	if last := events[len(events)-1]; len(last.Masks) != 1 || last.Text[last.Masks[0].From:last.Masks[0].To] != "user=anna · Bearer JWT" {
		t.Errorf("%+v", last)
	}
}

func TestLooksLikeTLS(t *testing.T) {
	for first, want := range map[string]bool{"\x15\x03\x01\x00\x02\x02\x46": true, "\x16\x03": true, "* OK": false, "\x16": false, "": false, "\x17\x03\x03": false} {
		if LooksLikeTLS([]byte(first)) != want {
			t.Errorf("%q: not %v", first, want)
		}
	}
	c := talk(t, says("\x15\x03\x01\x00\x02\x02\x46"))
	if _, err := c.ReadLine(); !errors.Is(err, ErrSpeaksTLS) {
		t.Errorf("%v", err)
	}
}

func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, _ := x509.ParseCertificate(der)
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func TestCloseNotify(t *testing.T) {
	cert, pool := certificate(t)
	for _, polite := range []bool{true, false} {
		c := overTCP(t, func(raw net.Conn) {
			s := tls.Server(raw, &tls.Config{Certificates: []tls.Certificate{cert}})
			_, _ = io.WriteString(s, "* BYE\r\n")
			_, _ = s.Read(make([]byte, 10))
			if polite {
				_ = s.Close()
			}
		})
		state, err := c.Handshake(t.Context(), &tls.Config{ServerName: "localhost", RootCAs: pool})
		if err != nil || !state.HandshakeComplete || !c.Secure() {
			t.Fatal(err)
		}
		if line, err := c.ReadLine(); err != nil || string(line) != "* BYE" {
			t.Errorf("%q, %v", line, err)
		}
		if err := c.WriteLine("bye"); err != nil {
			t.Error(err)
		}
		_, err = c.ReadLine()
		var closed *ClosedError
		if !errors.As(err, &closed) || closed.Truncated == polite || !errors.Is(err, io.EOF) {
			t.Errorf("polite %v: %v (%#v)", polite, err, err)
		}
		if noted := len(lines(c, Note)) > 0; noted == polite {
			t.Errorf("polite %v: notes %q", polite, lines(c, Note))
		}
		for _, e := range c.rec.transcript.Events() {
			if e.Untrusted {
				t.Errorf("marked untrusted: %q", e.Text)
			}
		}
	}
}
