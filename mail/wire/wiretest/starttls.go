package wiretest

import (
	"errors"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// Attacks are scripts of what somebody on the way can do to keep TLS away or
// to speak inside it (nostarttls.secvuln.info). Each ends where the client has
// to stop: one more byte in clear fails it.
type Attacks struct {
	// Refused keep TLS away.
	Refused map[string]Refused
	// Injected speak before TLS what is meant to be read inside it.
	Injected map[string]string
	// Closed hangs up after its yes to StartTLS.
	Closed string
}

// Refused is a script and the error that it must lead to.
type Refused struct {
	Script string
	Want   wire.NoStartTLS
}

// StartTLSAttacks plays them.
func (c Client) StartTLSAttacks(t *testing.T, a Attacks) {
	for name, test := range a.Refused {
		t.Run(name, func(t *testing.T) {
			s := Parse(test.Script)
			s.Options["starttls"] = true
			_, _, err := c.Play(t, s)
			var no *wire.NoStartTLS
			if !errors.As(err, &no) || *no != test.Want {
				t.Errorf("got %v", err)
			}
		})
	}
	for name, script := range a.Injected {
		t.Run(name, func(t *testing.T) {
			steps, _, err := c.Play(t, Parse(script))
			if !errors.Is(err, wire.ErrInjection) {
				t.Errorf("got %v", steps)
			}
		})
	}
	t.Run("no TLS after the yes", func(t *testing.T) {
		steps, _, err := c.Play(t, Parse(a.Closed))
		if err == nil || !strings.HasPrefix(steps[len(steps)-1], "! tls") {
			t.Errorf("got %v", steps)
		}
	})
}

// NothingSecretInClear: without TLS a token of so many bytes stays here,
// whatever the server offers; said is all that goes out.
func (c Client) NothingSecretInClear(t *testing.T, server string, token int, o Options, said string) {
	t.Helper()
	tape := NewTape(strings.NewReader(server))
	conn := wire.NewConn(tape, wire.NewTranscript(nil).Recorder(c.Protocol))
	steps, err := c.check(t.Context(), conn, token, o, nil)
	if !errors.Is(err, wire.ErrNotSecure) || tape.Said() != said {
		t.Errorf("%v sent %q", steps, tape.Said())
	}
}
