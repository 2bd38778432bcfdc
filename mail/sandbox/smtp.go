package sandbox

import (
	"fmt"
	"strings"

	"mailknock/mail/wire"
)

const (
	// smtpLine bounds a command (RFC 5321 section 4.5.3.1.4). An AUTH may be
	// longer, as real servers take it.
	smtpLine = 512
	smtpSize = 10 << 20
	maxRcpts = 100
)

// smtpSession speaks SMTP submission (RFC 5321, RFC 6409, RFC 4954).
type smtpSession struct {
	*session
	hello, extended bool
	from            *string
	to              []string
	bye             bool
}

func (s *smtpSession) talk() {
	s.reply(s.style.greeting(wire.SMTP))
	for s.failed == nil && !s.bye {
		line, err := s.readLine(saslLimit + smtpLine)
		switch {
		case s.failed != nil:
			return
		case err != nil:
			s.reply("500 5.5.2 " + err.Error())
		default:
			s.command(line)
		}
	}
}

// reply sends a reply, whose lines are separated by "\n".
func (s *smtpSession) reply(text string) { s.send(strings.Split(text, "\n")...) }

var smtpVerbs = map[string]func(*smtpSession, string){
	"EHLO":     func(s *smtpSession, rest string) { s.greet(rest, true) },
	"HELO":     func(s *smtpSession, rest string) { s.greet(rest, false) },
	"STARTTLS": (*smtpSession).starttls,
	"AUTH":     (*smtpSession).auth,
	"MAIL":     (*smtpSession).mailFrom,
	"RCPT":     (*smtpSession).rcptTo,
	"DATA":     (*smtpSession).data,
	"RSET":     (*smtpSession).reset,
	"NOOP":     func(s *smtpSession, _ string) { s.reply("250 2.0.0 Ok") },
	"VRFY":     func(s *smtpSession, _ string) { s.reply("252 2.0.0 Send some mail, and see") },
	"QUIT":     (*smtpSession).quit,
}

func (s *smtpSession) command(line string) {
	name, rest, _ := strings.Cut(line, " ")
	name = strings.ToUpper(name)
	run, known := smtpVerbs[name]
	switch {
	case !known:
		s.reply("500 5.5.2 Command unrecognized: " + printable(name))
	case len(line)+2 > smtpLine && name != "AUTH":
		s.reply("500 5.5.2 " + errLineTooLong.Error())
	default:
		run(s, rest)
	}
}

func (s *smtpSession) greet(name string, extended bool) {
	name = strings.TrimSpace(name)
	if name == "" || strings.ContainsAny(name, " \t") {
		s.reply("501 5.5.4 A host name or an address literal is needed")
		return
	}
	s.hello, s.extended = true, extended
	s.from, s.to = nil, nil
	if !extended {
		s.reply("250 sandbox.test")
		return
	}
	lines := []string{"sandbox.test", "PIPELINING", fmt.Sprintf("SIZE %d", smtpSize), "8BITMIME", "ENHANCEDSTATUSCODES"}
	if s.canSTARTTLS() {
		lines = append(lines, "STARTTLS")
	}
	if s.canAuth() && s.person == nil {
		lines = append(lines, "AUTH "+strings.Join(s.mechanisms(), " "))
	}
	for i, line := range lines {
		between := "-"
		if i == len(lines)-1 {
			between = " "
		}
		lines[i] = "250" + between + line
	}
	s.send(lines...)
}

func (s *smtpSession) starttls(rest string) {
	switch {
	case rest != "":
		s.reply("501 5.5.4 STARTTLS takes no words")
	case !s.extended || !s.canSTARTTLS():
		s.reply("503 5.5.1 STARTTLS is not available now")
	case s.pipelined():
		s.reply("554 5.5.1 There are bytes after STARTTLS")
		s.bye = true
	case s.fault.play == playNoSTARTTLS:
		s.reply("454 4.7.0 TLS not available due to local problem")
	default:
		// What was said in clear is forgotten (RFC 3207 section 4.2).
		s.hello, s.extended = false, false
		s.startTLS("220 2.0.0 Ready to start TLS", "250 injected")
	}
}

func (s *smtpSession) auth(rest string) {
	words := strings.Fields(rest)
	switch {
	case len(words) == 0 || len(words) > 2:
		s.reply("501 5.5.4 AUTH takes a mechanism and an initial response")
		return
	case !s.extended:
		s.reply("503 5.5.1 Say EHLO first")
		return
	case s.person != nil || s.from != nil:
		s.reply("503 5.5.1 AUTH is not allowed now")
		return
	case !s.canAuth():
		s.reply("538 5.7.11 Encryption required for requested authentication mechanism")
		return
	}
	name, offered := s.offers(words[0])
	if !offered {
		s.reply("504 5.7.4 Unrecognized authentication type")
		return
	}
	initial := ""
	if len(words) == 2 {
		initial = words[1]
	}
	switch end := s.signIn("334 ", name, initial, len(words) == 2); {
	case end.wrong != "":
		s.reply("501 5.5.2 " + printable(end.wrong))
	case end.refused != "":
		s.reply(end.refused)
	case end.person != nil:
		s.person = end.person
		s.reply("235 " + signedIn[s.style][wire.SMTP])
	}
}

func (s *smtpSession) reset(string) {
	s.from, s.to = nil, nil
	s.reply("250 2.0.0 Ok")
}

func (s *smtpSession) quit(string) {
	s.reply("221 2.0.0 Bye")
	s.bye = true
}
