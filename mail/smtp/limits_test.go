package smtp

import (
	"errors"
	"io"
	"strings"
	"testing"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
	"mailknock/mail/wire/wiretest"
)

// TestTokenSizes: the token shares the command's line only within 512 bytes,
// and what no server has to take is tried and told.
func TestTokenSizes(t *testing.T) {
	for _, size := range []int{22, 300, 320, 340, 360, 1000, 3000, 4500, 7000, 9000, 10_000} {
		blob := wiretest.Encoded(t, sasl.XOAUTH2, size)
		want := "AUTH XOAUTH2 " + blob + "\r\n"
		server := "220 hi\r\n250-hi\r\n250 AUTH XOAUTH2\r\n"
		if len(want) > 512 {
			want = "AUTH XOAUTH2\r\n" + blob + "\r\n"
			server += "334 \r\n"
		}
		for answer, sentence := range map[string]string{"235 yes": "", "500 5.5.6 SASL response limit exceeded": "500 5.5.6"} {
			tape := wiretest.NewTape(strings.NewReader(server + answer + "\r\n"))
			c := New(tape.Connect(wire.SMTP), options(false))
			_, _ = c.Greeting(t.Context())
			_, _ = c.Capabilities(t.Context())
			_, err := c.Authenticate(t.Context(), wiretest.Anna(size), sasl.Auto)
			if tape.Said() != "EHLO client.example.org\r\n"+want {
				t.Errorf("%d: sent %q", size, tape.Said())
			}
			var no *wire.Refusal
			told := err != nil && strings.Contains(err.Error(), "no server has to take more than 12288")
			if (err != nil) != (sentence != "") || (err != nil && (!errors.As(err, &no) || told != (len(blob)+2 > 12288))) {
				t.Errorf("%d: %v", size, err)
			}
		}
	}
}

func TestEndless(t *testing.T) {
	hello := "220 hi\r\n250-hi\r\n250 AUTH XOAUTH2\r\n"
	client.Endless(t, map[string]io.Reader{
		"line":       wiretest.Endless("", "x"),
		"greeting":   wiretest.Endless("", "220-hello\r\n"),
		"EHLO":       wiretest.Endless("220 hi\r\n", "250-AUTH XOAUTH2\r\n"),
		"long EHLO":  wiretest.Endless("220 hi\r\n", "250-"+strings.Repeat("x", 60_000)+"\r\n"),
		"challenges": wiretest.Endless(hello, "334 e30=\r\n"),
		"refusal":    wiretest.Endless(hello, "535-5.7.8 no\r\n"),
		"yes":        wiretest.Endless(hello, "235-2.7.0 yes\r\n"),
	})
}

// good are the answers to a whole check with a message.
const good = "220 hi\r\n250-hi\r\n250-PIPELINING\r\n250 AUTH XOAUTH2\r\n334 e30=\r\n235 yes\r\n250 ok\r\n250 ok\r\n354 go\r\n250 queued as 1\r\n221 bye\r\n"

var withMessage = wiretest.Options{"message": true}

func TestCut(t *testing.T) { client.Cut(t, good, withMessage) }

func TestCancel(t *testing.T) {
	client.Cancel(t, "220 hi\r\n", "250-hi\r\n250 AUTH XOAUTH2\r\n", "334 e30=\r\n", "235 yes\r\n", "250 ok\r\n", "250 ok\r\n", "250 ok\r\n")
}

func TestReset(t *testing.T) { client.Reset(t, "220 hi\r\n250-hi\r\n250 AUTH XOAUTH2\r\n334 \r\n") }

func TestWriteFails(t *testing.T) {
	client.WriteFails(t, good, withMessage, "EHLO", "AUTH", "answer", "MAIL", "RCPT", "DATA")
}
