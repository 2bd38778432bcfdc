package sandbox

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

var works = replies{wire.IMAP: "* 3 EXISTS", wire.POP3: "+OK 3 ", wire.SMTP: "250 2.1.0"}

// everywhere is the same words in every protocol.
func everywhere(words string) replies {
	return replies{wire.IMAP: words, wire.POP3: words, wire.SMTP: words}
}

// played is what stops a client that meets a fault at a mail server.
var played = map[string]replies{
	"expired-token":  badToken[microsoft],
	"wrong-audience": badToken[microsoft],
	"missing-scope":  badToken[microsoft],
	"wrong-user":     badToken[microsoft],
	"id-token":       badToken[neutral],
	"imap-off":       {wire.IMAP: "NO [ALERT] Your account is not enabled for IMAP use."},
	"pop-off":        {wire.POP3: "-ERR [SYS/PERM] Your account is not enabled for POP access."},
	"smtp-auth-disabled": {
		wire.SMTP: "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.",
	},
	"not-connected":       {wire.IMAP: "t BAD User is authenticated but not connected."},
	"send-as-denied":      {wire.SMTP: "550 5.7.60"},
	"mechanism-missing":   {wire.IMAP: "NO Unsupported", wire.POP3: "-ERR Unsupported", wire.SMTP: "504 5.7.4"},
	"throttled":           {wire.IMAP: "Too many simultaneous", wire.POP3: "[SYS/TEMP]", wire.SMTP: "454 4.7.0 Too many login attempts"},
	"throttled-microsoft": {wire.IMAP: "Suggested Backoff Time", wire.POP3: "Suggested Backoff Time", wire.SMTP: "432 4.3.2"},
	"unavailable":         {wire.IMAP: "NO [UNAVAILABLE]", wire.POP3: "-ERR [SYS/TEMP]", wire.SMTP: "454 4.7.0 Temporary"},
	"two-line-auth":       {wire.POP3: "-ERR Protocol error. 10"},
	"long-token-refused":  {wire.IMAP: "EOF", wire.POP3: "EOF", wire.SMTP: "500 5.5.6"},
	"unknown-ca":          everywhere("certificate signed by unknown authority"),
	"certificate-expired": everywhere("certificate has expired"),
	"wrong-name":          everywhere("cannot validate certificate for 127.0.0.1"),
	"old-tls":             everywhere("protocol version not supported"),
	"wrong-tls-mode":      everywhere("first record does not look like a TLS handshake"),
	"starttls-refused":    {wire.IMAP: "t BAD TLS support", wire.POP3: "-ERR TLS support", wire.SMTP: "454 4.7.0 TLS not available"},
	"starttls-injection":  {wire.IMAP: "before TLS: * CAPABILITY", wire.POP3: "before TLS: +OK", wire.SMTP: "before TLS: 250"},
	"slow":                everywhere(os.ErrDeadlineExceeded.Error()),
	"drops":               everywhere("after \""),
}

func TestFaultsAtTheMailServers(t *testing.T) {
	for _, f := range Faults() {
		t.Run(f.ID, func(t *testing.T) {
			s := start(t, Options{Fault: f.ID, Delay: time.Hour})
			security := f.Security
			if security == "" {
				security = wire.ImplicitTLS
			}
			limit := patience
			if f.ID == "slow" {
				limit = 50 * time.Millisecond
			}
			for _, p := range wire.MailProtocols {
				want := works[p]
				if row, ok := played[f.ID]; ok && slices.Contains(f.Protocols, p) {
					want = row[p]
				}
				got, _ := visit(t, s, p, security, limit)
				// The words of the table have no tag.
				if !strings.Contains(got, want) || want == "" {
					t.Errorf("%s: got %q, want %q", p, got, want)
				}
			}
		})
	}
}

func TestWithoutAFaultEverythingWorks(t *testing.T) {
	s := start(t, Options{})
	for _, p := range wire.MailProtocols {
		for _, security := range []wire.Security{wire.ImplicitTLS, wire.STARTTLS, wire.Plain} {
			if got, _ := visit(t, s, p, security, patience); !strings.Contains(got, works[p]) {
				t.Errorf("%s %s: %q", p, security, got)
			}
		}
	}
}

// TestChallenges holds each provider to the challenge that it really sends.
func TestChallenges(t *testing.T) {
	for fault, want := range map[string]string{
		"throttled":     `"status":"400"`,
		"expired-token": "",
		"id-token":      `"status":"401"`,
	} {
		s := start(t, Options{Fault: fault})
		for _, p := range wire.MailProtocols {
			if _, v := visit(t, s, p, wire.ImplicitTLS, patience); !strings.Contains(v.challenge, want) || want == "" && v.challenge != "" {
				t.Errorf("%s, %s: challenge %q", fault, p, v.challenge)
			}
		}
	}
}

func TestAWrongAnswerToTheChallengeIsToldSo(t *testing.T) {
	s := start(t, Options{})
	for mechanism, c := range map[string]struct{ initial, wrong, right string }{
		"XOAUTH2":     {xoauth2(Mailbox, "bad"), "AQ==", ""},
		"OAUTHBEARER": {oauthbearer(Mailbox, "bad"), "", "AQ=="},
	} {
		i := dial(t, s, wire.IMAP, wire.ImplicitTLS)
		i.until("* OK")
		i.say("a AUTHENTICATE "+mechanism+" "+c.initial, "+ ")
		i.say(c.wrong, "a BAD the answer to "+mechanism)
		i.say("a AUTHENTICATE "+mechanism+" "+c.initial, "+ ")
		i.say(c.right, "a NO [AUTHENTICATIONFAILED]")
		i.say("a AUTHENTICATE "+mechanism+" "+c.initial, "+ ")
		i.say("*", "a BAD cancelled")
	}
}

func TestTableOfFaults(t *testing.T) {
	seen := make(map[string]bool)
	for _, f := range Faults() {
		if f.ID == "" || f.Title == "" || f.Cause == "" || len(f.Protocols) == 0 || seen[f.ID] {
			t.Errorf("row %+v", f)
		}
		seen[f.ID] = true
		f.Protocols[0] = "changed"
	}
	for _, f := range Faults() {
		if f.Protocols[0] == "changed" {
			t.Fatal("Faults gives its own table away")
		}
	}
	for id := range played {
		if !seen[id] {
			t.Errorf("%s is not in the table", id)
		}
	}
	s := start(t, Options{})
	if err := s.SetFault("nonsense"); err == nil || !strings.Contains(err.Error(), "expired-token") || s.Fault() != "" {
		t.Errorf("unknown: %v", err)
	}
	if err := s.SetFault("slow"); err != nil || s.Fault() != "slow" {
		t.Errorf("SetFault: %v", err)
	}
	if _, err := Start(Options{Fault: "nonsense"}); err == nil {
		t.Error("an unknown fault starts")
	}
}
