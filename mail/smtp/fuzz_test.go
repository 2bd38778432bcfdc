package smtp

import (
	"bufio"
	"strings"
	"testing"
)

// FuzzServer: the client says nothing but its own verbs and its one message.
func FuzzServer(f *testing.F) {
	f.Add([]byte(good), true)
	client.FuzzServer(f, "message", func(t *testing.T, said string, message bool) {
		lines := bufio.NewScanner(strings.NewReader(said))
		for lines.Scan() {
			verb, _, _ := strings.Cut(lines.Text(), " ")
			switch verb {
			case "EHLO", "HELO", "AUTH", "MAIL", "RCPT", "RSET", "QUIT", "*", "", "AQ==", "<token>":
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
