package diagnose

import "strings"

// authRefused understands 534 and 535.
func (s *scene) authRefused(r reply, w string, found emit) {
	i := r.line
	own := s.lines[i].Words
	switch {
	case has(own, "basic auth") && has(own, "disabl|block|not allowed|not supported|retired"):
		// The words beat the number: 5.7.139 also means SMTP AUTH.
		found("account.basic_auth_disabled", 0.95, i)
		return
	case has(w, "smtp client authentication|smtpclientauthentication|smtp auth disabled|smtp auth") && has(w, "disabl"):
		found("account.smtp_auth_disabled", 0.95, i)
	case has(w, "basic auth") && has(w, "disabl|block"):
		found("account.basic_auth_disabled", 0.95, i)
	case has(w, "application specific|app specific|application password|app password"):
		found("account.basic_auth_disabled", 0.95, i)
	case has(w, "web browser|weblogin|web login|webloginrequired|unusual|suspicious") || r.enhanced == "5.7.14":
		found("account.login_blocked", 0.93, i)
		found("account.basic_auth_disabled", 0.4, i)
	case rate(w):
		found("server.throttled", 0.9, i)
	case has(w, "credentials were incorrect|incorrect username|incorrect user name|wrong password|incorrect password"):
		found("account.basic_auth_disabled", 0.8, i)
		found("account.login_blocked", 0.45, i)
	case has(w, "security defaults"):
		found("account.basic_auth_disabled", 0.72, i)
		found("account.smtp_auth_disabled", 0.68, i)
		found("oauth.conditional_access", 0.6, i)
	case has(w, "locked|suspended|account disabled|account is disabled|account has been disabled|user disabled"):
		found("account.login_blocked", 0.85, i)
		found("account.smtp_auth_disabled", 0.4, i)
	case has(w, "did not meet the criteria|does not meet the criteria|conditional access|not pass conditional|criteria"):
		found("account.smtp_auth_disabled", 0.66, i)
		found("oauth.conditional_access", 0.64, i)
		found("account.basic_auth_disabled", 0.6, i)
	case has(w, "access token|bearer|token") && has(w, "expired"):
		found("token.expired", 0.93, i)
	case has(w, "unrecognized auth|mechanism not|no mechanism|mechanism unsupported|unsupported mechanism|not supported"):
		found("server.mechanism_missing", 0.88, i)
	case has(w, "too weak|encryption needed") || r.enhanced == "5.7.11":
		found("tls.wrong_mode", 0.7, i)
	case r.enhanced == "5.7.9" && (s.password || !s.oauth):
		found("account.basic_auth_disabled", 0.8, i)
	default:
		s.refused(i, found)
	}
	if r.enhanced == "5.7.139" && s.provider == "microsoft" {
		found("account.smtp_auth_disabled", 0.45, i)
	}
}

// mailRefused understands refusals of sender, recipient or message.
func (s *scene) mailRefused(r reply, w string, found emit) {
	i := r.line
	switch {
	case has(w, "send as|sendas|as this sender|permissions to send|permission to send|not owned by|sender address rejected|from address|not allowed to send|sender not|sender denied|sender is not|sender address|envelope sender|use this sender|not authorized to use|sender verify|sender mismatch|match the authenticated|spoof|must equal authorized|must be the same as|same as authenticated|mail from must|send on behalf|cannot send from|not permitted to send") ||
		r.enhanced == "5.7.60" || r.enhanced == "5.2.252":
		if has(w, "not logged in|log in first|authentication required") && !has(w, "owned by") {
			found("token.not_sent", 0.85, i)
			return
		}
		found("account.send_as_denied", 0.94, i)
	case rate(w) || r.enhanced == "5.4.5" || r.enhanced == "5.2.122":
		found("server.throttled", 0.88, i)
	case has(w, "relay|authentication required|not authenticated|must authenticate|please authenticate|log in|must be authenticated|auth first|authenticate first|submission requires") || r.enhanced == "5.7.54" || r.enhanced == "5.7.57":
		if s.tokenTriedBefore(i) {
			found("account.send_as_denied", 0.5, i)
			return
		}
		found("token.not_sent", 0.85, i)
	case has(w, "storedrv") && has(w, "logon|mapi"):
		found("account.app_not_registered", 0.85, i)
		found("account.mailbox_unavailable", 0.5, i)
	case has(w, "account disabled|account is disabled|suspended|blocked from sending|restricted|spam abuse|bad outbound sender|outbound spam|wascl user action"):
		found("account.login_blocked", 0.75, i)
	case has(w, "basic auth"):
		found("account.basic_auth_disabled", 0.9, i)
	case has(w, "mailbox unavailable|mailbox disabled|mailbox not found|no such user|does not exist|no mailbox|user unknown|recipient rejected|recipient not found") && s.signInLine(i):
		found("account.mailbox_unavailable", 0.6, i)
	}
}

// signInLine tells whether a refusal is about who signs in rather than about a
// recipient.
func (s *scene) signInLine(i int) bool {
	return has(s.windows[i], "auth|login|logon|sign in|sender|license|licence")
}

// enhanced understands an enhanced status code (RFC 3463) without a reply
// code.
func (s *scene) enhanced(r reply, w string, found emit) {
	code := "550"
	switch {
	case strings.HasPrefix(r.enhanced, "4.7.0") && !rate(w):
		code = "454"
	case strings.HasPrefix(r.enhanced, "4.3.2") && rate(w):
		code = "432"
	case strings.HasPrefix(r.enhanced, "4."):
		code = "451"
	case r.enhanced == "5.7.57", r.enhanced == "5.7.0":
		code = "530"
	case r.enhanced == "5.7.3", r.enhanced == "5.7.8", r.enhanced == "5.7.9", r.enhanced == "5.7.139", r.enhanced == "5.7.14":
		code = "535"
	case r.enhanced == "5.7.4", strings.HasPrefix(r.enhanced, "5.5."):
		code = "504"
	}
	r.code = code
	s.smtpReply(r, w, found)
}
