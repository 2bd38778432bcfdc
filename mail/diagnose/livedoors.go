package diagnose

import (
	"slices"
	"strings"

	"mailknock/mail"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// otherDoors uses how the other protocols ended with the same token: where one
// opened, the token as such is not to blame. stated is as for tokenFacts.
func (l *live) otherDoors(r *mail.Result, stated string) {
	var open []string
	for i := range l.outcome.Checks {
		c := &l.outcome.Checks[i]
		if c != r && c.OK {
			open = append(open, strings.ToUpper(string(c.Protocol)))
		}
	}
	if len(open) == 0 || !refused(r) {
		return
	}
	slices.Sort(open)
	l.doors = "the same token opened " + strings.Join(open, " and ")
	for _, id := range []string{"token.expired", "token.wrong_audience", "token.id_token_used", malformed} {
		l.against[id] = l.doors
	}
	if stated != "" || passed(r, wire.Authenticate) {
		return
	}
	switch {
	case l.protocol == wire.SMTP && l.provider == "microsoft":
		l.tell("account.smtp_auth_disabled", 0.7, l.doors)
	case l.protocol == wire.POP3:
		l.tell("account.pop_disabled", 0.6, l.doors)
		l.tell("server.protocol_quirk", 0.5, l.doors)
	case l.protocol == wire.IMAP:
		l.tell("account.imap_disabled", 0.6, l.doors)
	default:
		l.tell("server.protocol_quirk", 0.55, l.doors)
	}
	if r.Mechanism == sasl.OAUTHBEARER {
		l.tell("server.protocol_quirk", 0.5, l.doors)
	}
}
