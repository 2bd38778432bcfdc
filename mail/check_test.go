package mail_test

import (
	"context"
	"crypto/x509"
	"errors"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mailknock/mail"
	"mailknock/mail/dial"
	"mailknock/mail/sandbox"
	"mailknock/mail/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// options are for a check of a running sandbox.
func options(t *testing.T, box *sandbox.Sandbox, p wire.Protocol, security wire.Security) mail.CheckOptions {
	t.Helper()
	token, err := box.AccessToken()
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(box.RootPEM())
	return mail.CheckOptions{
		Protocol: p, Server: box.Server(p, security), User: box.User(), Token: wire.NewSecret(token),
		From: box.User(), To: box.User(), Dialer: &dial.Dialer{Roots: roots},
	}
}

func start(t *testing.T, fault string) *sandbox.Sandbox {
	t.Helper()
	box, err := sandbox.Start(sandbox.Options{Fault: fault})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	return box
}

// TestSteps holds the order of the steps, with every protocol and every kind
// of security.
func TestSteps(t *testing.T) {
	box := start(t, "")
	before := []wire.StepName{wire.Resolve, wire.Connect}
	for security, way := range map[wire.Security][]wire.StepName{
		wire.ImplicitTLS: {wire.TLS, wire.Greeting, wire.Capabilities},
		wire.STARTTLS:    {wire.Greeting, wire.Capabilities, wire.StartTLS, wire.TLS, wire.Capabilities},
		wire.Plain:       {wire.Greeting, wire.Capabilities},
	} {
		for p, use := range map[wire.Protocol]wire.StepName{wire.IMAP: wire.Mailbox, wire.POP3: wire.Mailbox, wire.SMTP: wire.Send} {
			r := mail.Check(t.Context(), wire.NewTranscript(nil), options(t, box, p, security))
			want := slices.Concat(before, way, []wire.StepName{wire.Authenticate, use, wire.Logout})
			if !r.OK || r.Err != nil || !slices.Equal(names(r), want) {
				t.Errorf("%s %s: %v, steps are %v", p, security, r.Err, names(r))
			}
		}
	}
}

// TestRemoteWithoutTLS: where it connected is known also when TLS fails.
func TestRemoteWithoutTLS(t *testing.T) {
	r := mail.Check(t.Context(), wire.NewTranscript(nil), options(t, start(t, "unknown-ca"), wire.IMAP, wire.ImplicitTLS))
	if r.OK || !r.Remote.IsLoopback() {
		t.Errorf("%v, connected to %v", r.Err, r.Remote)
	}
}

// TestFailedStepIsTheLast: whatever goes wrong, exactly one step failed, and
// nothing was tried after it.
func TestFailedStepIsTheLast(t *testing.T) {
	for fault, last := range map[string]wire.StepName{
		"unknown-ca": wire.TLS, "drops": wire.Capabilities, "imap-off": wire.Authenticate, "not-connected": wire.Mailbox, "starttls-refused": wire.StartTLS,
	} {
		security := wire.ImplicitTLS
		if last == wire.StartTLS {
			security = wire.STARTTLS
		}
		r := mail.Check(t.Context(), wire.NewTranscript(nil), options(t, start(t, fault), wire.IMAP, security))
		failed := 0
		for _, s := range r.Steps {
			if !s.OK {
				failed++
			}
		}
		var step *wire.StepError
		if r.OK || failed != 1 || !errors.As(r.Err, &step) || step.Step != last || r.Steps[len(r.Steps)-1].Name != last {
			t.Errorf("%s: %v, steps are %v", fault, r.Err, names(r))
		}
	}
}

func TestTimeoutBoundsTheWholeCheck(t *testing.T) {
	o := options(t, start(t, "slow"), wire.SMTP, wire.Plain)
	o.Timeout = 200 * time.Millisecond
	r := mail.Check(t.Context(), wire.NewTranscript(nil), o)
	var late *wire.TimeoutError
	if !errors.As(r.Err, &late) || !late.Whole {
		t.Errorf("%v", r.Err)
	}
}

func TestStopIsNoTimeout(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	transcript := wire.NewTranscript(func(e wire.Event) {
		if e.Kind == wire.Began && e.Step.Name == wire.Greeting {
			stop()
		}
	})
	r := mail.Check(ctx, transcript, options(t, start(t, "slow"), wire.POP3, wire.Plain))
	var stopped *wire.StoppedError
	if !errors.As(r.Err, &stopped) || names(r)[len(r.Steps)-1] != wire.Greeting {
		t.Errorf("%v, steps are %v", r.Err, names(r))
	}
}

// TestNoTokenInClear: nothing is even looked up.
func TestNoTokenInClear(t *testing.T) {
	r := mail.Check(t.Context(), wire.NewTranscript(nil), mail.CheckOptions{
		Protocol: wire.IMAP, Server: wire.Server{Host: "mail.test", Port: 143, Security: wire.Plain}, Token: wire.NewSecret("a-token"),
	})
	if r.OK || !slices.Equal(names(r), []wire.StepName{wire.Connect}) {
		t.Errorf("%v, steps are %v", r.Err, names(r))
	}
}

func names(r mail.Result) []wire.StepName {
	var list []wire.StepName
	for _, s := range r.Steps {
		list = append(list, s.Name)
	}
	return list
}
