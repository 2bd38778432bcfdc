package dial

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxHead bounds the head of a proxy's answer.
const maxHead = 16 << 10

// connectMethod asks an HTTP proxy with CONNECT (RFC 9110 section 9.3.6). The
// error is a *ProxyError.
func (d *Dialer) connectMethod(ctx context.Context, t *target) (net.Conn, error) {
	conn, err := (&reacher{dialer: d, via: t.proxy}).DialContext(ctx, "", "")
	if err != nil {
		return nil, err
	}
	deadline, _ := ctx.Deadline()
	_ = conn.SetDeadline(deadline)
	late := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = conn.SetDeadline(time.Unix(1, 0))
		close(late)
	})
	err = t.ask(conn)
	if !stop() {
		<-late
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		_ = conn.Close()
		var failed *ProxyError
		if !errors.As(err, &failed) {
			failed = &ProxyError{Proxy: shown(t.proxy), Err: err}
		}
		return nil, failed
	}
	_ = conn.SetDeadline(time.Time{})
	return conn, nil
}

// ask sends CONNECT and reads the head of the answer, and no byte more: the
// server's greeting may follow at once.
func (t *target) ask(conn net.Conn) error {
	address := net.JoinHostPort(t.host, strconv.Itoa(t.server.Port))
	var b strings.Builder
	b.WriteString("CONNECT " + address + " HTTP/1.1\r\nHost: " + address + "\r\n")
	if user := t.proxy.User; user != nil {
		password, _ := user.Password()
		b.WriteString("Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)) + "\r\n")
	}
	b.WriteString("\r\n")
	t.rec.Note("to the proxy: CONNECT %s", address)
	if _, err := io.WriteString(conn, b.String()); err != nil {
		return err
	}
	head, err := readHead(conn)
	if err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(head)), &http.Request{Method: http.MethodConnect})
	if err != nil {
		line, _, _ := bytes.Cut(head, []byte("\r\n"))
		return &ProxyError{Proxy: shown(t.proxy), Words: string(line), Err: errors.New("the answer is not HTTP")}
	}
	_ = answer.Body.Close()
	words := answer.Proto + " " + answer.Status
	t.rec.Note("from the proxy: %s", words)
	if answer.StatusCode/100 == 2 {
		return nil
	}
	if why := answer.Header.Get("X-Squid-Error"); why != "" {
		words += " (" + why + ")"
	}
	return &ProxyError{Proxy: shown(t.proxy), Status: answer.StatusCode, Words: words}
}

func readHead(conn net.Conn) ([]byte, error) {
	var head []byte
	b := make([]byte, 1)
	for len(head) < maxHead {
		if _, err := io.ReadFull(conn, b); err != nil {
			return nil, err
		}
		head = append(head, b[0])
		if bytes.HasSuffix(head, []byte("\r\n\r\n")) || bytes.HasSuffix(head, []byte("\n\n")) {
			return head, nil
		}
	}
	return nil, errors.New("the answer's head is longer than 16 KB")
}
