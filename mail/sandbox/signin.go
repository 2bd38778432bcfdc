package sandbox

import (
	"errors"
	"slices"
	"strings"

	"mailknock/mail/wire"
)

// signIn is how an AUTHENTICATE or AUTH ended. Exactly one of person, refused
// and wrong is set, unless the connection is gone.
type signIn struct {
	person *person
	// refused is the final reply, without a tag.
	refused string
	// wrong says what the client did wrong.
	wrong string
}

// signIn holds the SASL part of a conversation. prefix is what begins a
// continuation: "+ " or "334 ".
func (s *session) signIn(prefix, mechanism, initial string, hasInitial bool) signIn {
	if !hasInitial {
		s.send(prefix)
		line, err := s.readLine(saslLimit)
		if errors.Is(err, errLineTooLong) {
			return s.tooLong()
		}
		if err != nil {
			return signIn{wrong: err.Error()}
		}
		initial = line
	}
	if initial == "*" {
		return signIn{wrong: "cancelled by the client"}
	}
	if s.fault.play == playShortLines && len(initial) > shortLine {
		return s.tooLong()
	}
	raw, err := decodeSASL(initial)
	if err != nil {
		return signIn{wrong: err.Error()}
	}
	switch mechanism {
	case "PLAIN", "LOGIN":
		return signIn{refused: badPassword[s.style][s.served.protocol]}
	}
	var given credentials
	if mechanism == "XOAUTH2" {
		given, err = parseXOAUTH2(raw)
	} else {
		given, err = parseOAUTHBEARER(raw, s.served.port)
	}
	if err != nil {
		return signIn{wrong: err.Error()}
	}
	person, refused, challenge := s.judge(mechanism, given)
	if refused == "" {
		return signIn{person: person}
	}
	if challenge != "" {
		if wrong := s.sendChallenge(prefix, mechanism, challenge); wrong != "" {
			return signIn{wrong: wrong}
		}
	}
	return signIn{refused: refused}
}

// shortLine is the longest response that the fault "long-token-refused" takes.
const shortLine = 4096

// tooLong does what real servers do with a response that is too long: Postfix
// says so, Dovecot 2.3's IMAP and POP3 servers hang up without a word.
func (s *session) tooLong() signIn {
	if s.served.protocol == wire.SMTP {
		return signIn{refused: "500 5.5.6 SASL response limit exceeded"}
	}
	_ = s.conn.Close()
	s.failed = errLineTooLong
	return signIn{}
}

// sendChallenge sends the error challenge and waits for the client's answer,
// which must be an empty line for XOAUTH2 and a single 0x01 for OAUTHBEARER
// (RFC 7628 section 3.2.3). It tells what was wrong with the answer.
func (s *session) sendChallenge(prefix, mechanism, challenge string) string {
	s.send(prefix + encode(challenge))
	line, err := s.readLine(saslLimit)
	switch {
	case err != nil:
		return err.Error()
	case line == "*":
		return "cancelled by the client"
	case mechanism == "XOAUTH2" && line != "":
		return "the answer to XOAUTH2's error challenge is an empty line"
	case mechanism == "OAUTHBEARER" && line != "AQ==":
		return "the answer to OAUTHBEARER's error challenge is 0x01, which is AQ=="
	}
	return ""
}

// judge decides about a token. It gives the person, or the refusal and the
// challenge that comes before it.
func (s *session) judge(mechanism string, given credentials) (*person, string, string) {
	if reply, ok := s.fault.auth[s.served.protocol]; ok {
		if s.style == neutral {
			return nil, reply, ""
		}
		return nil, reply, s.challenge(mechanism)
	}
	person := s.box.store.permits(given.token, given.user, s.served.protocol)
	own := s.fault.shape == otherUser && person == bob // his token opens his own mailbox
	if person == nil || s.plays(s.fault.shape) && !own {
		return nil, badToken[s.style][s.served.protocol], s.challenge(mechanism)
	}
	return person, "", ""
}

// plays tells whether the fault is one for which every token is refused here,
// also one that was issued before the fault was chosen.
func (s *session) plays(shape shape) bool {
	switch shape {
	case goodToken, briefToken, longToken:
		return false
	}
	return slices.Contains(s.fault.Protocols, s.served.protocol)
}

// offers tells whether the client may use a mechanism, whose name it may have
// written in any case.
func (s *session) offers(name string) (string, bool) {
	name = strings.ToUpper(name)
	return name, slices.Contains(s.mechanisms(), name)
}
