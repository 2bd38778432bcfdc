package diagnose

import (
	"regexp"
	"slices"

	"mailknock/mail/diagnose/text"
)

// mailReply finds a refusal in the forms of IMAP, POP3 and SMTP, or OpenSSL's.
var mailReply = regexp.MustCompile(`^\s*(?:[A-Za-z]{0,8}\d{1,8} (?:NO|BAD) \S|-ERR [\[\w]|[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3} )|:SSL routines:`)

// onTopic tells whether a text is about mail or signing in, by its words or by
// who brought it.
func (s *scene) onTopic() bool {
	return s.hint.Protocol != "" || s.provider != "" || s.speaksOfMail()
}

// speaksOfMail tells it by the text alone.
func (s *scene) speaksOfMail() bool {
	return s.any(mailTopic) || slices.ContainsFunc(s.lines, func(l text.Line) bool { return mailReply.MatchString(l.Text) })
}
