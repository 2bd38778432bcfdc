package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
)

var (
	responseCode = regexp.MustCompile(`(?:^|[\s'":(])(?:NO|BAD|BYE|OK|-ERR|ERR)\b[^\[]{0,20}\[([A-Za-z][A-Za-z0-9/_-]*)[^\]]*\]`)
	bareCode     = regexp.MustCompile(`\[(AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|UNAVAILABLE|EXPIRED|PRIVACYREQUIRED|CONTACTADMIN|NOPERM|INUSE|IN-USE|SERVERBUG|CLIENTBUG|CANNOT|LIMIT|OVERQUOTA|WEBALERT|SYS/TEMP|SYS/PERM|LOGIN-DELAY|THROTTLED|AUTH)\b[^\]]*\]|serverResponseCode["']?: ?["']([A-Z/-]+)`)
)

// responseCodes understands the response codes of IMAP (RFC 5530, 9051) and
// POP3 (RFC 2449, 3206).
func responseCodes(s *scene, found emit) {
	for i, l := range s.lines {
		if l.Side == text.Client {
			continue
		}
		code := ""
		if m := responseCode.FindStringSubmatch(l.Text); m != nil {
			code = m[1]
		} else if m := bareCode.FindStringSubmatch(l.Text); m != nil && !strings.Contains(l.Text, "OK") {
			code = m[1] + m[2]
		}
		if code == "" {
			continue
		}
		s.responseCode(i, strings.ToUpper(code), s.windows[i], found)
	}
}

func (s *scene) responseCode(i int, code, w string, found emit) {
	switch code {
	case "UNAVAILABLE", "SERVERBUG", "SYS/TEMP":
		switch {
		case rate(w) || has(w, "login delay"):
			found("server.throttled", 0.93, i)
		case has(w, "pop access|not enabled for pop"):
			found("account.pop_disabled", 0.9, i)
		default:
			found("server.unavailable", 0.93, i)
			found("server.throttled", 0.4, i)
		}
	case "INUSE", "IN-USE":
		found("server.throttled", 0.75, i)
		found("server.unavailable", 0.5, i)
	case "LIMIT", "LOGIN-DELAY", "THROTTLED":
		found("server.throttled", 0.93, i)
	case "OVERQUOTA":
		found("server.throttled", 0.9, i)
	case "EXPIRED":
		if s.password && !s.tokenTried() {
			found("account.basic_auth_disabled", 0.6, i)
			return
		}
		found("token.expired", 0.88, i)
	case "PRIVACYREQUIRED":
		found("tls.wrong_mode", 0.88, i)
	case "WEBALERT":
		found("account.login_blocked", 0.94, i)
	case "AUTHORIZATIONFAILED":
		found("token.user_mismatch", 0.7, i)
		found("account.mailbox_unavailable", 0.5, i)
		found("token.missing_scope", 0.45, i)
	case "CANNOT":
		if has(w, "mechanism|auth") {
			found("server.mechanism_missing", 0.93, i)
			return
		}
		found("server.protocol_quirk", 0.5, i)
	case "CLIENTBUG":
		found("server.protocol_quirk", 0.5, i)
		found("token.sasl_malformed", 0.5, i)
	case "CONTACTADMIN", "NOPERM", "SYS/PERM":
		switch {
		case has(w, "pop"):
			found("account.pop_disabled", 0.9, i)
		case has(w, "imap"):
			found("account.imap_disabled", 0.9, i)
		case has(w, "scope|token"):
			found("token.missing_scope", 0.6, i)
		default:
			found("account.mailbox_unavailable", 0.6, i)
			found("account.login_blocked", 0.5, i)
		}
	case "ALERT", "AUTHENTICATIONFAILED", "AUTH":
		// The words say more; see mailboxWords and refused.
	}
}
