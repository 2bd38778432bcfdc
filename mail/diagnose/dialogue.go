package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

var emptyInitial = regexp.MustCompile(`(?i)^AUTH(?:ENTICATE)? XOAUTH2\s*$`)

// dialogue understands conversations by who said what when.
func dialogue(s *scene, found emit) {
	for i, l := range s.lines {
		if l.Side == text.Server || !tokenCommand.MatchString(l.Text) {
			continue
		}
		s.afterAuth(i, found)
	}
	s.notSent(found)
	s.offered(found)
	s.otherService(found)
}

// afterAuth looks at what followed an AUTH command.
func (s *scene) afterAuth(i int, found emit) {
	empty := emptyInitial.MatchString(strings.TrimSpace(s.lines[i].Text))
	for k := i + 1; k < len(s.lines) && k <= i+4; k++ {
		l := s.lines[k]
		t := strings.TrimSpace(l.Text)
		switch {
		case l.Side == text.Client && t != "":
			return
		case empty && s.protocol == wire.SMTP && (t == "+" || strings.HasPrefix(t, "+ ")):
			found("server.protocol_quirk", 0.85, k) // IMAP's and POP3's continuation in SMTP
			found("net.reset", 0.4, k)
			return
		case empty && t == "334" && s.nextIsNoToken(k):
			found("token.sasl_malformed", 0.7, k)
			return
		case has(l.Words, "connection closed|closes the connection|closed the connection|hangs up|without a reply|eof |reset by peer|econnreset|closed by foreign|disconnected|hung up|connection lost"):
			found("server.protocol_quirk", 0.74, k)
			found("net.reset", 0.55, k)
			return
		}
	}
}

// nextIsNoToken tells whether a client, asked for its string, sent none.
func (s *scene) nextIsNoToken(k int) bool {
	for n := k + 1; n < len(s.lines) && n <= k+3; n++ {
		t := strings.ToUpper(strings.TrimSpace(s.lines[n].Text))
		if strings.HasPrefix(t, "QUIT") || strings.HasPrefix(t, "*") || t == "" {
			return true
		}
		if strings.Contains(t, "AUTH COMMAND FAILED") || strings.Contains(t, "COULD NOT AUTHENTICATE") {
			continue
		}
		return false
	}
	return false
}

// notSent finds a client that never authenticated.
func (s *scene) notSent(found emit) {
	for i, l := range s.lines {
		if l.Side == text.Client {
			continue
		}
		if has(l.Words, "client was not authenticated|not authenticated to send|client not authenticated|must be authenticated|authentication is required|authentication required|please authenticate first|you must authenticate|must log in first|command not valid in this state|unauthenticated|not logged in|valid only in authenticated|not allowed in this state|please login first|command received in invalid state|login first|anonymous mail|authenticate first|auth required|relay access denied|relaying denied|relay denied|unable to relay|relay not permitted|not permitted to relay") &&
			!has(s.windows[i], "sender address rejected|send as|proxy|two factor|device authentication|multi factor|407|certificate|interactive authentication|client authentication required|http|application specific|device auth|aadsts|oauth client") {
			if refused := s.refusal(); s.tokenTriedBefore(i) || refused >= 0 && refused < i {
				continue // it tried, and went on as if it had got in
			}
			found("token.not_sent", 0.86, i)
		}
	}
}

// otherService finds a greeting of another protocol than the one that was
// asked for.
func (s *scene) otherService(found emit) {
	if s.protocol == wire.OAuth || s.protocol == "" {
		return
	}
	greeted := false
	for i, l := range s.lines {
		first := l.Side == text.Server && !greeted
		greeted = greeted || first
		other, begins := otherProtocol(strings.TrimSpace(l.Text), s.protocol)
		switch {
		case other == "":
		case first && begins && (s.fails() || s.any("unexpected")):
			found("tls.wrong_mode", 0.93, i)
		case has(l.Words, "greeting|unexpected|invalid|expected|banner"):
			found("tls.wrong_mode", 0.85, i)
			found("net.refused", 0.6, i)
		}
	}
}
