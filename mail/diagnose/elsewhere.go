package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/wire"
)

// otherDoor uses what is said about another protocol, mailbox or server with
// the same token: it separates faults of the token from those of the mailbox.
func otherDoor(s *scene, found emit) {
	if s.protocol == wire.OAuth {
		return
	}
	at := s.failure()
	if at < 0 {
		return
	}
	if s.otherProtocolWorks() {
		switch {
		case s.protocol == wire.SMTP && s.provider == "microsoft":
			found("account.smtp_auth_disabled", 0.66, at)
			found("token.missing_scope", 0.55, at)
		case s.protocol == wire.POP3:
			found("server.protocol_quirk", 0.66, at)
			found("account.pop_disabled", 0.6, at)
		case s.protocol == wire.SMTP:
			found("server.protocol_quirk", 0.64, at)
			found("server.mechanism_missing", 0.5, at)
			found("token.missing_scope", 0.5, at)
		default:
			found("account.imap_disabled", 0.6, at)
			found("token.missing_scope", 0.55, at)
		}
	}
	if s.any("shared mailbox|sharedmailbox|on behalf") && s.any("not connected") {
		if s.appOnly {
			found("account.app_not_registered", 0.84, at)
		} else {
			found("token.user_mismatch", 0.8, at)
		}
	}
	s.otherAddress(found)
}

// failure is the line in which anything fails, -1 when nothing does.
func (s *scene) failure() int {
	if i := s.refusal(); i >= 0 {
		return i
	}
	return s.first("fail|error|not connected|denied|refused|invalid|535|rejected|exception|unsuccessful")
}

// otherProtocolWorks tells whether the same token opens another door.
func (s *scene) otherProtocolWorks() bool {
	names := map[wire.Protocol]string{wire.IMAP: "imap", wire.SMTP: "smtp", wire.POP3: "pop"}
	for p, name := range names {
		if p == s.protocol {
			continue
		}
		for i := range s.lines {
			w := s.windows[i]
			if has(w, name) && has(w, "works|working|accepted by|works fine|is fine|succeeds|successful") && !has(w, "works when|doesnt work|not work|stopped work|works after|never work") {
				return true
			}
		}
	}
	return false
}

var claimed = regexp.MustCompile(`(?i)"?\b(?:preferred_username|upn|unique_name|email|issued (?:for|to)|token (?:for|of|is for)|signed in as|consented as|authorized as)\b"?\s*[:=]?\s*"?([^\s",@]+@[^\s",]+)`)

// otherAddress compares the address that a token names with the mailbox.
func (s *scene) otherAddress(found emit) {
	owner, line := "", -1
	for i, l := range s.lines {
		if m := claimed.FindStringSubmatch(l.Text); m != nil {
			owner, line = m[1], i
			break
		}
	}
	if owner == "" {
		return
	}
	for _, l := range s.lines {
		for _, other := range address.FindAllString(l.Text, 4) {
			if !strings.EqualFold(other, owner) && has(l.Words, "mailbox|user|login|account|for |from ") {
				found("token.user_mismatch", 0.82, line)
				return
			}
		}
	}
}
