package diagnose

import (
	"slices"
	"strings"

	"mailknock/auth/token"
	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// presented understands SASL strings and tokens that stand in the text: what
// the client sent against what the protocol needs.
func presented(s *scene, found emit) {
	for _, d := range s.decoded {
		switch d.What {
		case text.Bearer:
			s.saslString(d, found)
		case text.Token:
			s.tokenClaims(&d.Info, d.Line, s.presentedUser(), found)
		case text.Challenge:
			s.challenge(d, found)
		}
	}
}

// presentedUser is the user that a SASL string names.
func (s *scene) presentedUser() string {
	if s.user != "" {
		return s.user
	}
	for _, d := range s.decoded {
		if d.What == text.Bearer && d.User != "" {
			return d.User
		}
	}
	return ""
}

// saslString looks for what is wrong with the string itself (RFC 7628 section
// 3.1; Google's and Microsoft's XOAUTH2 documents).
func (s *scene) saslString(d text.Decoded, found emit) {
	bad := func(w float64) { found(malformed, w, d.Line) }
	lower, mistake := strings.ToLower(d.Plain), token.Inspect(d.Token).Mistake
	switch {
	case d.Layers > 1:
		bad(0.95)
	case d.Spelled:
		bad(0.95)
		s.say(malformed, "where the byte 0x01 (Ctrl-A) belongs, the string has it spelled out")
	case d.Token == "" && !redacted(d.Plain[strings.LastIndex(lower, "auth="):]):
		bad(0.9)
	case mistake == token.NoValue:
		bad(0.95)
	case strings.HasPrefix(strings.ToLower(d.Token), "bearer"):
		bad(0.9)
	case !strings.Contains(lower, "bearer"):
		bad(0.85)
	case d.User == "" && strings.Contains(lower, "user="):
		bad(0.9)
	case strings.Contains(d.Plain, "\x01") && strings.HasPrefix(lower, "user=") && !strings.Contains(d.Plain, "\x01\x01") && !redacted(d.Token):
		bad(0.75)
	case mistake == token.RefreshToken:
		found("token.id_token_used", 0.95, d.Line)
		fallthrough
	default:
		s.rule(malformed, "the SASL string in the text is well formed")
	}
}

const malformed = "token.sasl_malformed"

// rule out a cause, and say what speaks against it.
func (s *scene) rule(cause, why string) {
	if s.against == nil {
		s.against = map[string]string{}
	}
	s.against[cause] = why
}

// say notes what speaks for a cause besides its lines.
func (s *scene) say(cause, note string) {
	if s.live {
		return // a run says it itself
	}
	if s.saying == nil {
		s.saying = map[string][]string{}
	}
	if !slices.Contains(s.saying[cause], note) {
		s.saying[cause] = append(s.saying[cause], note)
	}
}

// challenge understands a decoded error challenge. Google's says 400 whatever
// is wrong; others mean what they say.
func (s *scene) challenge(d text.Decoded, found emit) {
	w := text.Words(d.Plain)
	switch {
	case has(w, "expired"):
		found("token.expired", 0.9, d.Line)
	case has(w, "insufficient scope"):
		found("token.missing_scope", 0.9, d.Line)
	}
	s.refused(d.Line, found)
	if has(w, "status invalid token|invalid token") && s.provider != "google" {
		found("token.expired", 0.58, d.Line)
		found("server.token_validation", 0.54, d.Line)
	}
}

// ForMail tells whether a token of Microsoft's is for the mail servers: their
// audience is Exchange Online, not Graph.
func ForMail(info token.Info) bool {
	return mailAudience(strings.ToLower(strings.Join(info.Audience, " ")))
}

func mailAudience(aud string) bool {
	return strings.Contains(aud, "outlook.office") || strings.Contains(aud, "outlook.com") || strings.Contains(aud, "00000002-0000-0ff1-ce00-000000000000") || strings.Contains(aud, "ps.outlook")
}

// mailScope is what stands in Microsoft's scope or role for a protocol.
func mailScope(p wire.Protocol) string {
	switch p {
	case wire.POP3:
		return "pop.access"
	case wire.SMTP:
		return "smtp.send"
	case wire.IMAP:
		return "imap.access"
	}
	return "."
}
