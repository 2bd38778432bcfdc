package wiretest

import (
	"bytes"
	"strings"
	"testing"

	"mailknock/mail/sasl"
)

// FuzzServer lets the server say anything, with and without an option: the
// conversation ends, the token goes out once at most, and so does no bare line
// end. What the client said is given to check, with <token> for the token.
func (c Client) FuzzServer(f *testing.F, option string, check func(t *testing.T, said string, on bool)) {
	for _, s := range Dialogues(f) {
		f.Add([]byte(s.Said()), s.Options[option])
	}
	hide := strings.NewReplacer(Encoded(f, sasl.XOAUTH2, 0), "<token>", Encoded(f, sasl.OAUTHBEARER, 0), "<token>")
	f.Fuzz(func(t *testing.T, server []byte, on bool) {
		tape := NewTape(bytes.NewReader(server))
		_, _ = c.Replay(tape, 0, Options{option: on})
		said := hide.Replace(tape.Said())
		if strings.Count(said, "<token>") > 1 {
			t.Error("the token went out twice")
		}
		if strings.Contains(strings.ReplaceAll(said, "\r\n", ""), "\n") {
			t.Error("a bare line end went out")
		}
		check(t, said, on)
	})
}
