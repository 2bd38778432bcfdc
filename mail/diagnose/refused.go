package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// ranked is a list of rivals with their weights.
type ranked []struct {
	cause  string
	weight float64
}

// tokenRivals is what a server means when it refuses a token without a reason:
// the likeliest first, by whose server it is.
func (s *scene) tokenRivals() ranked {
	switch {
	case s.provider == "microsoft" && s.appOnly:
		return ranked{
			{"account.app_not_registered", 0.72},
			{"token.wrong_audience", 0.5},
			{"token.missing_scope", 0.48},
			{"token.user_mismatch", 0.44},
			{"account.imap_disabled", 0.3},
		}
	case s.provider == "microsoft" && s.protocol == wire.POP3:
		return ranked{
			{"server.protocol_quirk", 0.52},
			{"account.pop_disabled", 0.48},
			{"token.missing_scope", 0.47},
			{"token.wrong_audience", 0.46},
			{"token.user_mismatch", 0.4},
		}
	case s.provider == "microsoft" && s.protocol == wire.SMTP:
		return ranked{
			{"account.smtp_auth_disabled", 0.52},
			{"token.wrong_audience", 0.5},
			{"token.missing_scope", 0.48},
			{"token.user_mismatch", 0.46},
			{"account.app_not_registered", 0.36},
			{"token.expired", 0.34},
		}
	case s.provider == "microsoft":
		return ranked{
			{"token.wrong_audience", 0.52},
			{"token.missing_scope", 0.5},
			{"account.app_not_registered", 0.48},
			{"token.user_mismatch", 0.47},
			{"token.expired", 0.42},
			{"account.imap_disabled", 0.4},
			{"token.sasl_malformed", 0.32},
		}
	case s.provider == "google":
		return ranked{
			{"token.missing_scope", 0.52},
			{"token.user_mismatch", 0.5},
			{"token.expired", 0.48},
			{"token.sasl_malformed", 0.42},
		}
	case s.provider == "" || s.provider == "custom":
		return ranked{
			{"server.token_validation", 0.52},
			{"token.user_mismatch", 0.48},
			{"token.missing_scope", 0.46},
			{"token.expired", 0.44},
			{"token.wrong_audience", 0.4},
		}
	}
	return ranked{
		{"token.missing_scope", 0.52},
		{"token.expired", 0.48},
		{"token.user_mismatch", 0.46},
		{"token.sasl_malformed", 0.4},
	}
}

// tokenRefused emits the rivals of a token that was refused without a reason.
// scale lowers them where the refusal itself is doubtful.
func (s *scene) tokenRefused(i int, scale float64, found emit) {
	for _, r := range s.tokenRivals() {
		found(r.cause, r.weight*scale, i)
	}
}

// refused understands a refusal that says no more than that.
func (s *scene) refused(i int, found emit) {
	if s.protocol == wire.OAuth {
		return
	}
	if (s.password || s.speaksOfPassword() && !s.oauth) && !s.tokenTried() {
		return // see passwords
	}
	scale := 1.0
	if !s.oauth {
		scale = 0.9
	}
	s.tokenRefused(i, scale, found)
	if !s.oauth && s.provider != "" && s.provider != "microsoft" {
		found("account.basic_auth_disabled", 0.46, i)
	}
	if !s.oauth && s.provider == "microsoft" {
		found("account.basic_auth_disabled", 0.43, i)
	}
}

// refusals are words of a refusal that says no more.
var refusals = alternatives("authenticate failed|authentication failed|authentication failure|auth failed|failed to authenticate|could not authenticate|cannot authenticate|can not authenticate|couldnt authenticate|unable to authenticate|authentication error|authentication unsuccessful|invalid credentials|login failed|invalid login|credentials invalid|login denied|access denied|server denied|denied pop3 access|denied imap access|authentication credentials invalid|bad credentials|username and password not accepted|authentication rejected|authentication exception|authenticationexception|authentication was not successful|login invalid|login error|error login|logon failure|auth error|sign in failed|not authenticated|incorrect credentials|authentication failed exception|authenticationfailed|authentication denied|failed authentication|xoauth2 failed|authenticate command error|auth command failed|incorrect username or password|user credentials were incorrect|wrong username or password|authentication required failed|did not authenticate|authorization failed|authorization failure|login denied|access denied|server denied|denied pop3 access|denied imap access|empty username or password|failed to log in|could not log in|cannot log in|unable to log in|bad login|unable to authenticate with|cannot login|can not login|could not be authenticated|login was not|couldnt log in|invalid username or password|wrong password|failed to login|could not login|error logging in|problem logging in|login unsuccessful|login not successful|login incorrect|incorrect login|authentication not successful|setup failed|rejected the credentials|rejected the login")

var authFor = regexp.MustCompile(`(?i)\bauth(?:entication)?\b.{0,80}\bfail|NO (?:LOGIN|AUTHENTICATE)|\+OK response to the AUTH`)

// refusal gives the first line in which a sign-in is refused, -1 when none is.
func (s *scene) refusal() int {
	if s.refusedAt == 0 {
		s.refusedAt = s.findRefusal() + 2
	}
	return s.refusedAt - 2
}

func (s *scene) findRefusal() int {
	for i, l := range s.lines {
		if l.Side == text.Client {
			continue
		}
		if s.refusalLine(i) || holds(s.windows[i], refusals) && holds(l.Words, alternatives("auth|login|logon|credential|sign")) && !resolvedWords(s.windows[i]) {
			return i
		}
	}
	return -1
}

func (s *scene) refusalLine(i int) bool {
	l := s.lines[i]
	return holds(l.Words, refusals) && !resolvedWords(l.Words) || authFor.MatchString(l.Text) || strings.Contains(l.Words, " 535 ") && strings.Trim(l.Words, " 0123456789.") != "" && l.Side != text.Client && s.protocol == wire.SMTP
}

func resolvedWords(w string) bool {
	return has(w, "0 failed|failed 0|no failed|failures 0|failed login attempts 0")
}

var bareNo = regexp.MustCompile(`^(?:[A-Za-z]{0,8}\d{1,8}\s+(?:NO|BAD)\b|-ERR\b|\* (?:NO|BAD|BYE)\b)`)

// bareNo gives the first "no" of an IMAP or POP3 server that says nothing that
// is known, -1 when there is none. A goodbye after LOGOUT is none.
func (s *scene) bareNo() int {
	if s.signedIn() || s.protocol != wire.IMAP && s.protocol != wire.POP3 {
		return -1
	}
	for i, l := range s.lines {
		if l.Side != text.Client && bareNo.MatchString(l.Text) && !has(l.Words, "logging out|logout|closing|server terminating|signing off|bye bye|goodbye|see you") {
			return i
		}
	}
	return -1
}

// genericRefusal gives the rivals where only words of refusal stand: no code,
// no reason.
func genericRefusal(s *scene, found emit) {
	if i := s.refusal(); i >= 0 {
		s.refused(i, found)
		return
	}
	if i := s.bareNo(); i >= 0 {
		s.tokenRefused(i, 0.9, found)
		return
	}
	if i := s.first("status 400|authentication error 400|error 400|schemes bearer"); i >= 0 && s.oauth && s.protocol != wire.OAuth {
		s.refused(i, found)
	}
}
