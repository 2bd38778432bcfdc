package diagnose

import (
	"slices"
	"strings"

	"mailknock/mail"
	"mailknock/mail/diagnose/cause"
	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// live is the diagnosis of one failure of a run.
type live struct {
	*scene
	outcome *mail.Outcome
	facts   Facts
	values  cause.Values
	// doors is what the other protocols said to the same token, in words.
	doors string
}

// newLive begins with the words that were said: the rules for texts read them
// too.
func newLive(o *mail.Outcome, f Facts, p wire.Protocol, said ...string) *live {
	var lines []text.Line
	for i, t := range said {
		lines = append(lines, text.Line{Number: i + 1, Raw: strings.TrimPrefix(t, madeUpTag), Text: t, Words: text.Words(t), Side: text.Server, Fresh: true})
	}
	s := &scene{hint: Hint{Provider: f.Provider, Protocol: p}, lines: lines, live: true, oauth: true, against: map[string]string{}}
	s.windows = windows(lines)
	s.provider, s.protocol = family4(f.Provider), p
	s.token = &o.SignIn.Token
	s.appOnly = o.SignIn.Token.AppOnly()
	s.user = o.Account.UserFor(p)
	if f.Refreshed {
		s.grant = "refresh"
	} else if p == wire.OAuth {
		s.grant = grantOf[o.SignIn.Method]
	}
	l := &live{scene: s, outcome: o, facts: f, values: liveValues(o, f, p)}
	l.history()
	return l
}

// grantOf names the grant of a way to sign in as a scene does.
var grantOf = map[mail.Method]string{
	"": "code", mail.Code: "code", mail.Device: "device", mail.ClientCredentials: "client", mail.ServiceAccount: "assertion",
}

// tell adds what a typed error says, with evidence in words.
func (l *live) tell(id string, weight float64, note string) {
	l.told = append(l.told, finding{cause: id, weight: weight, line: -1, note: note})
}

// causes judges, and falls back to "unknown" with the words that there are.
func (l *live) causes(step, words string, families []family) []mail.Cause {
	l.choose()
	list := l.judge(families)
	if len(list) == 0 {
		return []mail.Cause{l.unknown(step, words)}
	}
	var all []mail.Cause
	for k, o := range list {
		c := cause.Get(o.cause)
		evidence := append([]string(nil), o.notes...)
		for _, at := range o.lines {
			if len(evidence) < maxEvidence {
				evidence = append(evidence, l.lines[at].Raw)
			}
		}
		if words != "" && (len(evidence) == 0 || k == 0 && len(o.lines) == 0 && !slices.Contains(evidence, words)) {
			evidence = append(evidence, words)
		}
		sure := confidence(list, k)
		if sure == mail.Certain && len(list) > 1 {
			sure = mail.Likely // all of it is about one answer
		}
		all = append(all, mail.Cause{
			ID: o.cause, Title: c.Title, Confidence: sure, Who: l.who(o.cause), Evidence: evidence, Advice: c.Steps(l.values),
		})
	}
	for _, more := range []string{l.doors, l.sinceWhen()} {
		if more != "" && !slices.Contains(all[0].Evidence, more) {
			all[0].Evidence = append(all[0].Evidence, more)
		}
	}
	all[0].RuledOut = l.ruledOut(all)
	return all
}

// ruledOut tells of the usual rivals of the best cause what speaks against
// them.
func (l *live) ruledOut(all []mail.Cause) []string {
	var out []string
	for _, id := range cause.Get(all[0].ID).Rivals {
		named := slices.ContainsFunc(all, func(c mail.Cause) bool { return c.ID == id })
		if why := l.against[id]; why != "" && !named {
			out = append(out, cause.Get(id).Title+": "+why)
		}
	}
	return out
}

func (l *live) unknown(step, words string) mail.Cause {
	c := cause.Get(cause.Unknown)
	l.values["step"] = step
	u := mail.Cause{ID: c.ID, Title: c.Title, Confidence: mail.Possible, Who: c.Who[0], Advice: c.Steps(l.values)}
	for _, e := range []string{words, l.doors} {
		if e != "" {
			u.Evidence = append(u.Evidence, e)
		}
	}
	return u
}

// liveValues fill the placeholders of the advice with what the run knows.
func liveValues(o *mail.Outcome, f Facts, p wire.Protocol) cause.Values {
	t := o.SignIn.Token
	v := cause.Values{
		"user": o.Account.User, "from": o.Account.Sender(), "client_id": f.ClientID, "tenant": f.Tenant,
		"redirect_uri": f.RedirectURI, "token_user": t.User, "app_id": t.AppID, "object_id": t.ObjectID,
		"audience": strings.Join(t.Audience, ", "), "scopes": strings.Join(f.Needs[p], " "), "protocol": strings.ToUpper(string(p)),
	}
	if p != wire.OAuth {
		v["user"] = o.Account.UserFor(p)
	}
	if v["tenant"] == "" {
		v["tenant"] = t.TenantID
	}
	if v["app_id"] == "" {
		v["app_id"] = f.ClientID
	}
	if v["client_id"] == "" {
		v["client_id"] = t.AppID
	}
	if v["scopes"] == "" {
		v["scopes"] = strings.Join(f.Asked, " ")
	}
	if v["scopes"] == "" {
		v["scopes"] = neededScopes(family4(f.Provider), p)
	}
	if o.SignIn.Method == mail.ServiceAccount {
		v["service_account"] = f.ClientID
	}
	if f.Skew != 0 {
		v["skew"] = f.Skew.Abs().String()
	}
	return v
}
