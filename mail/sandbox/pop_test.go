package sandbox

import (
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func TestPOP(t *testing.T) {
	s := start(t, Options{})
	c := dial(t, s, wire.POP3, wire.STARTTLS)
	c.until("+OK")
	if capa := c.multi("CAPA"); !strings.Contains(capa, "STLS") || strings.Contains(capa, "SASL") {
		t.Errorf("in clear: %s", capa)
	}
	c.say("STAT", "-ERR")
	c.say("AUTH XOAUTH2", "-ERR [AUTH]")
	c.say("STLS", "+OK")
	if err := c.handshake(); err != nil {
		t.Fatal(err)
	}
	if capa := c.multi("CAPA"); strings.Contains(capa, "STLS") || !strings.Contains(capa, "SASL XOAUTH2 OAUTHBEARER") {
		t.Errorf("under TLS: %s", capa)
	}
	c.say("AUTH XOAUTH2", "+ ")
	c.say(xoauth2(Mailbox, token(t, s)), "+OK Logged in.")
	c.say("AUTH XOAUTH2", "-ERR")
	c.say("STAT", "+OK 3 ")
	if list := c.multi("LIST"); strings.Count(list, "\n") != 2 {
		t.Errorf("LIST: %s", list)
	}
	c.say("UIDL 3", "+OK 3 20250901.3")
	if list := c.multi("UIDL"); !strings.Contains(list, "2 20250901.2") {
		t.Errorf("UIDL: %s", list)
	}
	if text := c.multi("TOP 2 0"); !strings.Contains(text, "Subject: Lunch") || strings.Contains(text, "harbour") {
		t.Errorf("TOP: %s", text)
	}
	if text := c.multi("RETR 2"); !strings.Contains(text, "\n..\n") || !strings.Contains(text, "harbour") {
		t.Errorf("RETR: %s", text)
	}
	c.say("DELE 1", "+OK")
	c.say("RETR 1", "-ERR")
	c.say("STAT", "+OK 2 ")
	c.say("RSET", "+OK")
	c.say("STAT", "+OK 3 ")
	c.say("DELE 3", "+OK")
	for _, line := range []string{"RETR", "RETR 0", "RETR 4", "RETR x", "TOP 1", "TOP 1 -1", "TOP 1 99999999999999999999", "LIST 1 2", "NOPE", "", "STLS", "NOOP " + strings.Repeat("x", 300)} {
		c.say(line, "-ERR")
	}
	c.say("NOOP", "+OK")
	c.write("NOOP\n")
	c.until("-ERR the line ends in a bare LF")
	c.say("QUIT", "+OK")

	c = dial(t, s, wire.POP3, wire.ImplicitTLS)
	c.until("+OK")
	if list := c.multi("AUTH"); list != "XOAUTH2\nOAUTHBEARER" {
		t.Errorf("AUTH: %s", list)
	}
	c.say("USER anna", "-ERR [AUTH]")
	c.say("AUTH OAUTHBEARER "+oauthbearer(Mailbox, token(t, s)), "+OK")
	c.say("STAT", "+OK 2 ")
}
