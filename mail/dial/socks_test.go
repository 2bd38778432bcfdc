package dial

import (
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

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
