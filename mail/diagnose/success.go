package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

var (
	signedInLine = regexp.MustCompile(`(?i)(?:^|[^\d])235[ -]|\bOK\b.{0,60}(?:authenticat|logged in|login|thats all she wrote|success)|authenticat\w* success|(?:authenticated|signed in|logged in) (?:as|with) |(?:login|authentication) ok\b|authentication succeeded|successfully (?:authenticated|logged|signed)|login success|logged in as|^\+OK.{0,40}(?:logged in|authenticated|welcome|maildrop|mailbox|user successfully|ready \d)`)
	sentLine     = regexp.MustCompile(`(?i)(?:^|[^\d])250[ -](?:2\.[06]\.0 )?.{0,40}(?:queued|accepted|ok id|message received|mail (?:queued|accepted))|status=sent|message sent|sent successfully|successfully sent|delivered`)
	openedLine   = regexp.MustCompile(`(?i)\b\d+ EXISTS\b|OK .{0,20}(?:SELECT|EXAMINE) completed|\[READ-WRITE\]|\[READ-ONLY\]|^\+OK \d+ \d+$|sync(?:ed|hronization)? (?:complete|finished|done|ok)|fetched \d+|\b(?:mailbox|folder|inbox)\b.{0,20}\b(?:opened|selected)|reconnected`)
	connected    = regexp.MustCompile(`(?i)^(?:\S+: )?(?:re)?connected to|connection (?:re)?established`)
	refreshed    = regexp.MustCompile(`(?i)access.?token (?:was |has been )?(?:successfully )?(?:refreshed|renewed|acquired|obtained)|(?:refreshed|acquired|obtained|got|received) (?:a )?(?:new )?(?:access )?token|"access_token"|successfully refreshed|new access token`)
)

// successWords are words of which a line of a kind has one: what has none need
// not be matched.
var successWords = map[*regexp.Regexp]string{
	signedInLine: "235 |ok |authenticat|logged|login|signed|successfully",
	sentLine:     "250 |status sent|message sent|sent successfully|successfully sent|delivered",
	openedLine:   "exists|ok |read write|read only|sync|synced|synchronization|fetched|mailbox|folder|inbox|reconnected",
	connected:    "connected to|reconnected to|connection",
	refreshed:    "access|accesstoken|refreshed|acquired|obtained|got|received|successfully|new access",
}

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
		if l.Side != text.Client && has(l.Words, successWords[kind]) && kind.MatchString(l.Text) && !has(l.Words, "not |fail|unsuccess|cannot|error|unable|but |denied") && !s.elsewhere(l) {
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
	{connected, []string{"net."}},
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
	if f.cause == "net.reset" && f.weight < 0.8 && last[sentLine] >= 0 && last[sentLine] < f.line && f.line <= last[sentLine]+3 {
		return true // it had taken the message
	}
	if refused := s.refusal(); f.weight < 0.8 && strings.HasPrefix(f.cause, "net.") && refused > f.line && s.lines[refused].Number != s.lines[f.line].Number {
		return true // the server answered again, and refused
	} else if refused >= 0 && f.weight < strong && strings.HasPrefix(f.cause, "net.") && refused < f.line && f.line <= refused+3 && !s.lines[f.line].Stamped {
		return true // it refused, and hung up
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
