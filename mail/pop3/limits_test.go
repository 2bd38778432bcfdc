package pop3

import (
	"io"
	"strings"
	"testing"

	"mailknock/mail/sasl"
	"mailknock/mail/wire/wiretest"
)

// TestTokenSizes: the token shares the command's line only within 255 bytes.
func TestTokenSizes(t *testing.T) {
	for _, size := range []int{22, 120, 140, 160, 1000, 3000, 4500, 7000} {
		blob := wiretest.Encoded(t, sasl.XOAUTH2, size)
		want := "AUTH XOAUTH2 " + blob + "\r\n"
		server := "+OK\r\n+OK\r\nSASL XOAUTH2\r\n.\r\n"
		if len(want) > 255 {
			want = "AUTH XOAUTH2\r\n" + blob + "\r\n"
			server += "+ \r\n"
		}
		tape := wiretest.NewTape(strings.NewReader(server + "+OK\r\n+OK 0 0\r\n+OK\r\n"))
		steps, err := client.Replay(tape, size, nil)
		if err != nil || tape.Said() != "CAPA\r\n"+want+"STAT\r\nQUIT\r\n" {
			t.Errorf("%d: %v, sent %q", size, steps, tape.Said())
		}
	}
}

func TestEndless(t *testing.T) {
	capa := "+OK\r\n+OK\r\nSASL XOAUTH2\r\nTOP\r\n.\r\n+OK\r\n+OK 1 9\r\n+OK\r\n+OK\r\n"
	client.Endless(t, map[string]io.Reader{
		"line":         wiretest.Endless("", "x"),
		"greeting":     wiretest.Endless("", "+OK hello\r\n"),
		"capabilities": wiretest.Endless("+OK\r\n+OK\r\n", "SASL XOAUTH2\r\n"),
		"empty lines":  wiretest.Endless("+OK\r\n+OK\r\n", "\r\n"),
		"challenges":   wiretest.Endless("+OK\r\n+OK\r\nSASL XOAUTH2\r\n.\r\n", "+ e30=\r\n"),
		"header":       wiretest.Endless(capa, "Subject: x\r\n"),
		"long header":  wiretest.Endless(capa, strings.Repeat("x", 60_000)+"\r\n"),
	})
}

// good are the answers to a whole check.
var good = []string{
	"+OK hello\r\n", "+OK\r\nSASL XOAUTH2\r\nTOP\r\nUIDL\r\n.\r\n", "+ e30=\r\n", "+OK\r\n",
	"+OK 1 9\r\n", "+OK 1 id\r\n", "+OK\r\nSubject: x\r\n\r\n.\r\n", "+OK bye\r\n",
}

func TestCut(t *testing.T) { client.Cut(t, strings.Join(good, ""), nil) }

func TestCancel(t *testing.T) { client.Cancel(t, good[:len(good)-1]...) }

func TestReset(t *testing.T) { client.Reset(t, "+OK\r\n+OK\r\nSASL XOAUTH2\r\n.\r\n+ \r\n") }

func TestWriteFails(t *testing.T) {
	server := strings.Join(good[:2], "") + "+ \r\n" + strings.Join(good[2:], "")
	client.WriteFails(t, server, wiretest.Options{"two-line": true}, "CAPA", "AUTH", "token", "answer", "STAT", "UIDL")
}
