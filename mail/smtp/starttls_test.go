package smtp

import (
	"errors"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

const clear = "S: 220 hello\nC: EHLO client.example.org\nS: 250-hello\nS: 250-AUTH XOAUTH2\nS: 250 STARTTLS\nC: STARTTLS\n"

// TestStartTLSAttacks plays what somebody on the way can do to keep TLS away
// or to speak inside it (nostarttls.secvuln.info). The script ends where the
// client has to stop: one more byte in clear fails it.
func TestStartTLSAttacks(t *testing.T) {
	refused := map[string]struct {
		script string
		want   wire.NoStartTLS
	}{
		"not offered":    {"S: 220 hello\nC: EHLO client.example.org\nS: 250-hello\nS: 250-XSTARTTLS\nS: 250 AUTH XOAUTH2", wire.NoStartTLS{}},
		"HELO only":      {"S: 220 hello\nC: EHLO client.example.org\nS: 502 no\nC: HELO client.example.org\nS: 250-hello\nS: 250-STARTTLS\nS: 250 AUTH XOAUTH2", wire.NoStartTLS{}},
		"454":            {clear + "S: 454 4.7.0 TLS not available", wire.NoStartTLS{Offered: true, Words: "454 4.7.0 TLS not available"}},
		"500":            {clear + "S: 500 what", wire.NoStartTLS{Offered: true, Words: "500 what"}},
		"502":            {clear + "S: 502-5.5.1 not\nS: 502 5.5.1 here", wire.NoStartTLS{Offered: true, Words: "502 5.5.1 not here"}},
		"another yes":    {clear + "S: 250 ok", wire.NoStartTLS{Offered: true, Words: "250 ok"}},
		"354":            {clear + "S: 354 go on", wire.NoStartTLS{Offered: true, Words: "354 go on"}},
		"odd answer":     {clear + "S: + go on", wire.NoStartTLS{Offered: true, Words: "+ go on"}},
		"235":            {clear + "S: 235 you are in", wire.NoStartTLS{Offered: true, Words: "235 you are in"}},
		"answer of IMAP": {clear + "S: A1 OK begin TLS", wire.NoStartTLS{Offered: true, Words: "A1 OK begin TLS"}},
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
	for name, script := range map[string]string{
		"injected answer":   clear + "S: 220 go\nS: 250-hello\nS: 250 AUTH XOAUTH2\nT:",
		"injected fragment": clear + "S: 220 go\nR: 250 AUTH\nT:",
		// The yes comes before the question: what then stands in for the real
		// one is no TLS.
		"early yes": strings.Replace(clear, "C: STARTTLS", "S: 220 go\nC: STARTTLS", 1) + "S: 454 no\nT:",
	} {
		t.Run(name, func(t *testing.T) {
			steps, _, err := run(t, parseScript(script))
			if !errors.Is(err, wire.ErrInjection) {
				t.Errorf("got %v", steps)
			}
		})
	}
	t.Run("no TLS after the yes", func(t *testing.T) {
		steps, _, err := run(t, parseScript(clear+"S: 220 go\nX:"))
		if err == nil || !strings.HasPrefix(steps[len(steps)-1], "! tls") {
			t.Errorf("got %v", steps)
		}
	})
}

// TestNothingSecretInClear: without TLS the token stays here, whatever the
// server offers.
func TestNothingSecretInClear(t *testing.T) {
	for _, size := range []int{0, 3000} {
		tape := newTape(strings.NewReader("220 a\r\n250-a\r\n250 AUTH XOAUTH2\r\n334 \r\n235 yes\r\n"))
		conn := wire.NewConn(tape, wire.NewTranscript(nil).Recorder(wire.SMTP))
		steps, err := walk(t.Context(), New(conn, script{}.client()), anna(size), "", false, nil)
		sent := strings.TrimSuffix(tape.out.String(), "AUTH XOAUTH2\r\n")
		if !errors.Is(err, wire.ErrNotSecure) || sent != "EHLO client.example.org\r\n" {
			t.Errorf("%v sent %q", steps, tape.out.String())
		}
	}
}
