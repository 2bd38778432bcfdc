package pop3

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"mailknock/mail/sasl"
)

// FuzzServer lets the server say anything: the conversation ends, the client
// says nothing but its own verbs, and the token only once.
func FuzzServer(f *testing.F) {
	for _, s := range dialogues(f) {
		var said strings.Builder
		for _, line := range s.talk {
			if text, ok := strings.CutPrefix(line, "S:"); ok {
				said.WriteString(strings.TrimPrefix(text, " ") + "\r\n")
			}
		}
		f.Add([]byte(said.String()), s.options["two-line"])
	}
	xoauth2, bearer := encoded(f, sasl.XOAUTH2, anna(0)), encoded(f, sasl.OAUTHBEARER, anna(0))
	f.Fuzz(func(t *testing.T, server []byte, twoLine bool) {
		said, _, _ := replay(bytes.NewReader(server), Options{TwoLine: twoLine})
		if strings.Count(said, xoauth2)+strings.Count(said, bearer) > 1 {
			t.Error("the token went out twice")
		}
		lines := bufio.NewScanner(strings.NewReader(said))
		for lines.Scan() {
			verb, _, _ := strings.Cut(lines.Text(), " ")
			switch verb {
			case "CAPA", "AUTH", "STAT", "UIDL", "LIST", "TOP", "QUIT", "*", "", "AQ==", xoauth2, bearer:
			default:
				t.Errorf("said %q", lines.Text())
			}
		}
		if strings.Contains(strings.ReplaceAll(said, "\r\n", ""), "\n") {
			t.Error("a bare line end went out")
		}
	})
}
