package diagnose

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// tokenFacts compares the token with what the protocol and the user need,
// before any word of the server.
func (l *live) tokenFacts(r *mail.Result) {
	t := l.token
	needs := l.facts.Needs[l.protocol]
	switch {
	case t.Kind != token.JWT:
		if missing := lacking(l.facts.Granted, needs); l.facts.Granted != nil && len(missing) > 0 {
			l.tell("token.missing_scope", 0.93, "granted: "+strings.Join(l.facts.Granted, " ")+"; not "+strings.Join(missing, " "))
		}
		return
	case l.facts.ClientID != "" && slices.Contains(t.Audience, l.facts.ClientID):
		l.tell("token.id_token_used", 0.95, "aud "+strings.Join(t.Audience, " ")+" is the client id")
	case l.wrongAudience(t):
		l.tell("token.wrong_audience", 0.96, "aud "+strings.Join(t.Audience, " "))
	case len(t.Scopes)+len(t.Roles) > 0 && !t.AppOnly() && len(lacking(t.Scopes, needs)) > 0:
		l.tell("token.missing_scope", 0.95, "scp "+strings.Join(t.Scopes, " ")+"; not "+strings.Join(lacking(t.Scopes, needs), " "))
	}
	if !t.Expires.IsZero() && t.Expires.Before(time.Now()) {
		l.tell("token.expired", 0.95, "exp "+t.Expires.UTC().Format(time.RFC3339))
	}
	if strings.Contains(l.user, "@") && strings.Contains(t.User, "@") && !strings.EqualFold(l.user, t.User) {
		l.tell("token.user_mismatch", 0.94, fmt.Sprintf("the token is for %s, user= was %s", t.User, l.user))
	}
	l.clear(t, needs)
	if good := len(l.told) == 0; good && l.provider != "google" && t.AppOnly() && atSignIn(r) {
		l.tell("account.app_not_registered", 0.9, "the token speaks for the app "+t.AppID+" without a person")
	}
}

// clear notes what the claims speak against.
func (l *live) clear(t *token.Info, needs []string) {
	for _, c := range []struct {
		id     string
		proven bool
		why    string
	}{
		{"token.expired", !t.Expires.IsZero() && t.Expires.After(time.Now()), "it is good until " + t.Expires.Local().Format("15:04 on 2 January")},
		{"token.user_mismatch", t.User != "" && strings.EqualFold(t.User, l.user), "it is for " + t.User},
		{"token.missing_scope", len(needs) > 0 && len(t.Scopes) > 0 && len(lacking(t.Scopes, needs)) == 0, "it has " + strings.Join(needs, " ")},
		{"token.wrong_audience", len(t.Audience) > 0 && !l.wrongAudience(t), "its audience is " + strings.Join(t.Audience, " ")},
		{"token.id_token_used", len(t.Scopes)+len(t.Roles) > 0, "it has scopes or roles, which no id token has"},
		{"account.app_not_registered", !t.AppOnly(), "it speaks for a person"},
	} {
		if c.proven {
			l.against[c.id] = c.why
		}
	}
}

// atSignIn tells whether a check failed where the token counts.
func atSignIn(r *mail.Result) bool {
	switch wire.StepName(stepOf(r)) {
	case wire.Authenticate, wire.Mailbox, wire.Send:
		return true
	}
	return false
}

func (l *live) wrongAudience(t *token.Info) bool {
	aud := strings.ToLower(strings.Join(t.Audience, " "))
	if strings.Contains(aud, "graph.microsoft.com") || strings.Contains(aud, "00000003-0000-0000-c000-000000000000") {
		return true
	}
	return l.provider == "microsoft" && aud != "" && !mailAudience(aud)
}

// lacking gives the scopes of needs that are not in have. A claim leaves the
// resource out: "IMAP.AccessAsUser.All".
func lacking(have, needs []string) []string {
	short := func(s string) string { return strings.ToLower(s[strings.LastIndex(strings.TrimRight(s, "/"), "/")+1:]) }
	got := map[string]bool{}
	for _, s := range have {
		got[short(s)] = true
	}
	var missing []string
	for _, s := range needs {
		if !got[short(s)] {
			missing = append(missing, s)
		}
	}
	return missing
}

// otherDoors uses how the other protocols ended with the same token: where one
// opened, the token is not to blame.
func (l *live) otherDoors(r *mail.Result) {
	var open []string
	for i := range l.outcome.Checks {
		c := &l.outcome.Checks[i]
		if c != r && c.OK {
			open = append(open, strings.ToUpper(string(c.Protocol)))
		}
	}
	if len(open) == 0 || stepOf(r) != string(wire.Authenticate) {
		return
	}
	note := "the same token opened " + strings.Join(open, " and ")
	switch {
	case l.protocol == wire.SMTP && l.provider == "microsoft":
		l.tell("account.smtp_auth_disabled", 0.7, note)
	case l.protocol == wire.POP3:
		l.tell("account.pop_disabled", 0.6, note)
		l.tell("server.protocol_quirk", 0.5, note)
	case l.protocol == wire.IMAP:
		l.tell("account.imap_disabled", 0.6, note)
	default:
		l.tell("server.protocol_quirk", 0.55, note)
	}
	if r.Mechanism == sasl.OAUTHBEARER {
		l.tell("server.protocol_quirk", 0.5, note)
	}
}
