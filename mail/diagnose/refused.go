package diagnose

import (
	_ "embed"
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// refused understands a refusal that says no more than that.
func (s *scene) refused(i int, found emit) {
	if s.protocol != wire.OAuth {
		s.refusedFor(s.sign(), i, 1, found)
	}
}

// refusals are words of a refusal that says no more.
//
//go:embed refusals.txt
var refusalsFile string

var refusals = terms(strings.ReplaceAll(refusalsFile[strings.IndexByte(refusalsFile, '\n')+1:], "\n", " "))

// signingIn are words of which a line of a refusal has one, where the refusal
// itself goes over several lines.
var signingIn = alternatives("auth|login|logon|credential|sign")

var authFor = regexp.MustCompile(`(?i)\bauth(?:entication)?\b.{0,80}\bfail|NO (?:LOGIN|AUTHENTICATE)|\+OK response to the AUTH`)

// refusal gives the first line in which a sign-in is refused, -1 when none is.
func (s *scene) refusal() int {
	if s.refusedAt == 0 {
		s.refusedAt = s.findRefusal() + 2
	}
	return s.refusedAt - 2
}

func (s *scene) findRefusal() int {
	for i, l := range s.lines {
		if l.Side == text.Client || !s.live && s.asides[i] {
			continue
		}
		if s.refusalLine(i) || holds(s.windows[i], refusals) && holds(l.Words, signingIn) && !resolvedWords(s.windows[i]) {
			return i
		}
	}
	return -1
}

func (s *scene) refusalLine(i int) bool {
	l := s.lines[i]
	return holds(l.Words, refusals) && !resolvedWords(l.Words) || authFor.MatchString(l.Text) || s.protocol == wire.SMTP && l.Side != text.Client && refusalCode(l)
}

// field is a 535 between commas: a column of a table, milliseconds perhaps.
var field = regexp.MustCompile(`,535(?:,|\s*$)`)

// refusalCode tells of a line with the reply code of a refusal and some words.
func refusalCode(l text.Line) bool {
	return strings.Contains(l.Words, " 535 ") && strings.Trim(l.Words, " 0123456789.") != "" && !field.MatchString(l.Raw)
}

func resolvedWords(w string) bool {
	return has(w, "0 failed|failed 0|no failed|failures 0|failed login attempts 0")
}

var bareNo = regexp.MustCompile(`^(?:[A-Za-z]{0,8}\d{1,8}\s+(?:NO|BAD)\b|-ERR\b|\* (?:NO|BAD|BYE)\b)`)

// bareNo gives the first "no" of an IMAP or POP3 server that says nothing that
// is known, -1 when there is none. A goodbye after LOGOUT is none. In a run it
// stays unknown.
func (s *scene) bareNo() int {
	if s.live || s.signedIn() || s.protocol != wire.IMAP && s.protocol != wire.POP3 {
		return -1
	}
	for i, l := range s.lines {
		if l.Side != text.Client && bareNo.MatchString(l.Text) && !has(l.Words, "logging out|logout|closing|server terminating|signing off|bye bye|goodbye|see you") {
			return i
		}
	}
	return -1
}

// genericRefusal gives the rivals where only words of refusal stand: no code,
// no reason.
func genericRefusal(s *scene, found emit) {
	if i := s.refusal(); i >= 0 {
		s.refused(i, found)
		return
	}
	if i := s.bareNo(); i >= 0 {
		s.refusedFor(s.sign(), i, 0.9, found)
		return
	}
	if i := s.first("status 400|authentication error 400|error 400|schemes bearer"); i >= 0 && s.oauth && s.protocol != wire.OAuth {
		s.refused(i, found)
	}
}

func init() {
	for _, t := range refusals {
		telling.add(t)
	}
}
