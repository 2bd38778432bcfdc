package sandbox

import (
	"fmt"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func signedInSMTP(t *testing.T, s *Sandbox) *client {
	t.Helper()
	c := dial(t, s, wire.SMTP, wire.ImplicitTLS)
	c.reply()
	c.smtp("EHLO there", "250")
	c.smtp("AUTH XOAUTH2 "+xoauth2(Mailbox, token(t, s)), "235")
	return c
}

func TestSMTP(t *testing.T) {
	s := start(t, Options{})
	c := dial(t, s, wire.SMTP, wire.STARTTLS)
	c.reply()
	c.smtp("MAIL FROM:<anna@sandbox.test>", "503")
	if ehlo := c.smtp("EHLO [127.0.0.1]", "250-sandbox.test"); !strings.Contains(ehlo, "250 STARTTLS") || strings.Contains(ehlo, "AUTH") {
		t.Errorf("in clear: %s", ehlo)
	}
	c.smtp("MAIL FROM:<anna@sandbox.test>", "530 5.7.0 Must issue a STARTTLS command first")
	c.smtp("AUTH XOAUTH2 eA==", "538 5.7.11")
	c.smtp("STARTTLS", "220")
	if err := c.handshake(); err != nil {
		t.Fatal(err)
	}
	c.smtp("AUTH XOAUTH2 eA==", "503")
	ehlo := c.smtp("EHLO there", "250")
	for _, want := range []string{"PIPELINING", "SIZE 10485760", "8BITMIME", "ENHANCEDSTATUSCODES", "AUTH XOAUTH2 OAUTHBEARER"} {
		if !strings.Contains(ehlo, want) {
			t.Errorf("EHLO lacks %s: %s", want, ehlo)
		}
	}
	c.smtp("MAIL FROM:<anna@sandbox.test>", "530 5.7.0 Authentication required")
	c.smtp("AUTH XOAUTH2", "334 ")
	c.smtp(xoauth2(Mailbox, token(t, s)), "235 2.7.0")
	c.smtp("AUTH XOAUTH2", "503")

	c.write("MAIL FROM:<anna@sandbox.test> SIZE=100 BODY=8BITMIME\r\nRCPT TO:<bob@sandbox.test>\r\nRCPT TO:<Anna@sandbox.test>\r\nRCPT TO:<x@example.org>\r\nDATA\r\n")
	for _, want := range []string{"250 2.1.0", "250 2.1.5", "250 2.1.5", "250 2.1.5", "354"} {
		if got := c.reply(); !strings.HasPrefix(got, want) {
			t.Fatalf("got %s, want %s", got, want)
		}
	}
	done := c.smtp("Subject: hello\r\n\r\n..dot\r\n.", "250 2.0.0 Ok: queued as ")
	sent := s.Sent()
	if len(sent) != 1 || string(sent[0].Data) != "Subject: hello\r\n\r\n.dot\r\n" || len(sent[0].To) != 3 || sent[0].User != Mailbox || !strings.HasSuffix(done, sent[0].QueueID) {
		t.Errorf("sent: %+v", sent)
	}
	c.smtp("NOOP", "250")
	c.smtp("QUIT", "221")

	i := signedInIMAP(t, s)
	if got := i.imap("STATUS Sent (MESSAGES)", "OK"); !strings.Contains(got, "MESSAGES 1") {
		t.Error(got)
	}
	i.imap("EXAMINE INBOX", "OK")
	if got := i.imap("FETCH 4 (FLAGS BODY[])", "OK"); !strings.Contains(got, "Received: from client") || !strings.Contains(got, "FLAGS ()") {
		t.Error(got)
	}
}

func TestSMTPRefusesMistakes(t *testing.T) {
	s := start(t, Options{})
	c := signedInSMTP(t, s)
	for _, step := range []struct{ line, want string }{
		{"NOPE", "500 5.5.2"},
		{"", "500"},
		{"EHLO", "501"},
		{"MAIL FROM:anna@sandbox.test", "501"},
		{"MAIL FROM: <anna@sandbox.test>", "501"},
		{"MAIL FROM:<anna@sandbox.test> SMTPUTF8", "555"},
		{"MAIL FROM:<anna@sandbox.test> SIZE=99999999", "552"},
		{"MAIL FROM:<bob@sandbox.test>", "553 5.7.1"},
		{"RCPT TO:<bob@sandbox.test>", "503"},
		{"DATA", "503"},
		{"MAIL FROM:<anna@sandbox.test>", "250"},
		{"MAIL FROM:<anna@sandbox.test>", "503"},
		{"RCPT TO:<nobody@sandbox.test>", "550 5.1.1"},
		{"RCPT TO:<>", "501"},
		{"RCPT TO:<ä@example.org>", "501"},
		{"RCPT TO:<a@example.org> NOTIFY=NEVER", "555"},
		{"DATA", "503"},
		{"RCPT TO:<a@example.org>", "250"},
		{"DATA x", "501"},
		{"RSET", "250"},
		{"DATA", "503"},
		{"STARTTLS", "503"},
		{"NOOP " + strings.Repeat("x", 600), "500"},
		{"VRFY anna", "252"},
		{"HELO there", "250 sandbox.test"},
	} {
		c.smtp(step.line, step.want)
	}
	for body, want := range map[string]string{
		"bare\n.\r\nMAIL FROM:<x>\r\n.\r\n":                              "550 5.6.11",
		strings.Repeat("x", 2000) + "\r\n.\r\n":                          "500 5.6.0",
		strings.Repeat(strings.Repeat("x", 900)+"\r\n", 12000) + ".\r\n": "552 5.3.4",
	} {
		c.smtp("MAIL FROM:<anna@sandbox.test>", "250")
		c.smtp("RCPT TO:<a@example.org>", "250")
		c.smtp("DATA", "354")
		c.write(body)
		if got := c.reply(); !strings.HasPrefix(got, want) {
			t.Errorf("%.20q: got %s, want %s", body, got, want)
		}
	}
	if len(s.Sent()) != 0 {
		t.Error("a message was taken")
	}
	c.smtp("MAIL FROM:<anna@sandbox.test>", "250")
	for i := range maxRcpts {
		c.smtp(fmt.Sprintf("RCPT TO:<a%d@example.org>", i), "250")
	}
	c.smtp("RCPT TO:<b@example.org>", "452")
}

// TestSMTPKeepsABoundedNumber fills the place for messages.
func TestSMTPKeepsABoundedNumber(t *testing.T) {
	s := start(t, Options{})
	c := signedInSMTP(t, s)
	for i := range maxSent + 1 {
		c.smtp("MAIL FROM:<anna@sandbox.test>", "250")
		c.smtp("RCPT TO:<a@example.org>", "250")
		c.smtp("DATA", "354")
		want := "250"
		if i == maxSent {
			want = "452 4.3.1"
		}
		c.smtp(".", want)
	}
}
