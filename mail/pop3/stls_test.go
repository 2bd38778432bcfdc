package pop3

import (
	"testing"

	"mailknock/mail/wire"
	"mailknock/mail/wire/wiretest"
)

const clear = "S: +OK ready\nC: CAPA\nS: +OK\nS: SASL XOAUTH2\nS: STLS\nS: .\nC: STLS\n"

func TestStartTLSAttacks(t *testing.T) {
	client.StartTLSAttacks(t, wiretest.Attacks{
		Refused: map[string]wiretest.Refused{
			"not offered":         {Script: "S: +OK ready\nC: CAPA\nS: +OK\nS: SASL XOAUTH2\nS: .", Want: wire.NoStartTLS{}},
			"no CAPA, no STLS":    {Script: "S: +OK ready\nC: CAPA\nS: -ERR what\nC: AUTH\nS: -ERR what\nC: STLS\nS: -ERR what", Want: wire.NoStartTLS{Words: "-ERR what"}},
			"refused":             {Script: clear + "S: -ERR not now", Want: wire.NoStartTLS{Offered: true, Words: "-ERR not now"}},
			"odd answer":          {Script: clear + "S: + go on", Want: wire.NoStartTLS{Offered: true, Words: "+ go on"}},
			"answer of SMTP":      {Script: clear + "S: 220 ready", Want: wire.NoStartTLS{Offered: true, Words: "220 ready"}},
			"empty answer":        {Script: clear + "S: ", Want: wire.NoStartTLS{Offered: true}},
			"hidden by lowercase": {Script: "S: +OK ready\nC: CAPA\nS: +OK\nS: xSTLS\nS: STLSX\nS: .", Want: wire.NoStartTLS{}},
		},
		Injected: map[string]string{
			"injected answer":   clear + "S: +OK go\nS: +OK\nS: SASL XOAUTH2\nS: .\nT:",
			"injected fragment": clear + "S: +OK go\nR: +OK CAPA\nT:",
		},
		Closed: clear + "S: +OK go\nX:",
	})
}

func TestNothingSecretInClear(t *testing.T) {
	client.NothingSecretInClear(t, "+OK\r\n+OK\r\nSASL XOAUTH2\r\n.\r\n+ \r\n+OK\r\n", 0, wiretest.Options{"two-line": true}, "CAPA\r\nAUTH XOAUTH2\r\n")
}
