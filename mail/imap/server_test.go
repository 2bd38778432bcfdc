package imap

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
	"mailknock/mail/wire/wiretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var anna = sasl.Credentials{
	User: "anna@contoso.com", Token: wire.NewSecret("ya29.SECRET-" + strings.Repeat("x7Qz", 40)), Host: "imap.example.org", Port: 993,
}

// peer is the server's side of a test.
type peer struct {
	net.Conn
	in   *bufio.Reader
	mu   sync.Mutex
	seen strings.Builder // every byte that the client sent, after TLS
}

func (p *peer) wrap(c net.Conn) {
	p.Conn = c
	p.in = bufio.NewReader(c)
}

// line reads one line of the client's.
func (p *peer) line() (string, error) {
	text, err := p.in.ReadString('\n')
	p.mu.Lock()
	p.seen.WriteString(text)
	p.mu.Unlock()
	return strings.TrimSuffix(text, "\r\n"), err
}

func (p *peer) say(format string, args ...any) error {
	_, err := fmt.Fprintf(p, format, args...)
	return err
}

func (p *peer) secure() error {
	t := tls.Server(p.Conn, wiretest.ServerTLS())
	if err := t.Handshake(); err != nil {
		return err
	}
	p.wrap(t)
	return nil
}

func (p *peer) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.String()
}

// run is a client and a server, connected over loopback.
type run struct {
	t          *testing.T
	peer       *peer
	conn       *wire.Conn
	transcript *wire.Transcript
	served     chan error
}

// connect starts serve on the server's side. With implicit TLS it is up on
// both sides before serve runs.
func connect(t *testing.T, implicit bool, serve func(*peer) error) *run {
	t.Helper()
	r := &run{t: t, peer: &peer{}, served: make(chan error, 1), transcript: wire.NewTranscript(nil)}
	client, server := wiretest.Pair(t)
	r.peer.wrap(server)
	go func() {
		defer func() { _ = server.Close() }()
		if implicit {
			if err := r.peer.secure(); err != nil {
				r.served <- err
				return
			}
		}
		r.served <- serve(r.peer)
	}()
	r.conn = wire.NewConn(client, r.transcript.Recorder(wire.IMAP))
	if implicit {
		if _, err := r.conn.Handshake(t.Context(), wiretest.ClientTLS()); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// finished closes the client's side and gives how serve ended.
func (r *run) finished() error {
	_ = r.conn.Close()
	return <-r.served
}

// check goes through a whole check as the driver does, and gives the details
// of the steps.
func (r *run) check(ctx context.Context, c *Conversation, starttls bool, forced sasl.Mechanism) (map[wire.StepName]string, error) {
	details := map[wire.StepName]string{}
	rec := r.conn.Recorder()
	step := func(name wire.StepName, f func(context.Context) (string, error)) error {
		return rec.Step(ctx, name, 20*time.Second, func(ctx context.Context) (string, error) {
			defer r.conn.Bind(ctx)()
			detail, err := f(ctx)
			details[name] = detail
			return detail, err
		})
	}
	steps := []func() error{
		func() error { return step(wire.Greeting, c.Greeting) },
		func() error { return step(wire.Capabilities, c.Capabilities) },
	}
	if starttls {
		steps = append(steps,
			func() error { return step(wire.StartTLS, c.StartTLS) },
			func() error {
				return step(wire.TLS, func(ctx context.Context) (string, error) {
					_, err := r.conn.Handshake(ctx, wiretest.ClientTLS())
					return "", err
				})
			},
			func() error { return step(wire.Capabilities, c.Capabilities) })
	}
	steps = append(steps,
		func() error {
			return step(wire.Authenticate, func(ctx context.Context) (string, error) { return c.Authenticate(ctx, anna, forced) })
		},
		func() error { return step(wire.Mailbox, c.Use) },
		func() error { return step(wire.Logout, c.Logout) })
	for _, s := range steps {
		if err := s(); err != nil {
			return details, err
		}
	}
	return details, nil
}

// text is the transcript, one line an event.
func (r *run) text() string {
	var b strings.Builder
	for _, e := range r.transcript.Events() {
		if e.Kind == wire.Said {
			fmt.Fprintf(&b, "%s %s\n", e.Direction, e.Text)
		}
	}
	return b.String()
}

// failedStep gives the step that ended a check.
func failedStep(err error) wire.StepName {
	var step *wire.StepError
	if errors.As(err, &step) {
		return step.Step
	}
	return ""
}
