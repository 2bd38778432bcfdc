package smtp

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	"mailknock/mail/wire"
	"mailknock/mail/wire/wiretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// client knows one option of a script of its own: message.
var client = wiretest.Client{
	Protocol: wire.SMTP, StartTLS: "STARTTLS", Use: wire.Send,
	New: func(conn *wire.Conn, o wiretest.Options) wiretest.Conversation {
		return New(conn, options(o["message"]))
	},
}

// options is what the client is asked to do.
func options(message bool) Options {
	o := Options{From: "anna@example.org", To: "bernd@example.org", Name: "client.example.org"}
	if message {
		o.Message = letter()
	}
	return o
}

func letter() *Message {
	return &Message{
		From: "Anna Weiß <anna@example.org>", To: "bernd@example.org", Text: "Hello\n.\n..two\n",
		Date: time.Date(2024, 11, 29, 10, 57, 8, 0, time.FixedZone("", 3600)), ID: "abc@example.org",
	}
}
