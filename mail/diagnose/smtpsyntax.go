package diagnose

import (
	"regexp"
	"slices"
	"strings"

	"mailknock/mail/diagnose/text"
)

// bareAuth is the command without an initial response.
var bareAuth = regexp.MustCompile(`^AUTH XOAUTH2\s*$`)

func (s *scene) syntax(r reply, w string, found emit) {
	i := r.line
	switch {
	case has(s.lines[i].Words, "helo argument|ehlo argument|invalid helo|invalid ehlo|helo command rejected|ehlo ehlo argument") || has(s.lines[i].Words, "helo|ehlo") && has(s.lines[i].Words, "argument|invalid domain|invalid host"):
		found("server.protocol_quirk", 0.93, i)
	case has(w, "too long|line length|line limit") || r.enhanced == "5.5.6" || has(w, "response limit"):
		found("server.protocol_quirk", 0.93, i)
	case has(w, "authentication type|auth type|mechanism|authentication method|auth method|unrecognized authentication|auth command is not|auth not|authentication not|authentication is not|authentication mechanism") || r.enhanced == "5.7.4":
		if s.provider == "microsoft" && s.tokenTried() {
			// Exchange Online has XOAUTH2: it did not like how it was asked for,
			// mostly on two lines.
			w := 0.8
			if slices.ContainsFunc(s.lines, func(l text.Line) bool { return bareAuth.MatchString(l.Text) }) {
				w = plain
			}
			found("server.protocol_quirk", w, i)
		}
		found("server.mechanism_missing", s.mechanismMissing(i), i)
	case has(w, "decode|base64|malformed|initial response|invalid auth|auth parameter|bad auth|authentication data|sasl"):
		found("token.sasl_malformed", 0.92, i)
		found("server.protocol_quirk", 0.45, i)
	case has(w, "starttls"), s.commandBefore(i, "starttls"):
		found("tls.starttls_refused", 0.9, i)
	case r.enhanced == "5.5.2" || r.enhanced == "5.5.4" || r.enhanced == "5.7.0":
		found("token.sasl_malformed", 0.7, i)
		found("server.protocol_quirk", 0.6, i)
	case s.authNear(i):
		if r.code == "501" {
			found("token.sasl_malformed", 0.7, i)
			found("server.protocol_quirk", 0.55, i)
			return
		}
		found("server.mechanism_missing", 0.7, i)
		found("server.protocol_quirk", 0.6, i)
	case r.code == "503" && has(w, "mail|rcpt|sender|authenticat|auth"):
		found("token.not_sent", 0.6, i)
		found("server.protocol_quirk", 0.45, i)
	case r.code == "500" || r.code == "502":
		found("server.protocol_quirk", 0.45, i)
	}
}

// mechanismMissing is how surely a mechanism is missing that was refused.
func (s *scene) mechanismMissing(i int) float64 {
	if s.provider == "microsoft" && s.tokenTried() {
		return 0.7
	}
	return 0.93
}

// authNear tells whether an AUTH command stands shortly before a line, or in
// its words.
func (s *scene) authNear(i int) bool {
	for k := max(0, i-4); k <= i; k++ {
		if s.lines[k].Side != text.Server && strings.Contains(s.lines[k].Words, " auth ") && !strings.HasPrefix(s.lines[k].Text, "250") {
			return true
		}
	}
	return strings.Contains(s.lines[i].Words, " auth ")
}

// commandBefore tells whether the client's last words before a reply are a
// command.
func (s *scene) commandBefore(i int, command string) bool {
	for k := i - 1; k >= 0 && k >= i-2; k-- {
		if s.lines[k].Side == text.Client {
			return has(s.lines[k].Words, command)
		}
	}
	return false
}

func (s *scene) notAuthenticated(r reply, w string, found emit) {
	if has(w, "application specific|app password|application password") {
		found("account.basic_auth_disabled", 0.93, r.line)
		return
	}
	if has(w, "535 5.7.3|535 5.7.139|535 5.7.8") {
		// It did try before: the refusal stands beside what came of it.
		s.refused(r.line, found)
		return
	}
	if s.tokenTriedBefore(r.line) {
		found("token.not_sent", 0.5, r.line)
		s.refusedFor(s.sign(), r.line, 0.55, found)
		return
	}
	found("token.not_sent", 0.93, r.line)
	if s.provider == "google" {
		// .NET's client goes on after a password was refused.
		found("account.basic_auth_disabled", 0.5, r.line)
	}
}

// tokenTriedBefore tells whether a sign-in was tried in the conversation that
// a line belongs to.
func (s *scene) tokenTriedBefore(i int) bool {
	for k := i; k >= 0; k-- {
		l := s.lines[k]
		if l.Side != text.Client && strings.HasPrefix(l.Text, "220") {
			return false
		}
		if l.Side != text.Server && (tokenCommand.MatchString(l.Text) || passwordCommand.MatchString(l.Text)) && !offersMechanism.MatchString(l.Text) {
			return true
		}
	}
	return false
}
