package pop3

import (
	"testing"

	"go.uber.org/goleak"

	"mailknock/mail/wire"
	"mailknock/mail/wire/wiretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// client knows one option of a script of its own: two-line.
var client = wiretest.Client{
	Protocol: wire.POP3, StartTLS: "STLS", Use: wire.Mailbox,
	New: func(conn *wire.Conn, o wiretest.Options) wiretest.Conversation {
		return New(conn, Options{TwoLine: o["two-line"]})
	},
}
