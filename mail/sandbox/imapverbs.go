package sandbox

import (
	"fmt"

	"mailknock/mail/wire"
)

// imapState is when a command is allowed (RFC 3501 section 3).
type imapState int

const (
	always imapState = iota
	beforeSignIn
	afterSignIn
	withFolder
)

type imapVerb struct {
	state imapState
	run   func(*imapSession, *imapParser)
}

var imapVerbs = map[string]imapVerb{
	"CAPABILITY":   {always, (*imapSession).capability},
	"NOOP":         {always, (*imapSession).noop},
	"LOGOUT":       {always, (*imapSession).logout},
	"ID":           {always, (*imapSession).id},
	"STARTTLS":     {beforeSignIn, (*imapSession).starttls},
	"LOGIN":        {beforeSignIn, (*imapSession).login},
	"AUTHENTICATE": {beforeSignIn, (*imapSession).authenticate},
	"NAMESPACE":    {afterSignIn, (*imapSession).namespace},
	"LIST":         {afterSignIn, (*imapSession).list},
	"LSUB":         {afterSignIn, (*imapSession).lsub},
	"SELECT":       {afterSignIn, (*imapSession).selectRW},
	"EXAMINE":      {afterSignIn, (*imapSession).examine},
	"STATUS":       {afterSignIn, (*imapSession).status},
	"CHECK":        {withFolder, (*imapSession).noop},
	"CLOSE":        {withFolder, (*imapSession).leave},
	"FETCH":        {withFolder, (*imapSession).fetch},
	"UID FETCH":    {withFolder, (*imapSession).uidFetch},
}

func (s *imapSession) capability(p *imapParser) {
	if s.end(p) {
		s.finish("* " + s.capabilities() + "\nOK CAPABILITY completed")
	}
}

func (s *imapSession) noop(p *imapParser) {
	if s.end(p) {
		s.finish("OK done")
	}
}

func (s *imapSession) logout(p *imapParser) {
	if s.end(p) {
		s.finish("* BYE Logging out\nOK LOGOUT completed")
		s.bye = true
	}
}

// id takes NIL or a list of pairs (RFC 2971).
func (s *imapSession) id(p *imapParser) {
	p.need(" ")
	if !p.take("NIL") {
		values := 0
		p.list(func() {
			values++
			if !p.take("NIL") {
				p.astring()
			}
		})
		if values%2 != 0 || values > 60 {
			p.fail()
		}
	}
	if s.end(p) {
		s.finish("* ID (\"name\" \"Mailknock sandbox\")\nOK ID completed")
	}
}

func (s *imapSession) starttls(p *imapParser) {
	switch {
	case !s.end(p):
	case !s.canSTARTTLS():
		s.bad("STARTTLS is not available")
	case s.pipelined():
		s.finish("* BYE there are bytes after STARTTLS")
		s.bye = true
	case s.fault.play == playNoSTARTTLS:
		s.bad("TLS support isn't enabled.")
	default:
		s.startTLS(s.tag+" OK Begin TLS negotiation now", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"+s.tag+" OK injected")
	}
}

func (s *imapSession) login(p *imapParser) {
	p.need(" ")
	p.astring()
	p.need(" ")
	p.astring()
	switch {
	case !s.end(p):
	case !s.canAuth():
		s.finish("NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure connections.")
	default:
		s.finish(badPassword[s.style][wire.IMAP])
	}
}

// authenticate takes the token with the command (RFC 4959) or after it.
func (s *imapSession) authenticate(p *imapParser) {
	p.need(" ")
	name, offered := s.offers(p.atom())
	initial, hasInitial := "", p.space()
	if hasInitial {
		initial = p.while(func(c byte) bool { return c > ' ' && c < 0x7f })
	}
	switch {
	case !s.end(p):
		return
	case !s.canAuth():
		s.finish("NO [PRIVACYREQUIRED] sign in over TLS only")
		return
	case !offered:
		s.finish("NO Unsupported authentication mechanism.")
		return
	}
	switch end := s.signIn("+ ", name, initial, hasInitial); {
	case end.wrong != "":
		s.bad(printable(end.wrong))
	case end.refused != "":
		s.finish(end.refused)
	case end.person != nil:
		s.person = end.person
		s.welcome()
	}
}

// welcome says OK, with the capabilities where the provider tells them.
func (s *imapSession) welcome() {
	words := signedIn[s.style][wire.IMAP]
	switch s.style {
	case google:
		s.finish("* " + s.capabilities() + "\nOK " + fmt.Sprintf(words, s.person.Address))
	case microsoft:
		s.finish("OK " + words)
	default:
		s.finish("OK [" + s.capabilities() + "] " + words)
	}
}

func (s *imapSession) namespace(p *imapParser) {
	if s.end(p) {
		s.finish("* NAMESPACE ((\"\" \"/\")) NIL NIL\nOK NAMESPACE completed")
	}
}
