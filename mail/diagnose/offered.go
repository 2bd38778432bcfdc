package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
)

var (
	smtpOffer = regexp.MustCompile(`(?i)^250[- ]AUTH[ =](.*)$`)
	imapOffer = regexp.MustCompile(`(?i)CAPABILIT\w*[^A-Z]*.*IMAP4`)
	popOffer  = regexp.MustCompile(`^SASL ([A-Z0-9-]+(?: [A-Z0-9-]+)*)\s*$`)
)

// offered finds servers that offer no mechanism for a token, where something
// failed because of it.
func (s *scene) offered(found emit) {
	if s.signedIn() || !s.oauth && !s.fails() {
		return
	}
	// A proxy shows the server's list, and its own that leaves the token to it.
	list, at := "", -1
	for i, l := range s.lines {
		if l.Side == text.Client || !has(l.Words, "auth|sasl|capabilit") {
			continue
		}
		if m := smtpOffer.FindStringSubmatch(l.Text); m != nil {
			list, at = list+" "+m[1], i
		} else if m := popOffer.FindStringSubmatch(l.Text); m != nil {
			list, at = list+" "+m[1], i
		} else if imapOffer.MatchString(l.Text) {
			list, at = list+" "+l.Text, i
		}
	}
	if at < 0 {
		return
	}
	list = strings.ToUpper(list)
	if i, mechanism := s.mechanism(); i >= 0 && s.fails() && !strings.Contains(list, mechanism) {
		found("server.mechanism_missing", 0.86, i)
		return
	}
	if strings.Contains(list, "XOAUTH2") || strings.Contains(list, "OAUTHBEARER") {
		return
	}
	if tokenAt := s.first("xoauth2|oauthbearer|oauth"); tokenAt >= 0 && s.fails() {
		found("server.mechanism_missing", 0.84, at)
	}
}

// mechanism gives the last command that presented a token, and how.
func (s *scene) mechanism() (line int, name string) {
	for i := len(s.lines) - 1; i >= 0; i-- {
		if m := tokenCommand.FindString(s.lines[i].Text); m != "" && s.lines[i].Side != text.Server && !offersMechanism.MatchString(s.lines[i].Text) {
			if strings.HasSuffix(strings.ToUpper(m), "OAUTHBEARER") {
				return i, "OAUTHBEARER"
			}
			return i, "XOAUTH2"
		}
	}
	return -1, ""
}
