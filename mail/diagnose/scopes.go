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
	if s.provider == "google" && fullMail && !google {
		s.rule("token.missing_scope", "the scope was https://mail.google.com/")
	}
	if line < 0 || !s.fails() {
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

// fails tells whether anything in the text fails.
func (s *scene) fails() bool {
	return s.refusal() >= 0 || s.any(failing+"|not connected|err |timed out")
}
