package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
)

var (
	passwordCommand = regexp.MustCompile(`(?i)(?:^|[\s:>"'(])(?:AUTH(?:ENTICATE)?\s+(?:PLAIN|LOGIN|CRAM-MD5|NTLM|DIGEST-MD5)\b|[A-Z0-9.]{1,12}\s+LOGIN\s+\S+\s+\S+)|^PASS\b|^[A-Z]{0,6}\d{1,8}\s+LOGIN\b|\bmethod=(?:PLAIN|LOGIN|CRAM-MD5)\b|\bauth(?:mech|entication)?\s*[:=]?\s*\[?\s*["']?(?:LOGIN|PLAIN)\b`)
	tokenCommand    = regexp.MustCompile(`(?i)\bAUTH(?:ENTICATE)?[\s:'",]{1,6}(?:XOAUTH2|OAUTHBEARER)\b`)
	loginReply      = regexp.MustCompile(`^(?:PLAIN|LOGIN|CRAM-MD5): |Can not authenticate to (?:IMAP|POP3|SMTP) server: (?:\[|AUTHENTICATE)|imap_open\(\)|(?i:authenticator "(?:LOGIN|PLAIN|CRAM-MD5)" returned)|\bLogon failure: unknown user|(?i:Retrying (?:PLAIN|LOGIN) authentication after)|\bLOGIN (?:[Ii]nvalid|[Ff]ailed|failure|rejected)|['"]LOGIN\s+\S+\s+\S+`)
	tokenSpoken     = regexp.MustCompile(`(?i)\b(?:method|mechanism|mech|authenticator|authenticating|using|command)\W{1,5}(?:auth )?["']?(?:xoauth2|oauthbearer)|\b(?:xoauth2|oauthbearer)[\s:]{1,3}(?:auth|failed|error)`)
	offersMechanism = regexp.MustCompile(`(?i)^(?:\* )?(?:250[- ]|CAPABILITY|\+?OK|SASL)|capabilit|AUTH=|\bAUTH (?:[A-Z0-9-]+ ){2}`)
)

// usesPassword tells whether a client showed a password, by a command.
func (s *scene) usesPassword() bool {
	for _, l := range s.lines {
		if loginReply.MatchString(l.Text) {
			return true
		}
		if l.Side != text.Server && passwordCommand.MatchString(l.Text) && !offersMechanism.MatchString(l.Text) {
			return true
		}
	}
	return false
}

// loginCalls are how libraries name what sends a password: imaplib and its
// fellows authenticate with a token and log in with a password.
const loginCalls = "in login |mail login |imap login |imap4 login |server login |smtp login |smtplib login |client login user|client login username|client login email|connection login|conn login |login command error|logging into imap|logging into the imap|logging in to imap|credential login error|error logging into|imap open|too many login failures|login plain|user pass "

// speaksOfPassword tells whether a password is spoken of: less than a command.
func (s *scene) speaksOfPassword() bool {
	if s.any("username and password|user name and password") && !s.any("username and password not accepted|user name and password not accepted") {
		return true
	}
	return s.any("invalid user or password|user or password|user and password|with password|account password|correct password|app password|app specific password|application specific password|auth login|auth plain|password authentication|password auth|benutzername oder passwort|nom dutilisateur ou le mot de passe|usuario o contraseña|nome utente o password|пользователя или пароль|sasl login|sasl plain|using login mechanism|login mechanism|plain mechanism|email and password|username or password|user name or password|username password or|user name password or|password mismatch|" + loginCalls)
}

// tokenTried tells whether a client presented a token.
func (s *scene) tokenTried() bool {
	for _, l := range s.lines {
		if l.Side != text.Server && (tokenCommand.MatchString(l.Text) || tokenSpoken.MatchString(l.Text) && !offersMechanism.MatchString(l.Text)) {
			return true
		}
	}
	for _, d := range s.decoded {
		if d.What == text.Bearer || d.What == text.Challenge {
			return true
		}
	}
	return s.live
}

// passwords are logins with a password where a token or an app password is
// wanted.
func passwords(s *scene, found emit) {
	basic := passwordRefused
	for _, d := range s.decoded {
		if d.What == text.Bearer && d.Token != "" && len(d.Token) < 40 && !strings.Contains(d.Token, ".") && !redacted(d.Token) && !s.live {
			found(basic, 0.75, d.Line)
		}
	}
	if i := s.refusal(); i >= 0 && s.speaksOfPassword() && !s.tokenTried() {
		// OAuth is spoken of, and so is a password.
		scale := 0.9
		if s.oauth && !s.any("user and password|with password|app password|account password") {
			scale = 0.65
		}
		s.refusedFor("password", i, scale, found)
	}
}

// redacted tells of a placeholder in the place of a secret.
func redacted(s string) bool {
	s = strings.ToLower(s)
	return strings.Trim(s, "*x.-_…•#") == "" || strings.ContainsAny(s, "<>[]{}…") || strings.Contains(s, "redact") || strings.Contains(s, "token") || strings.Contains(s, "secret") || strings.Contains(s, "...")
}
