package wire

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"
)

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
