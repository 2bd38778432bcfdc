package smtp

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"mailknock/mail/sasl"
)

// FuzzServer lets the server say anything: the conversation ends, the client
// says nothing but its own verbs and its one message, and the token at most
// twice (504).
func FuzzServer(f *testing.F) {
	for _, s := range dialogues(f) {
		var said strings.Builder
		for _, line := range s.talk {
			if text, ok := strings.CutPrefix(line, "S:"); ok {
				said.WriteString(strings.TrimPrefix(text, " ") + "\r\n")
			}
		}
		f.Add([]byte(said.String()), s.options["message"])
	}
	f.Add([]byte(good), true)
	xoauth2, bearer := encoded(f, sasl.XOAUTH2, anna(0)), encoded(f, sasl.OAUTHBEARER, anna(0))
	f.Fuzz(func(t *testing.T, server []byte, message bool) {
		s := script{options: map[string]bool{"message": message}}
		said, _, _ := replay(bytes.NewReader(server), s.client())
		if strings.Count(said, xoauth2)+strings.Count(said, bearer) > 1 {
			t.Error("the token went out twice")
		}
		if strings.Contains(strings.ReplaceAll(said, "\r\n", ""), "\n") {
			t.Error("a bare line end went out")
		}
		lines := bufio.NewScanner(strings.NewReader(said))
		for lines.Scan() {
			verb, _, _ := strings.Cut(lines.Text(), " ")
			switch verb {
			case "EHLO", "HELO", "AUTH", "MAIL", "RCPT", "RSET", "QUIT", "*", "", "AQ==", xoauth2, bearer:
			case "DATA":
				if !message {
					t.Error("DATA without a message")
				}
				for lines.Scan() && lines.Text() != "." {
				}
			default:
				t.Errorf("said %q", lines.Text())
			}
		}
	})
}

func FuzzReply(f *testing.F) {
	f.Add("250 2.1.0 ok")
	f.Add("535-5.7.8 a")
	f.Fuzz(func(t *testing.T, line string) {
		status, text, _, ok := parseLine(line)
		if !ok {
			return
		}
		r := reply{status, []string{text, text}}
		code, words := r.split()
		if status < 200 || status > 599 || len(code)+len(words) > 2*len(line)+1 || strings.ContainsAny(code, " \r\n") {
			t.Errorf("%q: %d %q %q", line, status, code, words)
		}
		_ = queueID(r)
	})
}
