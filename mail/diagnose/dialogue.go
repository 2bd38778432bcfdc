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
			!has(s.windows[i], "sender address rejected|send as|proxy|two factor|device authentication|multi factor|407|certificate|client authentication required|http|application specific|device auth|aadsts|oauth client") {
			if s.tokenTriedBefore(i) {
				continue
			}
			found("token.not_sent", 0.86, i)
		}
	}
}

var noAttempts = regexp.MustCompile(`no auth attempts(?: in (\d+) secs)?`)

// silentLogin understands Dovecot's line on a client that never authenticated.
// One that waited for long waited for a greeting that it could not read: it
// spoke in clear to a port for TLS, or the reverse. One that went at once was a
// probe, or did not like the certificate.
func silentLogin(s *scene, found emit) {
	for i, l := range s.lines {
		m := noAttempts.FindStringSubmatch(l.Text)
		switch {
		case has(l.Words, "client didnt finish sasl auth"):
			s.refused(i, found)
		case m == nil:
		case len(m[1]) > 1 && m[1] >= "30" || len(m[1]) > 2:
			found("tls.wrong_mode", 0.74, i)
			found("net.timeout", 0.6, i)
			found("token.not_sent", 0.45, i)
		default:
			found("token.not_sent", 0.45, i)
		}
	}
}

var (
	smtpOffer = regexp.MustCompile(`(?i)^250[- ]AUTH[ =](.*)$`)
	imapOffer = regexp.MustCompile(`(?i)CAPABILIT\w*[^A-Z]*.*IMAP4`)
	popOffer  = regexp.MustCompile(`^SASL ([A-Z0-9-]+(?: [A-Z0-9-]+)*)\s*$`)
)

// offered finds servers that offer no mechanism for a token, where something
// failed because of it.
func (s *scene) offered(found emit) {
	if s.signedIn() || !s.oauth && !s.failing() {
		return
	}
	list, at := "", -1
	for i, l := range s.lines {
		if m := smtpOffer.FindStringSubmatch(l.Text); m != nil {
			list, at = m[1], i
		} else if m := popOffer.FindStringSubmatch(l.Text); m != nil && l.Side != text.Client {
			list, at = m[1], i
		} else if imapOffer.MatchString(l.Text) && l.Side != text.Client {
			list, at = l.Text, i
		}
	}
	if at < 0 {
		return
	}
	list = strings.ToUpper(list)
	if i, mechanism := s.mechanism(); i >= 0 && s.failing() && !strings.Contains(list, mechanism) {
		found("server.mechanism_missing", 0.86, i)
		return
	}
	if strings.Contains(list, "XOAUTH2") || strings.Contains(list, "OAUTHBEARER") {
		return
	}
	if tokenAt := s.first("xoauth2|oauthbearer|oauth"); tokenAt >= 0 && s.failing() {
		found("server.mechanism_missing", 0.84, at)
	}
}

// mechanism gives the last command that presented a token, and how.
func (s *scene) mechanism() (line int, name string) {
	for i := len(s.lines) - 1; i >= 0; i-- {
		if m := tokenCommand.FindString(s.lines[i].Text); m != "" && s.lines[i].Side != text.Server && !offersMechanism.MatchString(s.lines[i].Text) {
			if strings.HasSuffix(strings.ToUpper(m), "OAUTHBEARER") {
				return i, "OAUTHBEARER"
			}
			return i, "XOAUTH2"
		}
	}
	return -1, ""
}

// otherService finds a greeting of another protocol than the one that was
// asked for.
func (s *scene) otherService(found emit) {
	if s.protocol == wire.OAuth || s.protocol == "" {
		return
	}
	for i, l := range s.lines {
		if !has(l.Words, "greeting|unexpected|invalid|expected|banner") {
			continue
		}
		other := ""
		switch {
		case strings.Contains(l.Text, "SSH-"):
			other = "SSH"
		case strings.Contains(l.Text, "HTTP/1"):
			other = "HTTP"
		case s.protocol != wire.SMTP && regexp.MustCompile(`\b220[ -]`).MatchString(l.Text):
			other = "SMTP"
		case s.protocol != wire.IMAP && strings.Contains(l.Text, "* OK"):
			other = "IMAP"
		case s.protocol != wire.POP3 && strings.Contains(l.Text, "+OK"):
			other = "POP3"
		}
		if other != "" {
			found("tls.wrong_mode", 0.85, i)
			found("net.refused", 0.6, i)
		}
	}
}
