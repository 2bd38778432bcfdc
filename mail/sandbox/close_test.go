package sandbox

import (
	"bufio"
	"net"
	"sync"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// TestCloseEndsConversations closes while clients wait for the greeting, for
// TLS, for a challenge, and in the middle of a message.
func TestCloseEndsConversations(t *testing.T) {
	s, err := Start(Options{})
	if err != nil {
		t.Fatal(err)
	}
	silent, err := net.Dial("tcp", s.Server(wire.IMAP, wire.ImplicitTLS).Address())
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	i := dial(t, s, wire.IMAP, wire.ImplicitTLS)
	i.until("* OK")
	i.say("a AUTHENTICATE XOAUTH2", "+ ")
	m := signedInSMTP(t, s)
	m.smtp("MAIL FROM:<anna@sandbox.test>", "250")
	m.smtp("RCPT TO:<bob@sandbox.test>", "250")
	m.smtp("DATA", "354")
	p := newProgram(t, s)
	p.ask(p.request())

	var twice sync.WaitGroup
	for range 2 {
		twice.Go(func() {
			if err := s.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		})
	}
	twice.Wait()
	for name, r := range map[string]*bufio.Reader{"silent": bufio.NewReader(silent), "IMAP": i.r, "SMTP": m.r} {
		if line, err := r.ReadString('\n'); err == nil {
			t.Errorf("%s: still talks: %q", name, line)
		}
	}
	if _, err := net.Dial("tcp", s.Server(wire.POP3, wire.Plain).Address()); err == nil {
		t.Error("still listens")
	}
}

func TestCloseEndsSlowness(t *testing.T) {
	s, err := Start(Options{Fault: "slow", Delay: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	var clients sync.WaitGroup
	for _, protocol := range wire.MailProtocols {
		c := dial(t, s, protocol, wire.ImplicitTLS)
		clients.Go(func() { _, _ = c.r.ReadString('\n') })
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	clients.Wait()
}

func TestAFaultIsThatOfTheConversationsBeginning(t *testing.T) {
	s := start(t, Options{})
	c := signedInSMTP(t, s)
	if err := s.SetFault("send-as-denied"); err != nil {
		t.Fatal(err)
	}
	c.smtp("MAIL FROM:<anna@sandbox.test>", "250")
	if got, _ := visit(t, s, wire.SMTP, wire.ImplicitTLS, patience); got != sendAsDenied[microsoft] {
		t.Errorf("a new conversation: %q", got)
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	s := start(t, Options{})
	first := make([]*client, maxConns)
	for i := range first {
		first[i] = dial(t, s, wire.POP3, wire.Plain)
		first[i].until("+OK")
	}
	over := dial(t, s, wire.POP3, wire.Plain)
	if line, err := over.r.ReadString('\n'); err == nil {
		t.Errorf("one too many is answered: %q", line)
	}
}
