package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
)

// ErrInjection tells that bytes came between the answer to STARTTLS and the
// TLS handshake: somebody on the way tried to put words into the server's
// mouth (nostarttls.secvuln.info).
var ErrInjection = errors.New("bytes arrived between the answer to STARTTLS and the start of TLS")

// InjectionError is an ErrInjection with the first of the bytes.
type InjectionError struct{ Bytes []byte }

func (e *InjectionError) Error() string { return ErrInjection.Error() + ": " + Visible(e.Bytes) }

// Unwrap gives ErrInjection.
func (e *InjectionError) Unwrap() error { return ErrInjection }

// ErrSpeaksTLS tells that the server speaks TLS where a line in clear was
// expected.
var ErrSpeaksTLS = errors.New("the server speaks TLS on this port, not the protocol in clear")

// LooksLikeTLS tells whether a server's first bytes are a TLS record of the
// kinds that a server can begin with, alert and handshake (RFC 8446 section
// 5.1).
func LooksLikeTLS(first []byte) bool {
	return len(first) >= 2 && (first[0] == 0x15 || first[0] == 0x16) && first[1] == 3
}

// sniffTLS looks at the first bytes of a connection in clear.
func (c *Conn) sniffTLS() error {
	if c.Secure() || c.spoken.Load() {
		return nil
	}
	first, err := c.reader.Peek(1)
	if err != nil {
		return c.closed(err, nil)
	}
	if first[0] != 0x15 && first[0] != 0x16 {
		return nil
	}
	if first, _ = c.reader.Peek(2); !LooksLikeTLS(first) {
		return nil
	}
	first, _ = c.reader.Peek(min(c.reader.Buffered(), 64))
	c.rec.In(first, true)
	return ErrSpeaksTLS
}

// Handshake starts TLS and blocks until it is up. On a connection on which
// lines were read before, anything but TLS from the server is an attack: an
// *InjectionError. Whatever fails, FirstBytes has what the server began with.
// Other errors are those of crypto/tls and of the network.
func (c *Conn) Handshake(ctx context.Context, config *tls.Config) (tls.ConnectionState, error) {
	if n := c.reader.Buffered(); n > 0 {
		early, _ := c.reader.Peek(min(n, maxFirst))
		return tls.ConnectionState{}, c.failed(c.injected(early))
	}
	c.raw.sniff()
	t := tls.Client(c.raw, config)
	if err := t.HandshakeContext(ctx); err != nil {
		if first := c.FirstBytes(); c.spoken.Load() && len(first) > 0 && !LooksLikeTLS(first) {
			err = c.injected(first)
		}
		return tls.ConnectionState{}, c.failed(err)
	}
	state := t.ConnectionState()
	c.cur = t
	c.reader.Reset(t)
	c.secure.Store(true)
	c.mu.Lock()
	c.state = &state
	c.mu.Unlock()
	return state, nil
}

func (c *Conn) injected(bytes []byte) error {
	c.rec.In(bytes, true)
	c.rec.Note("these bytes came before TLS and after the answer to STARTTLS: treated as an attack, nothing of them is used")
	return &InjectionError{append([]byte(nil), bytes...)}
}

// FirstBytes gives up to 512 of the bytes with which the server began in the
// last Handshake.
func (c *Conn) FirstBytes() []byte {
	c.raw.mu.Lock()
	defer c.raw.mu.Unlock()
	return append([]byte(nil), c.raw.first...)
}

const maxFirst = 512

// rawConn remembers how the stream under TLS began and whether it ended.
type rawConn struct {
	net.Conn
	ended atomic.Bool

	mu       sync.Mutex
	sniffing bool
	first    []byte
}

func (r *rawConn) sniff() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sniffing, r.first = true, nil
}

func (r *rawConn) Read(p []byte) (int, error) {
	n, err := r.Conn.Read(p)
	if errors.Is(err, io.EOF) {
		r.ended.Store(true)
	}
	r.mu.Lock()
	if r.sniffing {
		r.first = append(r.first, p[:min(n, maxFirst-len(r.first))]...)
		r.sniffing = len(r.first) < maxFirst
	}
	r.mu.Unlock()
	return n, err
}
