package smtp

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"mailknock/mail/wire"
	"mailknock/mail/wire/wiretest"
)

// use asks a tape to take an envelope, and gives what was said.
func use(extensions []string, answers string, o Options) (said, detail string, err error) {
	tape := wiretest.NewTape(strings.NewReader(answers))
	c := New(tape.Connect(wire.SMTP), o)
	c.extensions = extensions
	detail, err = c.Use(context.Background())
	return tape.Said(), detail, err
}

func TestEnvelope(t *testing.T) {
	all := []string{"SIZE 1000", "SMTPUTF8", "8BITMIME"}
	yes := strings.Repeat("250 ok\r\n", 3)
	tests := []struct {
		name       string
		o          Options
		extensions []string
		want       string
	}{
		{"both", Options{From: "a@x.org", To: "b@y.org"}, all, "MAIL FROM:<a@x.org>\r\nRCPT TO:<b@y.org>\r\nRSET\r\n"},
		{"to oneself", Options{From: "a@x.org"}, nil, "MAIL FROM:<a@x.org>\r\nRCPT TO:<a@x.org>\r\nRSET\r\n"},
		{"domain in another script", Options{From: "a@müller.example"}, nil, "MAIL FROM:<a@xn--mller-kva.example>\r\nRCPT TO:<a@xn--mller-kva.example>\r\nRSET\r\n"},
		{"address in another script", Options{From: "ü@x.org", To: "b@y.org"}, all, "MAIL FROM:<ü@x.org> SMTPUTF8\r\nRCPT TO:<b@y.org>\r\nRSET\r\n"},
		{"recipient in another script", Options{From: "a@x.org", To: "ü@y.org"}, all, "MAIL FROM:<a@x.org> SMTPUTF8\r\nRCPT TO:<ü@y.org>\r\nRSET\r\n"},
		{"address literal", Options{From: "a@[127.0.0.1]"}, nil, "MAIL FROM:<a@[127.0.0.1]>\r\nRCPT TO:<a@[127.0.0.1]>\r\nRSET\r\n"},
	}
	for _, test := range tests {
		said, _, err := use(test.extensions, yes, test.o)
		if err != nil || said != test.want {
			t.Errorf("%s: %v, said %q", test.name, err, said)
		}
	}
	unsaid := map[string]Options{
		"nobody":             {},
		"no SMTPUTF8":        {From: "ü@x.org"},
		"UTF-8 in a message": {From: "a@x.org", Message: &Message{From: "ü@x.org", To: "a@x.org"}},
		"too large":          {Message: &Message{From: "a@x.org", To: "a@x.org", Text: strings.Repeat("long text\n", 200)}},
		"parameter":          {From: "a@x.org> SIZE=1"},
		"second command":     {From: "a@x.org>\r\nDATA"},
		"route":              {From: "@y.org:a@x.org"},
		"no domain":          {From: "a"},
		"no name":            {From: "@x.org"},
		"space":              {From: "a b@x.org"},
		"bidi":               {From: "a\u202eb@x.org"},
		"literal":            {From: "a@[x]"},
		"domain":             {From: "a@x y"},
		"long name":          {From: strings.Repeat("a", 65) + "@x.org"},
	}
	for name, o := range unsaid {
		if said, _, err := use([]string{"SIZE 1000"}, yes, o); err == nil || said != "" {
			t.Errorf("%s: %v, said %q", name, err, said)
		}
	}
}

// TestWhoseRefusal: with and without PIPELINING the refusal names the command
// that was refused first.
func TestWhoseRefusal(t *testing.T) {
	tests := []struct{ answers, command, status string }{
		{"550 5.1.0 no\r\n503 need MAIL\r\n", "MAIL FROM", "550"},
		{"550 5.1.0 no\r\n250 ok\r\n", "MAIL FROM", "550"},
		{"250 ok\r\n550 5.1.1 no\r\n", "RCPT TO", "550"},
		{"421 4.3.2 bye\r\n", "MAIL FROM", "421"},
		{"250 ok\r\n421 4.3.2 bye\r\n", "RCPT TO", "421"},
		{"250 ok\r\n250 ok\r\n500 no\r\n", "RSET", "500"},
	}
	for _, test := range tests {
		for _, extensions := range [][]string{{"PIPELINING"}, nil} {
			_, _, err := use(extensions, test.answers, Options{From: "a@x.org"})
			var no *wire.Refusal
			if !errors.As(err, &no) || no.Command != test.command || no.Status != test.status {
				t.Errorf("%q with %q: %v", test.answers, extensions, err)
			}
		}
	}
	if _, _, err := use([]string{"PIPELINING"}, "250 ok\r\n", Options{From: "a@x.org"}); !errors.Is(err, io.EOF) || !strings.Contains(err.Error(), "RCPT TO") {
		t.Errorf("got %v", err)
	}
	_, _, err := use(nil, "250 ok\r\n250 ok\r\n354 go\r\n", Options{Message: letter()})
	if !errors.Is(err, io.EOF) || !strings.Contains(err.Error(), "may have been taken") {
		t.Errorf("got %v", err)
	}
	said, _, err := use(nil, "250 ok\r\n250 ok\r\n250 ok\r\n", Options{Message: letter()})
	var odd *wire.ProtocolError
	if !errors.As(err, &odd) || !strings.HasSuffix(said, "DATA\r\n") {
		t.Errorf("got %v, said %q", err, said)
	}
}

func TestName(t *testing.T) {
	for name, ok := range map[string]bool{
		"client.example.org": true, "[192.0.2.1]": true, "[IPv6:2001:db8::1]": true, "": true,
		"laptop": false, "[x]": false, "[192.0.2.1": false, "a b.c": false, "a.b\r\nMAIL": false, "ü.example": false, "x.": false,
	} {
		got, err := New(nil, Options{Name: name}).name()
		if (err == nil) != ok || (ok && name != "" && got != name) {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
}

// FuzzEnvelope: whatever is typed, each command is one line and carries one
// address, and a message comes out of the server's unstuffing as it went in.
func FuzzEnvelope(f *testing.F) {
	f.Add("a@x.org", "b@y.org", "client.example.org", "Hello\n.\n..\n")
	f.Add("a@x.org>\r\nDATA", "ü@müller.example", "x\r\nRSET", "\r\n.\r\nMAIL FROM:<eve@x.org>\r\n")
	f.Fuzz(func(t *testing.T, from, to, name, text string) {
		m := &Message{From: "a@x.org", To: "b@y.org", Text: text}
		*m = m.complete()
		tape := wiretest.NewTape(strings.NewReader("250-hi\r\n250 SMTPUTF8\r\n250 ok\r\n250 ok\r\n354 go\r\n250 queued as X1\r\n"))
		c := New(tape.Connect(wire.SMTP), Options{From: from, To: to, Name: name, Message: m})
		if _, err := c.Capabilities(context.Background()); err != nil {
			if tape.Said() != "" {
				t.Fatalf("said %q", tape.Said())
			}
			return
		}
		_, err := c.Use(context.Background())
		said := tape.Said()
		ehlo, rest, _ := strings.Cut(said, "\r\n")
		if !strings.HasPrefix(ehlo, "EHLO ") || strings.Count(ehlo, " ") != 1 || strings.ContainsAny(ehlo, "\r\n\x00") {
			t.Fatalf("said %q", said)
		}
		if err != nil {
			if rest != "" {
				t.Fatalf("%v, but said %q", err, rest)
			}
			return
		}
		lines := strings.SplitAfterN(rest, "\r\n", 4)
		if len(lines) != 4 || lines[2] != "DATA\r\n" || !oneAddress(lines[0], "MAIL FROM:<") || !oneAddress(lines[1], "RCPT TO:<") {
			t.Fatalf("said %q", rest)
		}
		var got strings.Builder
		ended := false
		for line := range strings.SplitAfterSeq(lines[3], "\r\n") {
			if ended && line != "" {
				t.Fatalf("after the message: %q", line)
			}
			if ended = ended || line == ".\r\n"; !ended {
				got.WriteString(strings.TrimPrefix(line, "."))
			}
		}
		if want, _ := m.Bytes(); !ended || got.String() != string(want) {
			t.Fatalf("got %q\nwant %q", got.String(), want)
		}
	})
}

func oneAddress(line, verb string) bool {
	rest, ok := strings.CutPrefix(line, verb)
	address, tail, closed := strings.Cut(rest, ">")
	return ok && closed && (tail == "\r\n" || tail == " SMTPUTF8\r\n") && strings.Contains(address, "@") && !strings.ContainsAny(address, " <\r\n\x00")
}
