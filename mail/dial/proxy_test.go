package dial

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailknock/mail/wire"
)

const greeting = "* OK behind the proxy\r\n"

// viaProxy gives a Dialer that reaches everything through the proxy.
func viaProxy(t *testing.T, scheme, user string, port int) *Dialer {
	t.Helper()
	text := scheme + "://" + user + "localhost:" + strconv.Itoa(port)
	return &Dialer{
		Resolver: fakeResolver{"localhost": {"127.0.0.1"}, "mail.test": {"192.0.2.7"}},
		Proxy: func(string) (*url.URL, error) {
			return url.Parse(text)
		},
	}
}

// httpProxy answers CONNECT with answer, and then speaks as the server.
func httpProxy(answer string, asked chan<- *http.Request) func(net.Conn) {
	return func(c net.Conn) {
		r, err := http.ReadRequest(bufio.NewReader(c))
		if err != nil {
			return
		}
		asked <- r
		_, _ = io.WriteString(c, answer)
		hold(c)
	}
}

func TestHTTPProxy(t *testing.T) {
	asked := make(chan *http.Request, 1)
	_, port := listen(t, "tcp4", httpProxy("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n"+greeting, asked))
	rec := recorder()
	conn, err := viaProxy(t, "http", "anna:correct%20horse@", port).Open(t.Context(), rec, wire.Server{Host: "mail.test", Port: 143, Security: wire.STARTTLS})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if line, err := conn.ReadLine(); err != nil || string(line)+"\r\n" != greeting {
		t.Errorf("%q, %v", line, err)
	}
	r := <-asked
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte("anna:correct horse"))
	if r.Method != "CONNECT" || r.Host != "mail.test:143" || r.Header.Get("Proxy-Authorization") != want {
		t.Errorf("%s %s %v", r.Method, r.Host, r.Header)
	}
	text := said(rec)
	if strings.Contains(text, "horse") || !strings.Contains(text, "left to the proxy http://localhost:") || !strings.Contains(text, "through the proxy http://localhost:") {
		t.Errorf("the log:\n%s", text)
	}
}

func TestHTTPProxyRefuses(t *testing.T) {
	for _, c := range []struct {
		answer string
		status int
		says   string
	}{
		{"HTTP/1.1 403 Forbidden\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\nContent-Length: 5\r\n\r\nno no", 403, "403 Forbidden (ERR_ACCESS_DENIED 0)"},
		{"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n", 407, "wants a user and a password"},
		{"HTTP/1.1 302 Found\r\nLocation: http://portal.test/\r\n\r\n", 302, "302 Found"},
		{"SSH-2.0-OpenSSH\r\n\r\n", 0, "SSH-2.0-OpenSSH"},
		{"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<17), 0, "longer than 16 KB"},
	} {
		_, port := listen(t, "tcp4", httpProxy(c.answer, make(chan *http.Request, 1)))
		_, err := viaProxy(t, "http", "", port).Open(t.Context(), recorder(), wire.Server{Host: "mail.test", Port: 993, Security: wire.ImplicitTLS})
		failed := as[*ProxyError](t, err)
		if failed.Status != c.status || !strings.Contains(failed.Error(), c.says) || !strings.Contains(failed.Proxy, "localhost") {
			t.Errorf("%+v: %v", failed, failed)
		}
		if step := as[*wire.StepError](t, err).Step; step != wire.Connect {
			t.Errorf("failed in %s", step)
		}
	}
}

func TestHTTPSProxy(t *testing.T) {
	ca := newAuthority(t, "Proxy Root")
	config := &tls.Config{Certificates: []tls.Certificate{ca.issue(t, nil)}}
	asked := make(chan *http.Request, 2)
	serve := httpProxy("HTTP/1.1 200 OK\r\n\r\n"+greeting, asked)
	_, port := listen(t, "tcp4", func(c net.Conn) { serve(tls.Server(c, config)) })
	d := viaProxy(t, "https", "", port)
	server := wire.Server{Host: "mail.test", Port: 143, Security: wire.STARTTLS}
	_, err := d.Open(t.Context(), recorder(), server)
	if as[*ProxyError](t, err); as[*TLSError](t, err).Kind != Untrusted {
		t.Error(err)
	}
	d.Roots = ca.pool()
	conn, err := d.Open(t.Context(), recorder(), server)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if line, err := conn.ReadLine(); err != nil || string(line)+"\r\n" != greeting {
		t.Errorf("%q, %v", line, err)
	}
	if conn.Secure() {
		t.Error("TLS to the proxy is not TLS to the server")
	}
}

func TestUnreachableProxy(t *testing.T) {
	d := &Dialer{
		Resolver: fakeResolver{"localhost": {"127.0.0.1"}},
		Proxy:    func(string) (*url.URL, error) { return url.Parse("http://nowhere.test:3128") },
	}
	_, err := d.Open(t.Context(), recorder(), wire.Server{Host: "mail.test", Port: 993, Security: wire.ImplicitTLS})
	as[*ProxyError](t, err)
	as[*ResolveError](t, err)

	d.Proxy = func(string) (*url.URL, error) { return url.Parse("gopher://localhost:70") }
	_, err = d.Open(t.Context(), recorder(), wire.Server{Host: "mail.test", Port: 993, Security: wire.ImplicitTLS})
	if as[*ProxyError](t, err); !strings.Contains(err.Error(), "socks5") {
		t.Error(err)
	}
}

func TestSilentProxyCanBeStopped(t *testing.T) {
	for _, scheme := range []string{"http", "https", "socks5", "socks5h"} {
		synctest.Test(t, func(t *testing.T) {
			d := viaProxy(t, scheme, "", 3128)
			d.DialContext = silent(t).DialContext
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			start := time.Now()
			_, err := d.Open(ctx, recorder(), wire.Server{Host: "mail.test", Port: 993, Security: wire.ImplicitTLS})
			if took := time.Since(start); took != time.Second || !errors.Is(err, context.Canceled) {
				t.Errorf("%s: after %s: %v", scheme, took, err)
			}
		})
	}
}
