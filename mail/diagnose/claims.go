package diagnose

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"mailknock/auth/token"
	"mailknock/mail/wire"
)

// tokenClaims compares a token in a text with what the protocol and the user
// need, and says which claim tells.
func (s *scene) tokenClaims(info *token.Info, line int, user string, found emit) {
	if info.Kind != token.JWT {
		return
	}
	microsoft := issuedBy(info) == "microsoft" || s.provider == "microsoft"
	aud := strings.ToLower(strings.Join(info.Audience, " "))
	appAudience := info.AppID != "" && slices.Contains(info.Audience, info.AppID)
	scopes := strings.ToLower(strings.Join(info.Scopes, " ") + " " + strings.Join(info.Roles, " "))
	good := false
	bad := func(cause string, w float64, claim string) {
		found(cause, w, line)
		s.say(cause, claim)
		good = false
	}
	audience := "the token's audience (aud) is " + strings.Join(info.Audience, " ")
	switch {
	case appAudience, len(info.Audience) > 0 && strings.Contains(aud, ".apps.googleusercontent.com"):
		bad("token.id_token_used", 0.95, audience+", the client itself")
	case microsoft && aud != "" && !mailAudience(aud):
		if clientAudience(info) {
			bad("token.id_token_used", 0.95, audience+", and it has neither scopes nor roles")
			break
		}
		bad("token.wrong_audience", 0.95, audience)
	case microsoft && len(info.Scopes)+len(info.Roles) > 0 && !strings.Contains(scopes, mailScope(s.protocol)):
		s.rule("token.wrong_audience", audience)
		bad("token.missing_scope", 0.94, "the token has "+scopesOf(info)+", and nothing for "+protocolName(s.protocol))
	default:
		good = true
		if microsoft && aud != "" {
			s.rule("token.wrong_audience", audience)
		}
		if microsoft && len(info.Scopes)+len(info.Roles) > 0 {
			s.rule("token.missing_scope", "the token has "+scopesOf(info))
		}
	}
	s.tokenTime(info, bad)
	s.tokenUser(info, user, bad)
	if len(info.Scopes) > 0 {
		s.rule("account.app_not_registered", "the token speaks for a person")
	}
	if good && microsoft && info.AppOnly() && (s.refusal() >= 0 || s.any("not connected|storedrv")) {
		bad("account.app_not_registered", 0.95, "the token speaks for the app "+info.AppID+" without a person")
	}
}

// tokenTime compares a token's end with the text's own dates.
func (s *scene) tokenTime(info *token.Info, bad func(cause string, w float64, claim string)) {
	if info.Expires.IsZero() {
		return
	}
	until := "the token was good until (exp) " + info.Expires.UTC().Format(time.RFC3339)
	switch {
	case s.past(info):
		bad("token.expired", 0.95, until)
	case !s.live && s.lastTime().IsZero() && s.refusal() >= 0 && info.Expires.Before(time.Now()):
		// The text has no date: the token may have been good in its time.
		bad("token.expired", 0.7, until)
	default:
		s.rule("token.expired", until)
	}
}

// tokenUser compares whom a token speaks for with the mailbox.
func (s *scene) tokenUser(info *token.Info, user string, bad func(cause string, w float64, claim string)) {
	switch {
	case info.AppOnly():
		s.rule("token.user_mismatch", "the token names no person")
	case !strings.Contains(user, "@") || !strings.Contains(info.User, "@"):
	case strings.EqualFold(user, info.User):
		s.rule("token.user_mismatch", "the token is for "+info.User)
	default:
		bad("token.user_mismatch", 0.95, "the token is for "+info.User+", and the client said user="+user)
	}
}

func scopesOf(info *token.Info) string {
	if len(info.Roles) > 0 {
		return "the roles " + strings.Join(info.Roles, " ")
	}
	return "the scopes " + strings.Join(info.Scopes, " ")
}

func protocolName(p wire.Protocol) string {
	if p == "" {
		return "a mail protocol"
	}
	return strings.ToUpper(string(p))
}

// graphID is the application id of Microsoft Graph.
const graphID = "00000003-0000-0000-c000-000000000000"

// clientAudience tells of a token that allows nothing and is for no service:
// Microsoft's id tokens have the client's id for audience.
func clientAudience(info *token.Info) bool {
	aud := strings.ToLower(strings.Join(info.Audience, " "))
	return aud != "" && len(info.Scopes)+len(info.Roles) == 0 && !mailAudience(aud) && !strings.Contains(aud, "graph") && !strings.Contains(aud, "/") && !strings.Contains(aud, graphID)
}

// issuedBy tells who issued a token, as far as it says.
func issuedBy(info *token.Info) string {
	switch issuer := strings.ToLower(info.Issuer); {
	case strings.Contains(issuer, "microsoftonline"), strings.Contains(issuer, "sts.windows.net"):
		return "microsoft"
	case strings.Contains(issuer, "accounts.google.com"):
		return "google"
	}
	return ""
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

// lastTime is the time of the line that was written last of those that name
// one; the zero time when none does.
func (s *scene) lastTime() time.Time {
	var last time.Time
	at := -1
	for i, l := range s.lines {
		m := isoTime.FindStringSubmatch(l.Raw)
		if m == nil || at >= 0 && s.earlier(i, at) {
			continue
		}
		if t, err := time.Parse("2006-01-02 15:04:05", m[1]+" "+m[2]); err == nil {
			last, at = t, i
		}
	}
	return last
}
