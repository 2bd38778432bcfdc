package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/wire"
)

var (
	googleScope = regexp.MustCompile(`(?i)googleapis\.com/auth/([a-z0-9._-]+)|\bgmail\.(send|readonly|modify|compose|metadata|labels|insert)\b`)
	mailGoogle  = regexp.MustCompile(`https://mail\.google\.com/?`)
	graphScope  = regexp.MustCompile(`(?i)graph\.microsoft\.com/\S|\b(?:Mail|User|Contacts|Calendars|Files)\.(?:Read|ReadWrite|Send)\b`)
	mailScopes  = regexp.MustCompile(`(?i)(\S*?)\b(IMAP\.AccessAsUser\.All|POP\.AccessAsUser\.All|SMTP\.Send(?:AsApp)?|(?:IMAP|POP)\.AccessAsApp)\b`)
	resource    = regexp.MustCompile(`(?i)outlook\.office(?:365)?\.com/|00000002-0000-0ff1-ce00-000000000000`)
	grantsMore  = regexp.MustCompile(`(?i)"?(?:aud|audience|resource)"?\s*[:=]\s*"?([^\s",]+)`)
)

// scopes compares the scopes that stand in the text with what the protocol
// needs. They count where something fails.
func scopes(s *scene, found emit) {
	if s.protocol == wire.OAuth {
		return
	}
	var google, graph, mail, unqualified, protocolHere, office, fullMail bool
	line := -1
	for i, l := range s.lines {
		if l.Decoded {
			continue
		}
		t := l.Text
		switch {
		case strings.Contains(t, "oauthError") || strings.Contains(t, `"status":"400"`) || strings.Contains(t, "schemes"):
			continue
		}
		if googleScope.MatchString(t) && !strings.Contains(t, "userinfo") {
			google, line = true, i
		}
		fullMail = fullMail || mailGoogle.MatchString(t)
		if graphScope.MatchString(t) {
			graph, line = true, i
		}
		if resource.MatchString(t) {
			office = true
		}
		for _, m := range mailScopes.FindAllStringSubmatch(t, 8) {
			mail = true
			line = i
			if !strings.Contains(m[1], "/") {
				unqualified = true
			}
			if strings.Contains(strings.ToLower(m[2]), strings.TrimSuffix(mailScope(s.protocol), "access")) {
				protocolHere = true
			}
		}
		if m := grantsMore.FindStringSubmatch(t); m != nil && strings.Contains(strings.ToLower(m[1]), "graph.microsoft") {
			found("token.wrong_audience", 0.93, i)
		}
	}
	if line < 0 || !s.failing() {
		return
	}
	switch {
	case s.provider == "google" && google && !fullMail:
		found("token.missing_scope", 0.9, line)
	case s.provider == "microsoft" && s.any("wl imap|wl basic|wl "):
		found("token.missing_scope", 0.8, line)
	case s.provider == "microsoft" && graph && !office && (unqualified || !mail):
		found("token.wrong_audience", 0.86, line)
		found("token.missing_scope", 0.5, line)
	case s.provider == "microsoft" && mail && office && !protocolHere:
		found("token.missing_scope", 0.82, line)
	case s.provider == "microsoft" && mail && !protocolHere:
		found("token.missing_scope", 0.62, line)
	}
}

// failing tells whether anything in the text fails.
func (s *scene) failing() bool {
	return s.refusal() >= 0 || s.any("fail|error|exception|denied|refused|invalid|lookup failed|not connected|unsuccessful|rejected|-err|cannot")
}

// scopeWords are what servers and clients say about scopes and audiences.
var scopeWords = words(
	says("token.missing_scope", 0.9, "insufficient scope|insufficient authentication scopes|missing scope|missing required scope|scope missing|insufficient permission|required scope|lacks the scope|without the scope|does not have the scope|scopes are insufficient|not have required scope|scope not granted|missing permission|insufficient privileges").
		but("insufficient permissions data|code insufficient permissions|parameter"),
	says("token.missing_scope", 0.88, "token scope|scope of the token|token has scope|granted scope|scopes granted|scope", "readonly|read only|gmail send|gmail modify|gmail readonly|gmail compose|gmail labels|gmail metadata|wl imap").
		but("aadsts").on(wire.IMAP, wire.POP3, wire.SMTP),
	says("token.wrong_audience", 0.92, "audience|aud ", "invalid|wrong|mismatch|not match|unexpected|doesnt match|incorrect|graph microsoft|not allowed|not valid|expected|rejected").
		but("aadsts|useraudience|user audience|target audience").on(wire.IMAP, wire.POP3, wire.SMTP, ""),
	says("token.wrong_audience", 0.85, "token scope|scope", "graph microsoft com default|graph microsoft com imap|graph microsoft com smtp|graph microsoft com pop|graph microsoft com mail|graph microsoft").
		at("microsoft").on(wire.IMAP, wire.POP3, wire.SMTP),
	says("token.wrong_audience", 0.85, "token for graph|graph token|graph api token|microsoft graph", "token|audience|scope").at("microsoft").on(wire.IMAP, wire.POP3, wire.SMTP),
	says("token.expired", 0.94, "access token expired|accesstokenexpired|session expired|session has expired|session invalidated|token is expired|token has expired|jwt expired|token expired|access token has expired|expired access token|expired token|oauth token expired|access token is expired|token already expired|bearer token expired").
		but("refresh token|aadsts|expired or revoked|refreshing|device|authorization code|refreshed|will refresh|client secret|getting new|obtaining new|csrf|renewing|acquiring|session not active").on(wire.IMAP, wire.POP3, wire.SMTP, ""),
	says("token.expired", 0.8, "for one hour|for an hour|for about an hour|not refreshed|never refreshed|after an hour|after one hour|after 60 minutes|after 1 hour|one hour later|an hour later|3600 seconds|expires in", "fail|stop|disconnect|drop|reject|close|not refreshed|work|invalid|no ").when(func(s *scene) bool { return s.oauth && s.refusal() >= 0 }).but("expires in 3600|expires in 3599"),
	says("token.id_token_used", 0.92, "id token|idtoken|refresh token", "instead of|as access token|as the access token|passed as|sent as|used as|rather than|as bearer|as password").on(wire.IMAP, wire.POP3, wire.SMTP, ""),
	says("token.sasl_malformed", 0.92, "cannot decode|cant decode|invalid base64|base64 decode|base64 decoding|not valid base64|malformed sasl|invalid sasl|bad sasl|malformed auth|invalid initial response|decode base64|invalid authentication data|malformed xoauth2|invalid xoauth2|invalid bearer|malformed response auth|invalid character in sasl|invalid format auth|malformed token|malformed authorization|invalid sasl argument|bad base64|incorrect base64|illegal base64|incorrect padding").
		but("certificate|pem|json|image|utf 8|attachment|mime|jwt is").when(notOAuth),
	says("token.sasl_malformed", 0.9, "client aborted|aborted authenticate|authentication aborted|authentication cancelled|authentication canceled|auth aborted", "auth|sasl|client").but("connection aborted|user aborted|by user|throttled|econnaborted").when(notOAuth),
	says("token.sasl_malformed", 0.66, "login request|authenticate|authentication|xoauth2", "timeout period expired|no reply|never answers|does not respond|waiting to read").when(func(s *scene) bool { return notOAuth(s) && s.oauth }),
	says("token.sasl_malformed", 0.7, "authentication error 334", "auth").on(wire.SMTP).but("status"),
	says("token.sasl_malformed", 0.84, "could not parse command").at("google"),
	says("token.sasl_malformed", 0.8, "command argument error|command error 1|bad command argument", "auth|command|bad").when(notOAuth),
	says("token.sasl_malformed", 0.62, "missing credentials|no password specified|no credentials|credentials missing|empty credentials|credentials are empty|no access token|missing access token|access token missing|access token is missing|access token not set").but("refresh token|client credentials").when(notOAuth),
	says("token.sasl_malformed", 0.86, "more steps|wants more|unexpected challenge|expects more|continuation expected|unexpected sasl", "sasl|auth|imap|smtp").when(notOAuth),
	says("token.sasl_malformed", 0.9, "xoauth2|oauthbearer|bearer|access token|sasl string|initial response|token", "undefined|is empty|empty string|is null|token null|is none|line break|newline|not base64|double encoded|encoded twice|twice base64|malformed|wrapped|no token reached|token is required|cannot be null|cannot be empty|may not be empty|is missing|extra |trailing").
		but("refresh token|id token|scope|aadsts|missing scope|empty scope|challenge|continuation|null null|csrf|jwks|introspection|client|device|token endpoint|username|pointer|grant|code").on(wire.IMAP, wire.POP3, wire.SMTP, ""),
)
