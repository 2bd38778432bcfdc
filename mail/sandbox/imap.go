package sandbox

import (
	"errors"
	"fmt"
	"strings"

	"mailknock/mail/wire"
)

const (
	// imapLine bounds a command line; the token of an AUTHENTICATE must fit.
	imapLine = saslLimit + 256
	// imapLiterals bounds all literals of a command together.
	imapLiterals = 16 << 10
)

// imapSession speaks a part of IMAP4rev1 (RFC 3501).
type imapSession struct {
	*session
	tag    string
	folder *folder
	// examined is true when the folder is open for reading only.
	examined bool
	// read are the UIDs of messages that were read on this connection.
	read map[uint32]bool
	bye  bool
}

func (s *imapSession) talk() {
	s.read = make(map[uint32]bool)
	s.send(s.style.greeting(wire.IMAP))
	for s.failed == nil && !s.bye {
		text, err := s.readCommand()
		switch {
		case s.failed != nil:
			return
		case s.bye:
			return
		case err != nil:
			s.tag = tagOf(&imapParser{rest: text})
			s.bad(err.Error())
		default:
			s.command(text)
		}
	}
}

// readCommand reads a line and the literals in it, as they stand on the wire.
func (s *imapSession) readCommand() (string, error) {
	var text strings.Builder
	room := imapLiterals
	for {
		line, err := s.readLine(imapLine)
		if err != nil {
			return "", err
		}
		text.WriteString(line)
		size, sync, ok := endsInLiteral(line)
		if !ok {
			return text.String(), nil
		}
		if size > room {
			if !sync {
				// What follows cannot be told from commands.
				s.send("* BYE the literal is too long")
				s.bye = true
			}
			return text.String(), errors.New("the literal is too long")
		}
		room -= size
		if sync {
			s.send("+ OK")
		}
		literal, err := s.readBytes(size)
		if err != nil {
			return "", err
		}
		text.WriteString("\r\n")
		text.Write(literal)
	}
}

// command answers one command.
func (s *imapSession) command(text string) {
	p := &imapParser{rest: text}
	s.tag = tagOf(p)
	p.need(" ")
	name := strings.ToUpper(p.atom())
	if p.failed {
		s.bad("a command is a tag, a space and a name")
		return
	}
	if name == "UID" {
		p.space()
		name += " " + strings.ToUpper(p.atom())
	}
	verb, known := imapVerbs[name]
	switch {
	case !known:
		s.bad("the command " + printable(name) + " is not known")
	case verb.state == beforeSignIn && s.person != nil:
		s.bad("you are signed in already")
	case verb.state >= afterSignIn && s.person == nil:
		s.bad("sign in first")
	case s.person != nil && s.fault.use[wire.IMAP] != "" && name != "LOGOUT":
		s.finish(s.fault.use[wire.IMAP])
	case verb.state == withFolder && s.folder == nil:
		s.bad("select a mailbox first")
	default:
		verb.run(s, p)
	}
}

// tagOf reads a command's tag; "*" stands for one that cannot be read.
func tagOf(p *imapParser) string {
	if tag := p.tag(); tag != "" {
		return tag
	}
	return "*"
}

// finish sends a final reply: lines that begin with "* " untagged.
func (s *imapSession) finish(reply string) {
	lines := strings.Split(reply, "\n")
	for i, line := range lines {
		if !strings.HasPrefix(line, "* ") {
			lines[i] = s.tag + " " + line
		}
	}
	s.send(lines...)
}

func (s *imapSession) bad(why string) { s.finish("BAD " + why) }

// end tells whether the command ends here, and says so when it does not.
func (s *imapSession) end(p *imapParser) bool {
	if p.failed || p.rest != "" {
		s.bad("the arguments cannot be understood")
		return false
	}
	return true
}

// capabilities is what the server can do now.
func (s *imapSession) capabilities() string {
	list := []string{"IMAP4rev1", "LITERAL-", "SASL-IR", "ID", "NAMESPACE"}
	if s.canSTARTTLS() {
		list = append(list, "STARTTLS")
	}
	switch {
	case s.person != nil:
	case s.canAuth():
		for _, m := range s.mechanisms() {
			list = append(list, "AUTH="+m)
		}
	default:
		list = append(list, "LOGINDISABLED")
	}
	return "CAPABILITY " + strings.Join(list, " ")
}

// printable makes a client's word fit for a reply.
func printable(text string) string {
	if len(text) > 40 {
		text = text[:40]
	}
	return strings.Trim(fmt.Sprintf("%+q", text), `"`)
}
