package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// reply is an SMTP reply somewhere in a line.
type reply struct {
	code     string // "535"
	enhanced string // "5.7.8", empty when none
	line     int
}

var (
	replyWithCode = regexp.MustCompile(`(?:^|[^\d.])([2-5]\d\d)[ \-:;,)\]'"#(]{1,6}(?:#|b')?([245]\.\d{1,3}\.\d{1,3})\b`)
	replyAlone    = regexp.MustCompile(`(?i)(?:^|said: |reply:? (?:retcode )?\(?|response(?: code)?:? ?\(?|code:? |status(?: code)?:? |smtp error:? |login:? |error:? |failed:? |smtp[a-z]*exception:? |smtp[a-z]*error:? |\(|: )([45]\d\d)(?:[ \-,:]|$)`)
	enhancedAlone = regexp.MustCompile(`(?:^|[^\d.])([45]\.\d\.\d{1,3})(?:[^\d.]|$)`)
)

// replies finds the refusals of SMTP in a line.
func replies(l text.Line, i int, trust bool) []reply {
	if l.Side == text.Client {
		return nil
	}
	var list []reply
	for _, m := range replyWithCode.FindAllStringSubmatch(l.Text, 4) {
		list = append(list, reply{m[1], m[2], i})
	}
	if len(list) > 0 {
		return list
	}
	if m := enhancedAlone.FindStringSubmatch(l.Text); m != nil && (trust || strings.Contains(l.Words, " smtp") || strings.Contains(l.Words, " dsn")) {
		return []reply{{"", m[1], i}}
	}
	if m := replyAlone.FindStringSubmatch(l.Text); m != nil && trust && strings.Trim(l.Words, " 0123456789.") != "" {
		return []reply{{m[1], "", i}}
	}
	return nil
}

// smtpReplies understands SMTP replies: the codes, and then the words.
func smtpReplies(s *scene, found emit) {
	trust := s.protocol == wire.SMTP || s.protocol == "" && s.any("smtp|ehlo|esmtp|mail from")
	for i, l := range s.lines {
		for _, r := range replies(l, i, trust) {
			if r.code == "" || r.code[0] >= '4' {
				s.smtpReply(r, s.windows[i], found)
			}
		}
	}
}

func (s *scene) smtpReply(r reply, w string, found emit) {
	i := r.line
	switch {
	case has(w, "starttls") && has(w, "must issue|issue a starttls|starttls first|starttls required|requires starttls|encryption required|must use|need starttls|starttls before|starttls is required"):
		found("tls.wrong_mode", 0.93, i)
		return
	case has(w, "tls not available|starttls not|tls currently unavailable|tls is not available|tls unavailable"):
		found("tls.starttls_refused", 0.93, i)
		return
	}
	switch r.code {
	case "430":
		if has(w, "storedrv|logon|mailbox|rights") || s.provider == "microsoft" {
			found("account.app_not_registered", 0.9, i)
			found("account.mailbox_unavailable", 0.5, i)
			found("server.unavailable", 0.4, i)
			return
		}
		found("server.unavailable", 0.6, i)
	case "432":
		if has(w, "password transition") {
			found("account.basic_auth_disabled", 0.8, i)
			return
		}
		found("server.throttled", 0.93, i)
	case "421":
		s.closing(r, w, found)
	case "454":
		s.temporaryAuth(r, w, found)
	case "450", "451", "452", "455":
		s.temporary(r, w, found)
	case "500", "501", "502", "503", "504":
		s.syntax(r, w, found)
	case "530":
		s.notAuthenticated(r, w, found)
	case "538":
		found("tls.wrong_mode", 0.85, i)
	case "534", "535":
		s.authRefused(r, w, found)
	case "550", "551", "552", "553", "554":
		s.mailRefused(r, w, found)
	case "":
		s.enhanced(r, w, found)
	}
}

func (s *scene) closing(r reply, w string, found emit) {
	i := r.line
	switch {
	case has(w, "ehlo|helo"):
		found("server.protocol_quirk", 0.75, i)
		found("server.throttled", 0.6, i)
		found("server.unavailable", 0.5, i)
	case rate(w) || strings.HasPrefix(r.enhanced, "4.7."):
		found("server.throttled", 0.82, i)
		found("server.unavailable", 0.55, i)
	case has(w, "timeout|timed out|idle|inactiv"):
		found("net.timeout", 0.6, i)
		found("server.unavailable", 0.5, i)
	default:
		found("server.unavailable", 0.8, i)
		found("server.throttled", 0.5, i)
	}
}

// rate tells of words about how much or how often.
func rate(w string) bool {
	return has(w, "too many|too much|rate limit|rate limited|ratelimit|concurrent|simultaneous|throttl|exceed|quota|limit reached|limit for|bandwidth|flood|backoff|back off|max connections|already reached|limit for logins|per minute|per 10 minute|per hour|maximum number|slow down|unusual rate|at a rate|too fast|too frequent|limited to|sending limit|login limit")
}

func (s *scene) temporaryAuth(r reply, w string, found emit) {
	if rate(w) {
		found("server.throttled", 0.93, r.line)
		found("server.unavailable", 0.4, r.line)
		return
	}
	found("server.unavailable", 0.88, r.line)
	found("server.throttled", 0.45, r.line)
	if s.oauth && (s.provider == "" || s.provider == "custom") {
		found("server.token_validation", 0.45, r.line)
	}
}

func (s *scene) temporary(r reply, w string, found emit) {
	i := r.line
	switch {
	case has(w, "greylist|graylist|greylisted|postgrey"):
		found("server.unavailable", 0.5, i)
	case rate(w) || r.enhanced == "4.5.3" || r.enhanced == "4.7.28", strings.HasPrefix(r.enhanced, "4.7.5"), strings.HasPrefix(r.enhanced, "4.7.6"):
		found("server.throttled", 0.9, i)
		found("server.unavailable", 0.4, i)
	case has(w, "must login|authentication required|not authenticated|log in first"):
		found("token.not_sent", 0.8, i)
	default:
		found("server.unavailable", 0.85, i)
		found("server.throttled", 0.45, i)
	}
}

func init() { telling.add(" dsn") }
