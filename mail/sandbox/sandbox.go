package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"mailknock/mail/wire"
)

// Options say how a sandbox behaves. The zero value is a provider at which
// everything works.
type Options struct {
	// Fault is the id of what goes wrong; empty: nothing.
	Fault string
	// AutoConsent lets the authorization endpoint answer without a consent
	// page, for a face that has no browser.
	AutoConsent bool
	// Delay is how long the fault "slow" waits before each reply; 0: 90 s.
	Delay time.Duration
	// Now is the provider's clock; nil: time.Now.
	Now func() time.Time
}

// Sandbox is a running provider. Its methods may be called from any goroutine.
type Sandbox struct {
	options Options
	fault   atomic.Pointer[fault]

	authority *authority
	store     *store
	clients   *clients
	account   func() (*serviceAccount, error)
	post      *post
	web       *web
	services  map[wire.Protocol]map[wire.Security]*service

	ctx     context.Context
	stop    context.CancelFunc
	running sync.WaitGroup
	mu      sync.Mutex
	conns   map[net.Conn]struct{}
	closed  bool
}

// maxConns bounds the connections of all mail servers together.
const maxConns = 256

// Start opens every server on a free port of 127.0.0.1 and returns when all
// of them accept connections. A fault that the sandbox does not know is an
// error that lists those it knows.
func Start(o Options) (*Sandbox, error) {
	f, err := findFault(o.Fault)
	if err != nil {
		return nil, err
	}
	if o.Delay <= 0 {
		o.Delay = 90 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Sandbox{options: o, conns: make(map[net.Conn]struct{}), services: make(map[wire.Protocol]map[wire.Security]*service)}
	s.fault.Store(f)
	s.ctx, s.stop = context.WithCancel(context.Background())
	if err := s.open(); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("could not start the sandbox: %w", err)
	}
	return s, nil
}

func (s *Sandbox) open() error {
	var err error
	if s.authority, err = newAuthority(s.options.Now()); err != nil {
		return err
	}
	if s.store, err = newStore(s.options.Now); err != nil {
		return err
	}
	if s.clients, err = newClients(s.options.Now()); err != nil {
		return err
	}
	s.post = newPost(s.options.Now())
	if s.web, err = startWeb(s); err != nil {
		return err
	}
	s.store.issuer = s.web.issuer
	s.account = sync.OnceValues(func() (*serviceAccount, error) { return newServiceAccount(s.TokenURL()) })
	for _, protocol := range wire.MailProtocols {
		s.services[protocol] = make(map[wire.Security]*service)
		for _, security := range []wire.Security{wire.ImplicitTLS, wire.STARTTLS, wire.Plain} {
			service, err := s.serve(protocol, security)
			if err != nil {
				return err
			}
			s.services[protocol][security] = service
		}
	}
	return nil
}

// Close ends every server and every conversation at once and returns when
// nothing of them is left. A second call does nothing.
func (s *Sandbox) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.stop()
	for conn := range s.conns {
		_ = conn.Close()
	}
	s.mu.Unlock()

	var failed []error
	for _, bySecurity := range s.services {
		for _, service := range bySecurity {
			failed = append(failed, service.listener.Close())
		}
	}
	if s.web != nil {
		failed = append(failed, s.web.close())
	}
	s.running.Wait()
	return errors.Join(failed...)
}

// SetFault changes what goes wrong. Conversations that are under way keep the
// fault with which they began. Access tokens keep the shape with which they
// were issued, so get a new one after a change. An unknown id is an error that
// lists the known ones and changes nothing; the empty id ends the fault.
func (s *Sandbox) SetFault(id string) error {
	f, err := findFault(id)
	if err != nil {
		return err
	}
	s.fault.Store(f)
	return nil
}

// Fault gives the id of what is being played; empty: nothing.
func (s *Sandbox) Fault() string { return s.fault.Load().ID }

// Server tells where the server of a protocol listens: for ImplicitTLS,
// STARTTLS or Plain.
func (s *Sandbox) Server(protocol wire.Protocol, security wire.Security) wire.Server {
	service, ok := s.services[protocol][security]
	if !ok {
		return wire.Server{}
	}
	return wire.Server{Host: "127.0.0.1", Port: service.port, Security: security}
}

// RootPEM gives the certificate of the sandbox's own authority.
func (s *Sandbox) RootPEM() []byte { return append([]byte(nil), s.authority.rootPEM...) }

// User gives the address of the mailbox.
func (s *Sandbox) User() string { return anna.Address }

// Sent gives the messages that the SMTP server took, oldest first.
func (s *Sandbox) Sent() []Message { return s.post.sent() }
