package diagnose

import (
	"regexp"
	"slices"
	"strings"
	"time"

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
	lower := strings.ToLower(d.Plain)
	switch {
	case d.Layers > 1:
		bad(0.95)
	case d.Spelled:
		s.told = append(s.told, finding{cause: malformed, weight: 0.95, line: d.Line, note: "where the byte 0x01 (Ctrl-A) belongs, the string has it spelled out"})
	case d.Token == "" && !redacted(d.Plain[strings.LastIndex(lower, "auth="):]):
		bad(0.9)
	case slices.Contains([]string{"undefined", "null", "none", "nil", "[object", "false", "bearer"}, strings.ToLower(d.Token)):
		bad(0.95)
	case strings.HasPrefix(strings.ToLower(d.Token), "bearer"):
		bad(0.9)
	case !strings.Contains(lower, "bearer"):
		bad(0.85)
	case d.User == "" && strings.Contains(lower, "user="):
		bad(0.9)
	case strings.Contains(d.Plain, "\x01") && strings.HasPrefix(lower, "user=") && !strings.Contains(d.Plain, "\x01\x01") && !redacted(d.Token):
		bad(0.75)
	case strings.HasPrefix(d.Token, "1//"), strings.HasPrefix(d.Token, "0.A"), strings.HasPrefix(d.Token, "M.C"):
		// A refresh token of Google's or Microsoft's.
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

// tokenClaims compares a token with what the protocol and the user need.
func (s *scene) tokenClaims(info *token.Info, line int, user string, found emit) {
	if info.Kind != token.JWT {
		return
	}
	issuer := strings.ToLower(info.Issuer)
	microsoft := strings.Contains(issuer, "microsoftonline") || strings.Contains(issuer, "sts.windows.net") || s.provider == "microsoft"
	aud := strings.ToLower(strings.Join(info.Audience, " "))
	appAudience := info.AppID != "" && slices.Contains(info.Audience, info.AppID)
	scopes := strings.ToLower(strings.Join(info.Scopes, " ") + " " + strings.Join(info.Roles, " "))
	good := false
	switch {
	case appAudience, len(info.Audience) > 0 && strings.Contains(aud, ".apps.googleusercontent.com"):
		found("token.id_token_used", 0.95, line)
	case microsoft && aud != "" && !mailAudience(aud):
		if len(info.Scopes) == 0 && len(info.Roles) == 0 && !strings.Contains(aud, "graph") && !strings.Contains(aud, "/") && !strings.HasPrefix(aud, "00000003-") {
			found("token.id_token_used", 0.95, line)
			break
		}
		found("token.wrong_audience", 0.95, line)
	case microsoft && len(info.Scopes)+len(info.Roles) > 0 && !strings.Contains(scopes, mailScope(s.protocol)):
		found("token.missing_scope", 0.94, line)
	default:
		good = true
	}
	if s.past(info) {
		found("token.expired", 0.95, line)
		good = false
	} else if !s.live && s.lastTime().IsZero() && s.refusal() >= 0 && !info.Expires.IsZero() && info.Expires.Before(time.Now()) {
		// The text has no date: the token may have been good in its time.
		found("token.expired", 0.7, line)
		good = false
	}
	if strings.Contains(user, "@") && strings.Contains(info.User, "@") && !strings.EqualFold(user, info.User) {
		found("token.user_mismatch", 0.95, line)
		good = false
	}
	if good && microsoft && info.AppOnly() && (s.refusal() >= 0 || s.any("not connected|storedrv")) {
		found("account.app_not_registered", 0.95, line)
	}
}

// past tells whether a token had ended: by now in a live run, by the text's
// own dates in a pasted one.
func (s *scene) past(info *token.Info) bool {
	if info.Expires.IsZero() {
		return false
	}
	if s.live {
		return info.Expires.Before(time.Now())
	}
	if !info.IssuedAt.IsZero() && s.refusal() < 0 && !s.oauth {
		return false
	}
	return info.Expires.Before(s.lastTime())
}

var isoTime = regexp.MustCompile(`\b(20\d\d-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)`)

// lastTime is the last time stamp in the text; the zero time when there is
// none.
func (s *scene) lastTime() time.Time {
	for i := len(s.lines) - 1; i >= 0; i-- {
		if m := isoTime.FindStringSubmatch(s.lines[i].Raw); m != nil {
			if t, err := time.Parse("2006-01-02 15:04:05", m[1]+" "+m[2]); err == nil {
				return t
			}
		}
	}
	return time.Time{}
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
