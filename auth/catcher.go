package auth

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"syscall"
	"time"
)

type listenFunc func(network, address string) (net.Listener, error)

// catcher is the small server on this machine that the browser brings the
// answer to.
type catcher struct {
	attempt   *attempt
	server    *http.Server
	listeners []net.Listener
	serving   sync.WaitGroup
	// closing ends the handlers that hold a page back.
	closing chan struct{}
	conns   crowd

	mu       sync.Mutex
	requests int
	// closed has a channel for every connection with a request, closed with
	// the connection.
	closed map[net.Conn]chan struct{}
}

// localhostTries bounds the search for a port that is free on both addresses.
const localhostTries = 20

// listen opens the sockets of a redirect: a literal loopback address, or for
// "localhost" both with the same port, since a browser may take either. The
// error is a *PortError.
func listen(listen listenFunc, r Redirect, note func(format string, args ...any)) ([]net.Listener, int, error) {
	if listen == nil {
		listen = net.Listen
	}
	if r.host() != "localhost" {
		l, err := listenOne(listen, r, r.host(), r.Port)
		if err != nil {
			return nil, 0, err
		}
		return []net.Listener{l}, portOf(l), nil
	}
	for try := 1; ; try++ {
		four, err := listenOne(listen, r, "127.0.0.1", r.Port)
		if err != nil {
			return nil, 0, err
		}
		port := portOf(four)
		six, err := listenOne(listen, r, "::1", port)
		if err == nil {
			return []net.Listener{four, six}, port, nil
		}
		if absent(err) {
			// Where the address does not exist nobody else can have it either.
			note("This computer has no address ::1: only 127.0.0.1 is listened on.")
			return []net.Listener{four}, port, nil
		}
		_ = four.Close()
		var taken *PortError
		if r.Port != 0 || try == localhostTries || !errors.As(err, &taken) || !taken.Busy {
			return nil, 0, err
		}
	}
}

func listenOne(listen listenFunc, r Redirect, address string, port int) (net.Listener, error) {
	network := "tcp4"
	if address == "::1" {
		network = "tcp6"
	}
	l, err := listen(network, net.JoinHostPort(address, strconv.Itoa(port)))
	if err != nil {
		return nil, &PortError{Host: r.host(), Address: address, Port: port, Busy: busy(err), Err: err}
	}
	return l, nil
}

func portOf(l net.Listener) int {
	if a, ok := l.Addr().(*net.TCPAddr); ok {
		return a.Port
	}
	return 0
}

func busy(err error) bool {
	// 10048 and 10013 are WSAEADDRINUSE and WSAEACCES; the latter is what
	// Windows says of a port that another program holds for itself.
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, syscall.Errno(10048)) || errors.Is(err, syscall.Errno(10013))
}

func absent(err error) bool {
	return errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT) ||
		errors.Is(err, syscall.Errno(10049)) || errors.Is(err, syscall.Errno(10047))
}

// newCatcher listens and fixes the attempt's redirect URI.
func newCatcher(a *attempt, open listenFunc) (*catcher, error) {
	var listeners []net.Listener
	if a.client.Redirect.URI == "" {
		found, port, err := listen(open, a.client.Redirect, a.rec.Note)
		if err != nil {
			return nil, err
		}
		listeners = found
		a.bind(port)
	}
	c := &catcher{attempt: a, listeners: listeners, closing: make(chan struct{}), closed: map[net.Conn]chan struct{}{}}
	c.server = &http.Server{
		Handler:           c,
		ReadHeaderTimeout: 5 * time.Second,
		MaxHeaderBytes:    12 << 10, // net/http adds 4 KiB
		ErrorLog:          log.New(io.Discard, "", 0),
		ConnContext: func(ctx context.Context, conn net.Conn) context.Context {
			return context.WithValue(ctx, connKey{}, conn)
		},
		ConnState: c.connState,
	}
	c.server.SetKeepAlivesEnabled(false)
	return c, nil
}

type connKey struct{}

// serve answers until close is called. It does not block.
func (c *catcher) serve() {
	for _, l := range c.listeners {
		c.serving.Go(func() { _ = c.server.Serve(l) })
	}
}

// close ends the server and every connection, at once. Close and not Shutdown:
// browsers open connections on which they say nothing, and Shutdown waits for
// them.
func (c *catcher) close() {
	close(c.closing)
	_ = c.server.Close()
	for _, l := range c.listeners {
		_ = l.Close()
	}
	c.serving.Wait()
}

func (c *catcher) connState(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		c.conns.add(conn)
	case http.StateClosed, http.StateHijacked:
		c.conns.remove(conn)
		c.mu.Lock()
		if closed := c.closed[conn]; closed != nil {
			close(closed)
			delete(c.closed, conn)
		}
		c.mu.Unlock()
	}
}
