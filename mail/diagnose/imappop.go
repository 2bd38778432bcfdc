package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
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

// mailboxWords are what servers say about a mailbox and its switches.
var mailboxWords = words(
	says("account.imap_disabled", 0.95, "imap |imap4 |imap access", "not enabled|disabled|turned off|switched off|is off|has been disabled|access is disabled|not activated|enable imap|imap access is not").
		but("imap enabled true|starttls|capabilit|smtp auth|smtp client auth|basic auth|imap idle|compress|pop access|imap is enabled|imap enabled|disabled for pop|notify|plain text|plaintext|logindisabled|login disabled|credentials or|make sure|please make sure|check that|check if").when(notSending),
	says("account.imap_disabled", 0.88, "imap enabled false|imap disabled true|imap off"),
	says("account.pop_disabled", 0.88, "pop enabled false|pop disabled true"),
	says("account.imap_disabled", 0.76, "credentials or imap is disabled|or imap access is|imap is disabled|imap may be disabled", "credentials|password"),
	says("account.pop_disabled", 0.95, "pop |pop3 |pop access", "not enabled|disabled|turned off|switched off|is off|has been disabled|enable pop|not activated|pop access is not").
		but("pop enabled true|starttls|ssl|smtp auth|smtp client auth|basic auth|capabilit|population|popular|pop up|popup|imap access|pop is enabled|plaintext|plain text").when(notSending),
	says("account.smtp_auth_disabled", 0.95, "smtp client auth|smtpclientauth|smtp auth|authenticated smtp|client smtp submission|smtp submission|authenticated client smtp", "disabl|not enabled|turned off|blocked|switched off").
		but("basic auth|basic authentication is disabled|starttls|enable smtp authentication|disabled false|not disabled|is not disabled"),
	says("account.mailbox_unavailable", 0.78, "but not connected|not connected to a mailbox"),
	says("token.user_mismatch", 0.58, "but not connected"),
	says("account.app_not_registered", 0.56, "but not connected"),
	says("account.imap_disabled", 0.54, "but not connected").on(wire.IMAP),
	says("server.unavailable", 0.35, "but not connected"),
	says("account.mailbox_unavailable", 0.66, "lookup failed").when(func(s *scene) bool { return !s.any("schemes|oauth error|oautherror|status 400") }),
	says("account.mailbox_unavailable", 0.49, "lookup failed"),
	says("account.mailbox_unavailable", 0.86, "mailbox", "no license|not licensed|unlicensed|does not exist|not found|no mailbox|inactive|not hosted|on premise|cannot be found|couldnt be found|moved|has been moved|non existent|soft deleted|inaccessible|unavailable|cannot open|cannot be accessed|cant be accessed|not enabled for|not supported for this mailbox|not yet supported for|migrat").
		but("recipient|rcpt|folder|select|examine|create|status inbox|mailbox full|550 5.1|temporarily|try again|trycreate|logon failure|local user|quota|5.1.1|unavailable 4"),
	says("account.mailbox_unavailable", 0.85, "mailbox not enabled|mailboxnotenabled|mailbox is not enabled"),
	says("account.mailbox_unavailable", 0.8, "license|licence", "no |not |missing|without|expired|required", "mailbox|exchange|user ").but("mit license|apache|gpl|bsd|licensed under|copyright"),
	says("account.app_not_registered", 0.93, "storedrv", "logon|logonfailed|rights|mapi").but("send as denied|sendas"),
	says("account.app_not_registered", 0.93, "mapi exception logon failed|mapi logon failed|has no rights on this session|authentication context has no rights"),
	says("account.app_not_registered", 0.9, "service principal|serviceprincipal|enterprise application|app only|application access policy|client credentials", "not found|not registered|not connected|no permission|fullaccess|full access|add mailbox permission|new service principal|object id|no access|authenticate fail|authentication fail|login fail|mailbox permission|logon fail|access denied").
		but("aadsts|scope|the client application|principal name|kerberos|spn|gssapi").when(func(s *scene) bool { return s.protocol != wire.OAuth }),
	says("account.send_as_denied", 0.94, "send as denied|sendasdenied|send as this sender|permissions to send as|not owned by auth user|not owned by user|sender address rejected|not allowed to send as|permission to send as|send on behalf|sender not allowed|not authorized to send as|sender is not allowed|not permitted as sender|not authorised to send from|not authorized to send from|relaying disallowed as|from header mismatch|not local sender|sender address is not|sender not authorized|from address not|cannot send as"),
	says("account.login_blocked", 0.94, "web browser|webbrowser|browser", "log in via|login via|log in with|sign in via|sign in with|please log in|must log in|need to log in|login through|log in through").but("embedded|opens|oauth|redirect").when(notOAuth),
	says("account.login_blocked", 0.92, "weblogin|web login required|webalert|webloginrequired"),
	says("account.login_blocked", 0.88, "suspicious|unusual activity|unusual sign|sign in attempt was blocked|signin attempt was blocked|sign in prevented|login attempt was blocked|critical security alert|verify your account|verify its you|account has been locked|account is locked|account temporarily locked|temporarily blocked|account suspended|account has been suspended|account blocked|account is blocked|account locked|login blocked|blocked sign in|captcha|accept eula|account has been temporarily|account has been disabled|spam abuse detected|account is temporarily|has been blocked due to").
		but("aadsts|security defaults|too many|rate limit|mailbox is locked|lock file").when(notOAuth),
)

func notSending(s *scene) bool { return !s.any("mailbox server is going") }

func notOAuth(s *scene) bool { return s.protocol != wire.OAuth }
