package sandbox

import (
	"fmt"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func signedInIMAP(t *testing.T, s *Sandbox) *client {
	t.Helper()
	c := dial(t, s, wire.IMAP, wire.ImplicitTLS)
	c.until("* OK")
	c.imap("AUTHENTICATE XOAUTH2 "+xoauth2(Mailbox, token(t, s)), "OK")
	return c
}

func TestIMAP(t *testing.T) {
	s := start(t, Options{})
	c := dial(t, s, wire.IMAP, wire.STARTTLS)
	c.until("* OK")
	if caps := c.imap("CAPABILITY", "OK"); !strings.Contains(caps, " STARTTLS LOGINDISABLED") || strings.Contains(caps, "AUTH=") {
		t.Errorf("in clear: %s", caps)
	}
	c.imap("AUTHENTICATE XOAUTH2 eA==", "NO [PRIVACYREQUIRED]")
	c.imap("SELECT INBOX", "BAD")
	c.imap("STARTTLS", "OK")
	if err := c.handshake(); err != nil {
		t.Fatal(err)
	}
	if caps := c.imap("CAPABILITY", "OK"); strings.Contains(caps, "STARTTLS") || !strings.Contains(caps, "SASL-IR") || !strings.Contains(caps, "AUTH=XOAUTH2 AUTH=OAUTHBEARER") {
		t.Errorf("under TLS: %s", caps)
	}
	c.say("a AUTHENTICATE OAUTHBEARER", "+ ")
	c.say(oauthbearer(Mailbox, token(t, s)), "a OK [CAPABILITY ")
	c.imap("AUTHENTICATE XOAUTH2 eA==", "BAD")
	for _, step := range []struct{ command, want string }{
		{"NOOP", "t OK"},
		{`ID ("name" "x" "version" NIL)`, `* ID ("name"`},
		{"ID NIL", "* ID"},
		{"NAMESPACE", `* NAMESPACE (("" "/")) NIL NIL`},
		{`LIST "" ""`, `* LIST (\Noselect) "/" ""`},
		{`LIST "" "*"`, `* LIST (\HasNoChildren \Sent) "/" Sent`},
		{`LIST "" %`, `* LIST (\HasNoChildren) "/" INBOX`},
		{`list "" inbox`, `* LIST (\HasNoChildren) "/" INBOX`},
		{`STATUS Sent (MESSAGES UNSEEN UIDNEXT UIDVALIDITY RECENT)`, fmt.Sprintf(`* STATUS "Sent" (MESSAGES 0 UNSEEN 0 UIDNEXT 1 UIDVALIDITY %d RECENT 0)`, uidValidity)},
		{`STATUS "INBOX" (UNSEEN)`, `* STATUS "INBOX" (UNSEEN 1)`},
		{"EXAMINE INBOX", "* 3 EXISTS"},
		{"FETCH 3 (FLAGS BODY[HEADER.FIELDS (Subject)])", `* 3 FETCH (FLAGS () BODY[HEADER.FIELDS ("Subject")] {`},
		{"SELECT inbox", "t OK [READ-WRITE]"},
		{"FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE)", "* 2 FETCH (UID 2 FLAGS (\\Seen) INTERNALDATE \""},
		{"FETCH * ENVELOPE", `(("=?utf-8?q?J=C3=BCrgen_Gr=C3=BCn?=" NIL "juergen" "example.org"))`},
		{"FETCH 2 BODY.PEEK[TEXT]<0.5>", "* 2 FETCH (BODY[TEXT]<0> {5}"},
		{"FETCH 3 BODY[]", "FLAGS (\\Seen))"},
		{"UID FETCH 1,9 FAST", "* 1 FETCH (FLAGS (\\Seen) INTERNALDATE"},
		{"CLOSE", "t OK"},
		{"LOGOUT", "* BYE"},
	} {
		if got := c.imap(step.command, "OK"); !strings.Contains(got, step.want) {
			t.Errorf("%s: got\n%s\nwant %s", step.command, got, step.want)
		}
	}
}

func TestIMAPLiterals(t *testing.T) {
	c := signedInIMAP(t, start(t, Options{}))
	c.write("a EXAMINE {5}\r\n")
	c.until("+ ")
	c.write("INBOX\r\n")
	c.until("a OK")
	c.write("b STATUS {4+}\r\nSent (MESSAGES)\r\n")
	c.until("b OK")
	c.write("c EXAMINE {999999999}\r\n")
	c.until("c BAD the literal is too long")
	c.write("d EXAMINE {999999999+}\r\n")
	c.until("* BYE")
}

func TestIMAPRefusesMistakes(t *testing.T) {
	c := signedInIMAP(t, start(t, Options{}))
	c.imap("EXAMINE INBOX", "OK")
	for _, line := range []string{
		"", "NOPE", "NOOP x", "SELECT", `SELECT "a`, `SELECT "a\x"`, "SELECT a b", "FETCH", "FETCH 0 UID", "FETCH 9 UID", "FETCH 1:x UID", "FETCH 1 NOPE",
		"FETCH 1 ()", "FETCH 1 (UID", "FETCH 1 BODY[NOPE]", "FETCH 1 BODY[]<1>", "FETCH 1 BODY[]<1.0>", "STATUS INBOX ()", "STATUS INBOX (NOPE)", "LIST", `ID ("a")`,
		"UID NOPE", "STARTTLS", "LOGIN a b",
	} {
		c.imap(line, "BAD")
	}
	c.imap("SELECT Nowhere", "NO")
	c.write("noop\n")
	c.until("* BAD the line ends in a bare LF")
	c.write("+ NOOP\r\n")
	c.until("* BAD")
	c.write(strings.Repeat("x", imapLine+1) + "\r\n")
	c.until("* BAD the line is too long")
	c.imap("NOOP", "OK")
}

func TestIMAPPasswordsAreRefused(t *testing.T) {
	s := start(t, Options{Fault: "mechanism-missing"})
	c := dial(t, s, wire.IMAP, wire.ImplicitTLS)
	c.until("* OK")
	c.imap("LOGIN anna secret", "NO [AUTHENTICATIONFAILED]")
	c.imap("AUTHENTICATE PLAIN AGFubmEAc2VjcmV0", "NO [AUTHENTICATIONFAILED]")
	c.imap("AUTHENTICATE XOAUTH2", "NO Unsupported")
}
