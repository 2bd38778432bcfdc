package smtp

import (
	"strings"
	"testing"

	"mailknock/mail/wire"
	"mailknock/mail/wire/wiretest"
)

const clear = "S: 220 hello\nC: EHLO client.example.org\nS: 250-hello\nS: 250-AUTH XOAUTH2\nS: 250 STARTTLS\nC: STARTTLS\n"

func TestStartTLSAttacks(t *testing.T) {
	client.StartTLSAttacks(t, wiretest.Attacks{
		Refused: map[string]wiretest.Refused{
			"not offered":    {Script: "S: 220 hello\nC: EHLO client.example.org\nS: 250-hello\nS: 250-XSTARTTLS\nS: 250 AUTH XOAUTH2", Want: wire.NoStartTLS{}},
			"HELO only":      {Script: "S: 220 hello\nC: EHLO client.example.org\nS: 502 no\nC: HELO client.example.org\nS: 250-hello\nS: 250-STARTTLS\nS: 250 AUTH XOAUTH2", Want: wire.NoStartTLS{}},
			"454":            {Script: clear + "S: 454 4.7.0 TLS not available", Want: wire.NoStartTLS{Offered: true, Words: "454 4.7.0 TLS not available"}},
			"500":            {Script: clear + "S: 500 what", Want: wire.NoStartTLS{Offered: true, Words: "500 what"}},
			"502":            {Script: clear + "S: 502-5.5.1 not\nS: 502 5.5.1 here", Want: wire.NoStartTLS{Offered: true, Words: "502 5.5.1 not here"}},
			"another yes":    {Script: clear + "S: 250 ok", Want: wire.NoStartTLS{Offered: true, Words: "250 ok"}},
			"354":            {Script: clear + "S: 354 go on", Want: wire.NoStartTLS{Offered: true, Words: "354 go on"}},
			"odd answer":     {Script: clear + "S: + go on", Want: wire.NoStartTLS{Offered: true, Words: "+ go on"}},
			"235":            {Script: clear + "S: 235 you are in", Want: wire.NoStartTLS{Offered: true, Words: "235 you are in"}},
			"answer of IMAP": {Script: clear + "S: A1 OK begin TLS", Want: wire.NoStartTLS{Offered: true, Words: "A1 OK begin TLS"}},
		},
		Injected: map[string]string{
			"injected answer":   clear + "S: 220 go\nS: 250-hello\nS: 250 AUTH XOAUTH2\nT:",
			"injected fragment": clear + "S: 220 go\nR: 250 AUTH\nT:",
			// The yes comes before the question: what then stands in for the real
			// one is no TLS.
			"early yes": strings.Replace(clear, "C: STARTTLS", "S: 220 go\nC: STARTTLS", 1) + "S: 454 no\nT:",
		},
		Closed: clear + "S: 220 go\nX:",
	})
}

func TestNothingSecretInClear(t *testing.T) {
	server, hello := "220 a\r\n250-a\r\n250 AUTH XOAUTH2\r\n334 \r\n235 yes\r\n", "EHLO client.example.org\r\n"
	client.NothingSecretInClear(t, server, 0, nil, hello)
	client.NothingSecretInClear(t, server, 3000, nil, hello+"AUTH XOAUTH2\r\n")
}
