package imap

import (
	"errors"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// The attacks of nostarttls.secvuln.info and its kind. The server's side goes
// on with TLS where it can, so that a client that falls for it would show.
func TestStartTLSAttacks(t *testing.T) {
	const (
		clear   = "S: * OK ready"
		ask     = "C: CAPABILITY"
		offer   = "S: * CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=XOAUTH2"
		told    = "S: $CAPABILITY OK done"
		command = "C: STARTTLS"
	)
	var (
		missing *wire.NoStartTLS
		refusal *wire.Refusal
		broke   *wire.ProtocolError
		preauth *PreauthError
	)
	tests := []struct {
		name   string
		script []string
		step   wire.StepName
		target any
		words  string
	}{
		{"refused with NO", []string{clear, ask, offer, told, command, "S: $STARTTLS NO not now"}, wire.StartTLS, &missing, "NO not now"},
		{"refused with BAD", []string{clear, ask, offer, told, command, "S: $STARTTLS BAD unknown command"}, wire.StartTLS, &missing, "BAD unknown"},
		{"BYE in place of an answer", []string{clear, ask, offer, told, command, "S: * BYE [REFERRAL imap://evil.example/] gone", "X:"}, wire.StartTLS, &refusal, "gone"},
		{"continuation request", []string{clear, ask, offer, told, command, "S: + go on"}, wire.StartTLS, &broke, "asked for more"},
		{"answer with another tag", []string{clear, ask, offer, told, command, "S: a1 OK begin"}, wire.StartTLS, &broke, "not sent"},
		{"PREAUTH in place of an answer", []string{clear, ask, offer, told, command, "S: * PREAUTH welcome"}, wire.StartTLS, &broke, "second greeting"},
		{"answer that is neither", []string{clear, ask, offer, told, command, "S: $STARTTLS PREAUTH in"}, wire.StartTLS, &broke, "neither OK"},
		{"capability hidden", []string{clear, ask, "S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR", told}, wire.StartTLS, &missing, "does not offer"},
		{"LOGINDISABLED and hidden", []string{clear, ask, "S: * CAPABILITY IMAP4rev1 LOGINDISABLED", told}, wire.StartTLS, &missing, "does not offer"},
		{"early answer", []string{clear, ask, offer, told, "S: a1 OK begin", command}, wire.StartTLS, &broke, "not sent"},
		{"early answer with the last tag", []string{clear, ask, offer, told, "S: $CAPABILITY OK begin", command}, wire.StartTLS, &broke, "not sent"},
		{"PREAUTH in clear", []string{"S: * PREAUTH welcome back"}, wire.Greeting, &preauth, "before TLS"},
		{"PREAUTH with capabilities", []string{"S: * PREAUTH [CAPABILITY IMAP4rev1] welcome"}, wire.Greeting, &preauth, "before TLS"},
		{"BYE greeting", []string{"S: * BYE [REFERRAL imap://evil.example/] try there", "X:"}, wire.Greeting, &refusal, "try there"},
		{"NO greeting", []string{"S: * NO busy"}, wire.Greeting, &refusal, "busy"},
		{"tagged greeting", []string{"S: a1 OK welcome"}, wire.Greeting, &broke, "not IMAP"},
		{"data greeting", []string{"S: * CAPABILITY IMAP4rev1"}, wire.Greeting, &broke, "not IMAP"},
		{"another protocol", []string{"S: 220 mail.example ESMTP"}, wire.Greeting, &broke, "not IMAP"},
		{"POP3", []string{"S: +OK ready"}, wire.Greeting, &broke, "not IMAP"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := connect(t, false, func(p *peer) error {
				if err := p.follow(test.script); err != nil {
					return err
				}
				for {
					if _, err := p.line(); err != nil {
						return nil
					}
				}
			})
			_, err := r.check(t.Context(), New(r.conn, Options{}), true, "")
			if failedStep(err) != test.step || !errors.As(err, test.target) || !strings.Contains(err.Error(), test.words) {
				t.Errorf("got %v", err)
			}
			if err := r.finished(); err != nil {
				t.Errorf("the server: %v", err)
			}
			noSecret(t, r.peer.said())
		})
	}
}

// TestInjection puts words between the answer to STARTTLS and the handshake.
func TestInjection(t *testing.T) {
	for name, words := range map[string]string{
		"a response": "* CAPABILITY IMAP4rev1 SASL-IR AUTH=OAUTHBEARER\r\n",
		"an answer":  "m3aaaa OK signed in\r\n",
		"a fragment": "* OK [ALERT] call this num",
	} {
		t.Run(name, func(t *testing.T) {
			r := connect(t, false, func(p *peer) error {
				_ = p.say("* OK ready\r\n")
				tag, _ := p.line()
				tag, _, _ = strings.Cut(tag, " ")
				_ = p.say("* CAPABILITY IMAP4rev1 STARTTLS\r\n%s OK done\r\n", tag)
				tag, _ = p.line()
				tag, _, _ = strings.Cut(tag, " ")
				_ = p.say("%s OK begin\r\n%s", tag, words)
				_ = p.secure()
				return nil
			})
			_, err := r.check(t.Context(), New(r.conn, Options{}), true, "")
			if failedStep(err) != wire.TLS || !errors.Is(err, wire.ErrInjection) {
				t.Errorf("got %v", err)
			}
			_ = r.finished()
			noSecret(t, r.peer.said())
			for _, e := range r.transcript.Events() {
				if strings.Contains(e.Text, words[:10]) && !e.Untrusted {
					t.Errorf("injected text stands as trusted: %q", e.Text)
				}
			}
		})
	}
}

// TestPreauthUnderTLS: signed in without a sign-in is no success.
func TestPreauthUnderTLS(t *testing.T) {
	r := connect(t, true, func(p *peer) error { return p.say("* PREAUTH [CAPABILITY IMAP4rev1] welcome\r\n") })
	_, err := r.check(t.Context(), New(r.conn, Options{}), false, "")
	var preauth *PreauthError
	if !errors.As(err, &preauth) || !preauth.Secure || !strings.Contains(err.Error(), "no login happened") {
		t.Errorf("got %v", err)
	}
}

// TestWithoutHandshake: once TLS is promised, nothing goes out without it.
func TestWithoutHandshake(t *testing.T) {
	r := connect(t, false, func(p *peer) error {
		_ = p.say("* OK ready\r\n")
		tag, _ := p.line()
		tag, _, _ = strings.Cut(tag, " ")
		_ = p.say("%s OK begin\r\n", tag)
		for {
			if _, err := p.line(); err != nil {
				return nil
			}
		}
	})
	c := New(r.conn, Options{})
	if _, err := c.Greeting(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.StartTLS(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Capabilities(t.Context()); err == nil {
		t.Error("CAPABILITY went out")
	}
	if _, err := c.Authenticate(t.Context(), anna, ""); err == nil {
		t.Error("AUTHENTICATE went out")
	}
	_ = r.finished()
	if said := r.peer.said(); strings.Count(said, "\n") != 1 {
		t.Errorf("sent %q", said)
	}
}

// TestNoTokenInClear: without TLS and without leave, the token stays here.
func TestNoTokenInClear(t *testing.T) {
	r := connect(t, false, func(p *peer) error {
		return p.follow([]string{"S: * OK ready", "C: CAPABILITY", "S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2", "S: $CAPABILITY OK done"})
	})
	_, err := r.check(t.Context(), New(r.conn, Options{}), false, "")
	if !errors.Is(err, wire.ErrNotSecure) {
		t.Errorf("got %v", err)
	}
	_ = r.finished()
	noSecret(t, r.peer.said())
}

func noSecret(t *testing.T, said string) {
	t.Helper()
	for _, word := range []string{"AUTHENTICATE", "LOGIN", "SECRET", "anna@", "dXNlcj", "c2VyP", "VzZXI9"} {
		if strings.Contains(said, word) {
			t.Errorf("%q went out: %q", word, said)
		}
	}
}
