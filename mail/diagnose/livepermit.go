package diagnose

import (
	"slices"
	"strings"

	"mailknock/auth/token"
	"mailknock/mail/wire"
)

// permit is what a token allows and what its protocol needs.
type permit struct {
	// name is where the first stands.
	name        string
	have, needs []string
}

// roles is the claim of a token that speaks for an app.
const roles = "roles"

// appRoles are what Exchange wants of an app without a person.
var appRoles = map[wire.Protocol]string{wire.IMAP: "IMAP.AccessAsApp", wire.POP3: "POP.AccessAsApp", wire.SMTP: "SMTP.SendAsApp"}

// permit gives no needs where the token does not tell what it allows.
func (l *live) permit() permit {
	t, needs := l.token, l.facts.Needs[l.protocol]
	switch {
	case l.ofMicrosoft() && ForMail(*t) && len(t.Scopes) == 0 && t.User == "":
		return permit{roles, t.Roles, []string{appRoles[l.protocol]}}
	case t.AppOnly():
		return permit{name: roles, have: t.Roles}
	case t.Kind == token.JWT && len(t.Scopes)+len(t.Roles) > 0:
		return permit{"scp", t.Scopes, needs}
	case t.Kind == token.JWT:
		return permit{}
	case len(t.Scopes) > 0:
		return permit{"the provider says that it allows", t.Scopes, needs}
	case l.facts.Granted != nil:
		return permit{"granted:", l.facts.Granted, needs}
	}
	return permit{}
}

func (p permit) missing() []string { return lacking(p.have, p.needs) }

func (p permit) String() string {
	have := strings.Join(p.have, " ")
	if have == "" {
		have = "none"
	}
	return p.name + " " + have + "; not " + strings.Join(p.missing(), " ")
}

// asked compares what was granted with what was asked for; empty where the
// token did not come from a sign-in of this run.
func (l *live) asked(missing []string) string {
	asked, granted := l.facts.Asked, l.facts.Granted
	switch {
	case granted == nil || len(asked) == 0:
		return ""
	case slices.Equal(lacking(asked, missing), missing):
		return "asked for " + strings.Join(asked, " ") + " only"
	case slices.Equal(lacking(granted, missing), missing):
		return "asked for " + strings.Join(asked, " ") + ", got " + strings.Join(granted, " ")
	}
	return ""
}

func (l *live) ofMicrosoft() bool {
	return l.provider == "microsoft" || issuedBy(l.token) == "microsoft"
}

// idToken tells whether the claims are those of an id token.
func (l *live) idToken() bool {
	if t := l.token; l.facts.ClientID != "" && slices.Contains(t.Audience, l.facts.ClientID) {
		return len(t.Scopes)+len(t.Roles) == 0
	}
	return (l.ofMicrosoft() || l.provider == "google") && clientAudience(l.token)
}

func (l *live) wrongAudience() bool {
	aud := strings.ToLower(strings.Join(l.token.Audience, " "))
	if strings.Contains(aud, "graph.microsoft.com") || strings.Contains(aud, graphID) {
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
