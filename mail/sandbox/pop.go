package sandbox

import (
	"fmt"
	"strings"

	"mailknock/mail/wire"
)

// popLine bounds a command (RFC 2449 section 4). An AUTH may be longer, as
// real servers take it.
const popLine = 255

// popSession speaks POP3 (RFC 1939, RFC 2449, RFC 5034).
type popSession struct {
	*session
	mails   []*mail
	deleted map[uint32]bool
	bye     bool
}

func (s *popSession) talk() {
	s.deleted = make(map[uint32]bool)
	s.send(s.style.greeting(wire.POP3))
	for s.failed == nil && !s.bye {
		line, err := s.readLine(saslLimit + popLine)
		switch {
		case s.failed != nil:
			return
		case err != nil:
			s.send("-ERR " + err.Error())
		default:
			s.command(line)
		}
	}
}

// popVerb is a command. Those of the transaction state need a sign-in, the
// others but NOOP and QUIT end with it.
type popVerb struct {
	signedIn, either bool
	run              func(*popSession, []string)
}

var popVerbs = map[string]popVerb{
	"CAPA": {either: true, run: (*popSession).capa},
	"QUIT": {either: true, run: (*popSession).quit},
	"STLS": {run: (*popSession).stls},
	"AUTH": {run: (*popSession).auth},
	"USER": {run: (*popSession).password},
	"PASS": {run: (*popSession).password},
	"APOP": {run: (*popSession).password},
	"NOOP": {signedIn: true, run: (*popSession).noop},
	"RSET": {signedIn: true, run: (*popSession).reset},
	"STAT": {signedIn: true, run: (*popSession).stat},
	"LIST": {signedIn: true, run: (*popSession).list},
	"UIDL": {signedIn: true, run: (*popSession).uidl},
	"TOP":  {signedIn: true, run: (*popSession).top},
	"RETR": {signedIn: true, run: (*popSession).retr},
	"DELE": {signedIn: true, run: (*popSession).dele},
}

func (s *popSession) command(line string) {
	name, rest, _ := strings.Cut(line, " ")
	name = strings.ToUpper(name)
	verb, known := popVerbs[name]
	switch {
	case !known:
		s.send("-ERR Unknown command: " + printable(name))
	case len(line)+2 > popLine && name != "AUTH":
		s.send("-ERR " + errLineTooLong.Error())
	case verb.signedIn && s.person == nil:
		s.send("-ERR Sign in first.")
	case !verb.signedIn && !verb.either && s.person != nil:
		s.send("-ERR You are signed in already.")
	case verb.signedIn && s.fault.use[wire.POP3] != "":
		s.send(s.fault.use[wire.POP3])
	default:
		verb.run(s, strings.Fields(rest))
	}
}

func (s *popSession) capa(args []string) {
	lines := []string{"+OK Capability list follows", "TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"}
	if s.canSTARTTLS() {
		lines = append(lines, "STLS")
	}
	if s.canAuth() && s.person == nil {
		lines = append(lines, "SASL "+strings.Join(s.mechanisms(), " "))
	}
	s.send(append(lines, "IMPLEMENTATION Mailknock-sandbox", ".")...)
}

func (s *popSession) quit([]string) {
	if s.person != nil && len(s.deleted) > 0 {
		s.box.post.remove(s.person, s.deleted)
	}
	s.send("+OK Bye.")
	s.bye = true
}

func (s *popSession) stls(args []string) {
	switch {
	case len(args) > 0 || !s.canSTARTTLS():
		s.send("-ERR STLS is not available.")
	case s.pipelined():
		s.send("-ERR There are bytes after STLS.")
		s.bye = true
	case s.fault.play == playNoSTARTTLS:
		s.send("-ERR TLS support isn't enabled.")
	default:
		s.startTLS("+OK Begin TLS negotiation now.", "+OK injected")
	}
}

// auth without an argument lists the mechanisms, as old clients expect.
func (s *popSession) auth(args []string) {
	if len(args) == 0 {
		lines := []string{"+OK"}
		if s.canAuth() {
			lines = append(lines, s.mechanisms()...)
		}
		s.send(append(lines, ".")...)
		return
	}
	name, offered := s.offers(args[0])
	switch {
	case !s.canAuth():
		s.send("-ERR [AUTH] Sign in over TLS only.")
		return
	case !offered:
		s.send("-ERR Unsupported authentication mechanism.")
		return
	case len(args) > 2:
		s.send("-ERR Too many words.")
		return
	case len(args) == 2 && s.fault.play == playTwoLines:
		s.send("-ERR Protocol error. 10")
		return
	}
	initial := ""
	if len(args) == 2 {
		initial = args[1]
	}
	switch end := s.signIn("+ ", name, initial, len(args) == 2); {
	case end.wrong != "":
		s.send("-ERR " + printable(end.wrong))
	case end.refused != "":
		s.send(end.refused)
	case end.person != nil:
		s.person = end.person
		inbox, _ := s.box.post.open(s.person, "INBOX")
		s.mails = inbox.mails
		s.send("+OK " + signedIn[s.style][wire.POP3])
	}
}

func (s *popSession) password([]string) {
	if !s.canAuth() {
		s.send("-ERR [AUTH] Plaintext authentication disallowed on non-secure connections.")
		return
	}
	s.send(badPassword[s.style][wire.POP3])
}

func (s *popSession) noop([]string) { s.send("+OK") }

func (s *popSession) reset([]string) {
	clear(s.deleted)
	s.send("+OK")
}

func (s *popSession) stat([]string) {
	count, size := 0, 0
	for _, m := range s.mails {
		if !s.deleted[m.uid] {
			count++
			size += len(m.raw)
		}
	}
	s.send(fmt.Sprintf("+OK %d %d", count, size))
}
