package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

var (
	signedInLine = regexp.MustCompile(`(?i)(?:^|[^\d])235[ -]|\bOK\b.{0,60}(?:authenticat|logged in|login|thats all she wrote|success)|authenticat\w* success|authentication succeeded|successfully (?:authenticated|logged|signed)|login success|logged in as|^\+OK.{0,40}(?:logged in|authenticated|welcome|maildrop|mailbox|user successfully|ready \d)`)
	sentLine     = regexp.MustCompile(`(?i)(?:^|[^\d])250[ -](?:2\.[06]\.0 )?.{0,40}(?:queued|accepted|ok id|message received|mail (?:queued|accepted))|status=sent|message sent|sent successfully|successfully sent|delivered`)
	openedLine   = regexp.MustCompile(`(?i)\b\d+ EXISTS\b|OK .{0,20}(?:SELECT|EXAMINE) completed|\[READ-WRITE\]|\[READ-ONLY\]|^\+OK \d+ \d+$|sync(?:ed|hronization)? (?:complete|finished|done|ok)|fetched \d+|^(?:\S+: )?(?:re)?connected to|connection (?:re)?established|reconnected`)
	refreshed    = regexp.MustCompile(`(?i)access.?token (?:was |has been )?(?:successfully )?(?:refreshed|renewed|acquired|obtained)|(?:refreshed|acquired|obtained|got|received) (?:a )?(?:new )?(?:access )?token|"access_token"|successfully refreshed|new access token`)
)

// signedIn tells whether a sign-in at the mail server succeeded.
func (s *scene) signedIn() bool { return s.lastSuccess(signedInLine) >= 0 }

// lastSuccess gives the last line of a kind of success, -1 when there is none.
func (s *scene) lastSuccess(kind *regexp.Regexp) int {
	if i, ok := s.succeeded[kind]; ok {
		return i
	}
	if s.succeeded == nil {
		s.succeeded = map[*regexp.Regexp]int{}
	}
	s.succeeded[kind] = s.findSuccess(kind)
	return s.succeeded[kind]
}

func (s *scene) findSuccess(kind *regexp.Regexp) int {
	for i := len(s.lines) - 1; i >= 0; i-- {
		l := s.lines[i]
		if l.Side != text.Client && kind.MatchString(l.Text) && !has(l.Words, "not |fail|unsuccess|cannot|error|unable|but |denied") && !s.elsewhere(l) {
			return i
		}
	}
	return -1
}

// elsewhere tells whether a line is about another protocol than the one that
// was asked for.
func (s *scene) elsewhere(l text.Line) bool {
	names := map[wire.Protocol]string{wire.IMAP: "imap", wire.SMTP: "smtp", wire.POP3: "pop3"}
	if own := names[s.protocol]; own == "" || l.Stamped || has(l.Words, own) {
		return false
	}
	return has(l.Words, "imap|smtp|pop3")
}

// success is which causes a later success disproves.
type success struct {
	kind   *regexp.Regexp
	proves []string
}

var successes = []success{
	{signedInLine, []string{"net.", "tls.", "token.expired", "account.imap_disabled", "account.smtp_auth_disabled", "account.basic_auth_disabled", "account.login_blocked", "server."}},
	{sentLine, []string{"net.", "tls.", "token.", "oauth.", "account.", "server."}},
	{openedLine, []string{"net.", "tls.", "token.", "oauth.", "account.imap_disabled", "account.pop_disabled", "account.mailbox_unavailable", "server."}},
	{refreshed, []string{"token.expired", "net.", "oauth."}},
}

// disproved tells whether the text itself shows later that a finding was
// overcome: the client tried again and got through.
func (s *scene) disproved(f finding, last map[*regexp.Regexp]int) bool {
	if f.line < 0 || s.live {
		return false
	}
	if f.weight < 0.8 && (f.cause == "net.reset" || f.cause == "server.protocol_quirk") && s.afterGoodbye(f.line) {
		return true
	}
	for _, ok := range successes {
		at := last[ok.kind]
		if at <= f.line {
			continue
		}
		if ok.kind == signedInLine && last[refreshed] > f.line && last[refreshed] < at && strings.HasPrefix(f.cause, "token.") {
			return true // a fresh token was taken
		}
		for _, prefix := range ok.proves {
			if strings.HasPrefix(f.cause, prefix) && !s.byPassword(at, f) {
				return true
			}
		}
	}
	return false
}

var goodbye = regexp.MustCompile(`(?i)\bQUIT\b|\b221[ -]|\bBYE\b|\bLOGOUT\b|signing off|logged out|farewell|goodbye`)

// afterGoodbye tells whether a conversation had ended properly before a line.
func (s *scene) afterGoodbye(i int) bool {
	for k := max(0, i-6); k < i; k++ {
		if goodbye.MatchString(s.lines[k].Text) {
			return true
		}
	}
	return false
}

// byPassword tells whether a token was refused and a password then went
// through: the token is still refused.
func (s *scene) byPassword(at int, f finding) bool {
	if !strings.HasPrefix(f.cause, "token.") && !strings.HasPrefix(f.cause, "server.") && !strings.HasPrefix(f.cause, "oauth.") {
		return false
	}
	for k := f.line + 1; k <= at; k++ {
		l := s.lines[k]
		if l.Side != text.Server && passwordCommand.MatchString(l.Text) && !offersMechanism.MatchString(l.Text) {
			return true
		}
	}
	return false
}

var emptyInitial = regexp.MustCompile(`(?i)^AUTH(?:ENTICATE)? XOAUTH2\s*$`)

// dialogue understands conversations by who said what when.
func dialogue(s *scene, found emit) {
	for i, l := range s.lines {
		if l.Side == text.Server || !tokenCommand.MatchString(l.Text) {
			continue
		}
		s.afterAuth(i, found)
	}
	s.notSent(found)
	s.offered(found)
	s.otherService(found)
}

// afterAuth looks at what followed an AUTH command.
func (s *scene) afterAuth(i int, found emit) {
	empty := emptyInitial.MatchString(strings.TrimSpace(s.lines[i].Text))
	for k := i + 1; k < len(s.lines) && k <= i+4; k++ {
		l := s.lines[k]
		t := strings.TrimSpace(l.Text)
		switch {
		case l.Side == text.Client && t != "":
			return
		case empty && s.protocol == wire.SMTP && (t == "+" || strings.HasPrefix(t, "+ ")):
			found("server.protocol_quirk", 0.85, k) // IMAP's and POP3's continuation in SMTP
			found("net.reset", 0.4, k)
			return
		case empty && t == "334" && s.nextIsNoToken(k):
			found("token.sasl_malformed", 0.7, k)
			return
		case has(l.Words, "connection closed|closes the connection|closed the connection|hangs up|without a reply|eof |reset by peer|econnreset|closed by foreign|disconnected|hung up|connection lost"):
			found("server.protocol_quirk", 0.74, k)
			found("net.reset", 0.55, k)
			return
		}
	}
}

// nextIsNoToken tells whether a client, asked for its string, sent none.
func (s *scene) nextIsNoToken(k int) bool {
	for n := k + 1; n < len(s.lines) && n <= k+3; n++ {
		t := strings.ToUpper(strings.TrimSpace(s.lines[n].Text))
		if strings.HasPrefix(t, "QUIT") || strings.HasPrefix(t, "*") || t == "" {
			return true
		}
		if strings.Contains(t, "AUTH COMMAND FAILED") || strings.Contains(t, "COULD NOT AUTHENTICATE") {
			continue
		}
		return false
	}
	return false
}

// notSent finds a client that never authenticated.
func (s *scene) notSent(found emit) {
	for i, l := range s.lines {
		if l.Side == text.Client {
			continue
		}
		if has(l.Words, "client was not authenticated|not authenticated to send|client not authenticated|must be authenticated|authentication is required|authentication required|please authenticate first|you must authenticate|must log in first|command not valid in this state|unauthenticated|not logged in|valid only in authenticated|not allowed in this state|please login first|command received in invalid state|login first|anonymous mail|authenticate first|auth required|relay access denied|relaying denied|relay denied|unable to relay|relay not permitted|not permitted to relay|no auth attempts") &&
			!has(s.windows[i], "sender address rejected|send as|proxy|two factor|device authentication|multi factor|407|certificate|client authentication required|http|application specific|device auth|aadsts|oauth client") {
			if s.tokenTriedBefore(i) {
				continue
			}
			w := 0.86
			if has(l.Words, "no auth attempts") {
				w = 0.45 // so does a probe, and a client that did not like the certificate
			}
			found("token.not_sent", w, i)
		}
	}
}

var (
	smtpOffer = regexp.MustCompile(`(?i)^250[- ]AUTH[ =](.*)$`)
	imapOffer = regexp.MustCompile(`(?i)CAPABILIT\w*[^A-Z]*.*IMAP4`)
	popOffer  = regexp.MustCompile(`^SASL ([A-Z0-9-]+(?: [A-Z0-9-]+)*)\s*$`)
)

// offered finds servers that offer no mechanism for a token, where something
// failed because of it.
func (s *scene) offered(found emit) {
	if s.signedIn() || !s.oauth && !s.failing() {
		return
	}
	list, at := "", -1
	for i, l := range s.lines {
		if m := smtpOffer.FindStringSubmatch(l.Text); m != nil {
			list, at = m[1], i
		} else if m := popOffer.FindStringSubmatch(l.Text); m != nil && l.Side != text.Client {
			list, at = m[1], i
		} else if imapOffer.MatchString(l.Text) && l.Side != text.Client {
			list, at = l.Text, i
		}
	}
	if at < 0 || strings.Contains(strings.ToUpper(list), "XOAUTH2") || strings.Contains(strings.ToUpper(list), "OAUTHBEARER") {
		return
	}
	if tokenAt := s.first("xoauth2|oauthbearer|oauth"); tokenAt >= 0 && s.failing() {
		found("server.mechanism_missing", 0.84, at)
	}
}

// otherService finds a greeting of another protocol than the one that was
// asked for.
func (s *scene) otherService(found emit) {
	if s.protocol == wire.OAuth || s.protocol == "" {
		return
	}
	for i, l := range s.lines {
		if !has(l.Words, "greeting|unexpected|invalid|expected|banner") {
			continue
		}
		other := ""
		switch {
		case strings.Contains(l.Text, "SSH-"):
			other = "SSH"
		case strings.Contains(l.Text, "HTTP/1"):
			other = "HTTP"
		case s.protocol != wire.SMTP && regexp.MustCompile(`\b220[ -]`).MatchString(l.Text):
			other = "SMTP"
		case s.protocol != wire.IMAP && strings.Contains(l.Text, "* OK"):
			other = "IMAP"
		case s.protocol != wire.POP3 && strings.Contains(l.Text, "+OK"):
			other = "POP3"
		}
		if other != "" {
			found("tls.wrong_mode", 0.85, i)
			found("net.refused", 0.6, i)
		}
	}
}
