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

// socksProxy is a SOCKS5 server that answers every request with reply and
// tells who was asked for.
func socksProxy(user, password string, reply byte, asked chan<- string) func(net.Conn) {
	return func(c net.Conn) {
		b := make([]byte, 512)
		get := func(n int) []byte { _, _ = io.ReadFull(c, b[:n]); return b[:n] }
		methods := get(2)[1]
		get(int(methods))
		if user == "" {
			_, _ = c.Write([]byte{5, 0})
		} else {
			_, _ = c.Write([]byte{5, 2})
			u := string(get(int(get(2)[1])))
			p := string(get(int(get(1)[0])))
			if u != user || p != password {
				_, _ = c.Write([]byte{1, 1})
				return
			}
			_, _ = c.Write([]byte{1, 0})
		}
		host := ""
		switch kind := get(4)[3]; kind {
		case 1:
			host = net.IP(get(4)).String()
		case 3:
			host = string(get(int(get(1)[0])))
		}
		port := get(2)
		asked <- net.JoinHostPort(host, strconv.Itoa(int(port[0])<<8|int(port[1])))
		_, _ = c.Write([]byte{5, reply, 0, 1, 0, 0, 0, 0, 0, 0})
		if reply == 0 {
			_, _ = io.WriteString(c, greeting)
			hold(c)
		}
	}
}

func TestSOCKS(t *testing.T) {
	for _, c := range []struct{ scheme, user, asked, resolve string }{
		{"socks5", "", "192.0.2.7:143", "192.0.2.7"},
		{"socks5h", "", "mail.test:143", "left to the proxy socks5h://localhost:"},
		{"socks5", "anna:secret123@", "192.0.2.7:143", "192.0.2.7"},
	} {
		asked := make(chan string, 1)
		user, password := "", ""
		if c.user != "" {
			user, password = "anna", "secret123"
		}
		_, port := listen(t, "tcp4", socksProxy(user, password, 0, asked))
		rec := recorder()
		conn, err := viaProxy(t, c.scheme, c.user, port).Open(t.Context(), rec, wire.Server{Host: "mail.test", Port: 143, Security: wire.STARTTLS})
		if err != nil {
			t.Fatal(err)
		}
		if got := <-asked; got != c.asked {
			t.Errorf("%s asked for %s", c.scheme, got)
		}
		if line, err := conn.ReadLine(); err != nil || string(line)+"\r\n" != greeting {
			t.Errorf("%q, %v", line, err)
		}
		if got := detail(t, rec, wire.Resolve); !strings.HasPrefix(got, c.resolve) {
			t.Errorf("resolve: %s", got)
		}
		_ = conn.Close()
	}
}

func TestSOCKSRefuses(t *testing.T) {
	for _, c := range []struct {
		serve func(net.Conn)
		says  string
	}{
		{socksProxy("", "", 2, make(chan string, 1)), "connection not allowed by ruleset"},
		{socksProxy("", "", 5, make(chan string, 1)), "connection refused"},
		{socksProxy("anna", "another", 0, make(chan string, 1)), "authentication failed"},
		{func(c net.Conn) { read(c); _, _ = c.Write([]byte{5, 0xff}) }, "no acceptable authentication methods"},
		{func(c net.Conn) { read(c); _, _ = c.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n")) }, "unexpected protocol version"},
		{read, "EOF"},
	} {
		_, port := listen(t, "tcp4", c.serve)
		_, err := viaProxy(t, "socks5h", "anna:secret123@", port).Open(t.Context(), recorder(), wire.Server{Host: "mail.test", Port: 993, Security: wire.ImplicitTLS})
		if failed := as[*ProxyError](t, err); !strings.Contains(failed.Error(), c.says) {
			t.Errorf("%+v: %v, want %q", failed, failed, c.says)
		}
	}
}

func TestEnvironmentProxy(t *testing.T) {
	for _, c := range []struct {
		environment map[string]string
		address     string
		want        string
	}{
		{nil, "mail.test:993", ""},
		{map[string]string{"ALL_PROXY": "socks5h://p:1080"}, "mail.test:993", "socks5h://p:1080"},
		{map[string]string{"all_proxy": "socks5://p:1080"}, "mail.test:993", "socks5://p:1080"},
		{map[string]string{"HTTPS_PROXY": "http://p:3128"}, "mail.test:993", "http://p:3128"},
		{map[string]string{"https_proxy": "p:3128"}, "mail.test:993", "http://p:3128"},
		{map[string]string{"https_proxy": "10.0.0.1:3128"}, "mail.test:993", "http://10.0.0.1:3128"},
		{map[string]string{"ALL_PROXY": "socks5://a", "HTTPS_PROXY": "http://b"}, "mail.test:993", "socks5://a"},
		{map[string]string{"ALL_PROXY": "http://p", "NO_PROXY": "mail.test"}, "imap.mail.test:993", ""},
		{map[string]string{"ALL_PROXY": "http://p", "no_proxy": ".mail.test"}, "mail.test:993", "http://p"},
		{map[string]string{"ALL_PROXY": "http://p", "NO_PROXY": "mail.test:143"}, "mail.test:993", "http://p"},
		{map[string]string{"ALL_PROXY": "http://p", "NO_PROXY": "192.0.2.0/24"}, "192.0.2.9:993", ""},
		{map[string]string{"ALL_PROXY": "http://p", "NO_PROXY": "*"}, "mail.test:993", ""},
		{map[string]string{"ALL_PROXY": "http://p"}, "localhost:993", ""},
		{map[string]string{"ALL_PROXY": "http://p"}, "[::1]:993", ""},
	} {
		for _, name := range []string{"ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"} {
			t.Setenv(name, c.environment[name])
		}
		got, err := EnvironmentProxy(c.address)
		text := ""
		if got != nil {
			text = got.String()
		}
		if err != nil || text != c.want {
			t.Errorf("%v for %s: %q, %v", c.environment, c.address, text, err)
		}
	}
	t.Setenv("ALL_PROXY", "http://anna:pa%ss/word@p:3128")
	t.Setenv("NO_PROXY", "")
	_, err := (&Dialer{Resolver: fakeResolver{}}).Open(t.Context(), recorder(), wire.Server{Host: "mail.test", Port: 993, Security: wire.ImplicitTLS})
	if failed := as[*ProxyError](t, err); strings.Contains(failed.Error(), "pa%") || strings.Contains(failed.Error(), "word") {
		t.Error(failed)
	}
}
