package report

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/wire"
)

// hostile is what nobody may send to a terminal: an escape sequence, C1, bidi,
// a tag, a line end, a byte that is no UTF-8.
const hostile = "a\x1b[2J\u009b31m\u202eb\U000e0041\r\nc\xff"

// TestHostileWords fills every text that comes from outside with what a
// terminal must never see.
func TestHostileWords(t *testing.T) {
	transcript := wire.NewTranscript(nil)
	rec := transcript.Recorder(wire.IMAP)
	rec.In([]byte(hostile), false)
	_ = rec.Step(t.Context(), wire.Greeting, time.Second, func(context.Context) (string, error) { return "", errors.New(hostile) })
	causes := []mail.Cause{{ID: "unknown", Evidence: []string{wire.Visible([]byte(hostile))}}}
	o := mail.Outcome{
		Started: time.Now(),
		Account: mail.Account{Provider: hostile, User: hostile},
		SignIn: mail.SignIn{OK: true, Method: mail.GivenToken, Token: token.Info{
			Kind: token.JWT, Length: 9, Audience: []string{hostile}, Scopes: []string{hostile}, User: hostile,
		}},
		Checks: []mail.Result{{
			Protocol: wire.IMAP, Server: wire.Server{Host: hostile, Port: 993, Security: wire.ImplicitTLS},
			Steps: rec.Steps(), Causes: causes,
		}},
	}
	o.Checks[0].Receipt.QueueID = hostile
	var doc strings.Builder
	if err := JSON(&doc, o, transcript); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"verdict": Verdict(o), "report": Text(o, transcript), "json": doc.String()} {
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if line != wire.Visible([]byte(line)) || !utf8.ValidString(line) {
				t.Errorf("%s: %q", name, line)
			}
		}
	}
	if !json.Valid([]byte(doc.String())) {
		t.Errorf("not JSON: %s", doc.String())
	}
}
