package pop3

import (
	"errors"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

const clear = "S: +OK ready\nC: CAPA\nS: +OK\nS: SASL XOAUTH2\nS: STLS\nS: .\nC: STLS\n"

// TestStartTLSAttacks plays what somebody on the way can do to keep TLS away
// or to speak inside it (nostarttls.secvuln.info). The script ends where the
// client has to stop: one more byte in clear fails it.
func TestStartTLSAttacks(t *testing.T) {
	refused := map[string]struct {
		script string
		want   wire.NoStartTLS
	}{
		"not offered":         {"S: +OK ready\nC: CAPA\nS: +OK\nS: SASL XOAUTH2\nS: .", wire.NoStartTLS{}},
		"no CAPA, no STLS":    {"S: +OK ready\nC: CAPA\nS: -ERR what\nC: AUTH\nS: -ERR what\nC: STLS\nS: -ERR what", wire.NoStartTLS{Words: "-ERR what"}},
		"refused":             {clear + "S: -ERR not now", wire.NoStartTLS{Offered: true, Words: "-ERR not now"}},
		"odd answer":          {clear + "S: + go on", wire.NoStartTLS{Offered: true, Words: "+ go on"}},
		"answer of SMTP":      {clear + "S: 220 ready", wire.NoStartTLS{Offered: true, Words: "220 ready"}},
		"empty answer":        {clear + "S: ", wire.NoStartTLS{Offered: true}},
		"hidden by lowercase": {"S: +OK ready\nC: CAPA\nS: +OK\nS: xSTLS\nS: STLSX\nS: .", wire.NoStartTLS{}},
	}
	for name, test := range refused {
		t.Run(name, func(t *testing.T) {
			s := parseScript(test.script)
			s.options["starttls"] = true
			_, _, err := run(t, s)
			var no *wire.NoStartTLS
			if !errors.As(err, &no) || *no != test.want {
				t.Errorf("got %v", err)
			}
		})
	}
	for name, extra := range map[string]string{
		"injected answer":   "S: +OK go\nS: +OK\nS: SASL XOAUTH2\nS: .\nT:",
		"injected fragment": "S: +OK go\nR: +OK CAPA\nT:",
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := run(t, parseScript(clear+extra))
			if !errors.Is(err, wire.ErrInjection) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("no TLS after the yes", func(t *testing.T) {
		steps, _, err := run(t, parseScript(clear+"S: +OK go\nX:"))
		if err == nil || !strings.HasPrefix(steps[len(steps)-1], "! tls") {
			t.Errorf("got %v", steps)
		}
	})
}

// TestNothingSecretInClear: without TLS the token stays here, whatever the
// server offers.
func TestNothingSecretInClear(t *testing.T) {
	tape := newTape(strings.NewReader("+OK\r\n+OK\r\nSASL XOAUTH2\r\n.\r\n+ \r\n+OK\r\n"))
	conn := wire.NewConn(tape, wire.NewTranscript(nil).Recorder(wire.POP3))
	steps, err := walk(t.Context(), New(conn, Options{TwoLine: true}), anna(0), "", false, nil)
	if !errors.Is(err, wire.ErrNotSecure) || tape.out.String() != "CAPA\r\nAUTH XOAUTH2\r\n" {
		t.Errorf("%v sent %q", steps, tape.out.String())
	}
}
