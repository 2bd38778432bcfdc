package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"mailknock/mail/dial"
	"mailknock/mail/imap"
	"mailknock/mail/pop3"
	"mailknock/mail/sasl"
	"mailknock/mail/smtp"
	"mailknock/mail/wire"
)

// DefaultTimeout bounds the check of one protocol, goodbye included.
const DefaultTimeout = 30 * time.Second

// The deadlines of the steps that come after the connection, inside the
// check's own. A sign-in gets longest: servers slow down after a wrong one.
const (
	greetingLimit     = 15 * time.Second
	capabilitiesLimit = 10 * time.Second
	startTLSLimit     = 10 * time.Second
	authenticateLimit = 25 * time.Second
	useLimit          = 25 * time.Second
	logoutLimit       = 3 * time.Second
)

// CheckOptions is what one check needs.
type CheckOptions struct {
	Protocol wire.Protocol
	Server   wire.Server
	// User and Token are presented by SASL.
	User  string
	Token wire.Secret
	// Mechanism is forced when it is not empty.
	Mechanism sasl.Mechanism
	// TwoLine keeps the initial response out of the command.
	TwoLine bool
	// From and To are the addresses that SMTP is asked about; empty: those of
	// the Message. The Message is sent when it is not nil; else the transaction
	// ends before DATA.
	From, To string
	Message  *smtp.Message
	// Timeout bounds the whole check; zero means DefaultTimeout.
	Timeout time.Duration
	Dialer  *dial.Dialer
}

// conversation is one protocol's side of a check: the verbs, in the order in
// which check calls them. Every verb blocks; its error keeps the server's own
// words.
type conversation interface {
	Greeting(context.Context) (string, error)
	Capabilities(context.Context) (string, error)
	StartTLS(context.Context) (string, error)
	Authenticate(context.Context, sasl.Credentials, sasl.Mechanism) (string, error)
	Use(context.Context) (string, error)
	Logout(context.Context) (string, error)
	Mechanism() sasl.Mechanism
	Offered() []string
}

// Check tries one protocol once and blocks until it ended. Cancel ctx to stop
// it. What happens is written to the transcript as it happens.
func Check(ctx context.Context, t *wire.Transcript, o CheckOptions) Result {
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	began := time.Now()
	rec := t.Recorder(o.Protocol)
	rec.Mask("access token", o.Token)
	ctx, cancel := context.WithTimeoutCause(ctx, o.Timeout, fmt.Errorf("the whole check took longer than %s", o.Timeout))
	defer cancel()

	r := Result{Protocol: o.Protocol, Server: o.Server}
	r.Err = o.check(ctx, rec, &r)
	r.OK = r.Err == nil
	r.Steps = rec.Steps()
	r.Duration = time.Since(began)
	return r
}

func (o CheckOptions) check(ctx context.Context, rec *wire.Recorder, r *Result) error {
	if o.Server.Security == wire.Plain && !wire.IsLoopback(o.Server.Host) {
		return rec.Step(ctx, wire.Connect, time.Second, func(context.Context) (string, error) {
			return "", fmt.Errorf("%s is not this machine: Mailknock sends a token only over TLS. Choose tls or starttls", o.Server.Host)
		})
	}
	dialer := o.Dialer
	if dialer == nil {
		dialer = &dial.Dialer{}
	}
	conn, err := dialer.Connect(ctx, rec, o.Server)
	if err != nil {
		return err
	}
	defer conn.Close()
	if at, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		r.Remote = at.AddrPort().Addr().Unmap()
	}
	if o.Server.Security == wire.ImplicitTLS {
		if err := dialer.StartTLS(ctx, conn, o.Server); err != nil {
			return err
		}
	}
	talk := o.open(conn)
	defer func() {
		r.Mechanism = talk.Mechanism()
		r.Offered = talk.Offered()
		if s, ok := talk.(*smtp.Conversation); ok {
			r.Receipt = s.Receipt()
		}
	}()

	step := func(name wire.StepName, limit time.Duration, verb func(context.Context) (string, error)) error {
		return rec.Step(ctx, name, limit, func(ctx context.Context) (string, error) {
			defer conn.Bind(ctx)()
			return verb(ctx)
		})
	}
	if err := step(wire.Greeting, greetingLimit, talk.Greeting); err != nil {
		return err
	}
	if err := step(wire.Capabilities, capabilitiesLimit, talk.Capabilities); err != nil {
		return err
	}
	if o.Server.Security == wire.STARTTLS {
		if err := step(wire.StartTLS, startTLSLimit, talk.StartTLS); err != nil {
			return err
		}
		if err := dialer.StartTLS(ctx, conn, o.Server); err != nil {
			return err
		}
		if err := step(wire.Capabilities, capabilitiesLimit, talk.Capabilities); err != nil {
			return err
		}
	}
	credentials := sasl.Credentials{User: o.User, Token: o.Token, Host: o.Server.Host, Port: o.Server.Port}
	err = step(wire.Authenticate, authenticateLimit, func(ctx context.Context) (string, error) {
		return talk.Authenticate(ctx, credentials, o.Mechanism)
	})
	if err == nil {
		err = step(o.useStep(), useLimit, talk.Use)
	}
	if err != nil {
		goodbye(ctx, conn, talk, err)
		return err
	}
	return step(wire.Logout, logoutLimit, func(ctx context.Context) (string, error) {
		detail, err := talk.Logout(ctx)
		if err != nil {
			// The mailbox worked: how the server hangs up does not matter.
			return "no proper goodbye: " + err.Error(), nil
		}
		return detail, nil
	})
}

// goodbye ends a conversation politely when the server is still listening.
func goodbye(ctx context.Context, conn *wire.Conn, talk conversation, why error) {
	var refusal *wire.Refusal
	if !errors.As(why, &refusal) || refusal.Status == "BYE" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	defer conn.Bind(ctx)()
	_, _ = talk.Logout(ctx)
}

func (o CheckOptions) open(conn *wire.Conn) conversation {
	switch o.Protocol {
	case wire.POP3:
		return pop3.New(conn, pop3.Options{TwoLine: o.TwoLine})
	case wire.SMTP:
		return smtp.New(conn, smtp.Options{From: o.From, To: o.To, Message: o.Message})
	default:
		return imap.New(conn, imap.Options{TwoLine: o.TwoLine})
	}
}

func (o CheckOptions) useStep() wire.StepName {
	if o.Protocol == wire.SMTP {
		return wire.Send
	}
	return wire.Mailbox
}
