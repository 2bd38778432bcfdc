package present

import (
	"fmt"
	"slices"
	"strings"

	"mailknock/mail/discover"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// Lookup is what is asked about an address, and what came of it. The zero
// Lookup: nobody was asked.
type Lookup struct {
	Address string
	// Asked is everybody who was asked, in order.
	Asked []discover.Asked
	// Done tells that Result holds.
	Done   bool
	Result discover.Result
	// Answers are those to the questions of the servers found: true uses the
	// server.
	Answers map[string]bool
}

// Tell takes a question as it is put or answered.
func (l *Lookup) Tell(at int, a discover.Asked) {
	for len(l.Asked) <= at {
		l.Asked = append(l.Asked, discover.Asked{})
	}
	l.Asked[at] = a
}

// End takes the result.
func (l *Lookup) End(r discover.Result) {
	l.Done, l.Result, l.Asked = true, r, r.Asked
	l.Answers = map[string]bool{}
}

// Asking says who is asked just now.
func (l *Lookup) Asking() string {
	var who []string
	for _, a := range l.Asked {
		if a.Outcome == discover.Open && a.Who != "" && !slices.Contains(who, a.Who) {
			who = append(who, a.Who)
		}
	}
	if len(who) == 0 {
		return "Looking " + l.Address + " up…"
	}
	return "Asking " + strings.Join(who, ", ") + "…"
}

// Found tells whether there is anything to fill in.
func (l *Lookup) Found() bool {
	r := &l.Result
	return l.Done && (r.Provider.Value != "" && r.Provider.Value != provider.Custom || len(r.Servers) > 0 || r.OAuth.Issuer.Value != "")
}

// Question is one to the person before servers are used.
type Question struct {
	// Servers are those that it is about, in words.
	Servers, Text string
}

// Questions are those that were not answered yet.
func (l *Lookup) Questions() []Question {
	var list []Question
	for _, p := range wire.MailProtocols {
		for _, s := range l.Result.Servers[p] {
			if s.Confirm == "" {
				continue
			}
			if _, answered := l.Answers[s.Confirm]; answered {
				continue
			}
			at := slices.IndexFunc(list, func(q Question) bool { return q.Text == s.Confirm })
			if at < 0 {
				list = append(list, Question{Text: s.Confirm})
				at = len(list) - 1
			} else {
				list[at].Servers += ", "
			}
			list[at].Servers += s.Address()
		}
	}
	return list
}

// Accepted is the result without the servers that nobody said yes to, and
// without the sign-in that such a server led to.
func (l *Lookup) Accepted() discover.Result {
	r := l.Result
	r.Servers = map[wire.Protocol][]discover.Server{}
	doubtful := false
	for p, list := range l.Result.Servers {
		for _, s := range list {
			if s.Confirm == "" || l.Answers[s.Confirm] {
				r.Servers[p] = append(r.Servers[p], s)
			} else {
				doubtful = true
			}
		}
	}
	if doubtful && (len(l.Questions()) > 0 || len(r.Servers) == 0) {
		r.OAuth = discover.OAuth{}
	}
	return r
}

// Sources say where what was filled in comes from, by the field's name.
func Sources(r discover.Result) map[string]string {
	m := map[string]string{}
	for p, list := range r.Servers {
		if len(list) > 0 {
			m[string(p)] = list[0].Source
		}
	}
	m["issuer"], m["auth_url"], m["token_url"] = r.OAuth.Issuer.Source, r.OAuth.AuthURL.Source, r.OAuth.TokenURL.Source
	m["scopes"], m["client_id"] = r.OAuth.Scopes.Source, r.OAuth.ClientID.Source
	return m
}

// Conflict says in a sentence where two sources disagree.
func Conflict(c discover.Conflict) string {
	return fmt.Sprintf("%s: %s was taken (%s), but %s says %s.", c.What, c.Taken, c.TakenSource, c.OtherSource, c.Other)
}

// Needs are what the person has to type, a sentence each.
func (l *Lookup) Needs() []string {
	var list []string
	for _, n := range l.Result.Needs {
		list = append(list, n.Text)
	}
	return list
}

// AskedLine says how one question ended, and what of the address it took
// along.
func AskedLine(a discover.Asked) (Status, string) {
	status, end := Never, "not answered"
	switch a.Outcome {
	case discover.Answered:
		status, end = Passed, a.Result
	case discover.Nothing:
		status, end = Skipped, a.Result
	case discover.Failed:
		status, end = Warned, a.Result
	case discover.Refused:
		status, end = Stopped, a.Result
	}
	return status, fmt.Sprintf("%s (with %s): %s", a.What, a.Sent, end)
}

// AskedTitle counts the questions, and says who got the whole address.
func AskedTitle(asked []discover.Asked) string {
	var whole []string
	for _, a := range asked {
		if a.Sent == "the whole address" && !slices.Contains(whole, a.Who) {
			whole = append(whole, a.Who)
		}
	}
	title := fmt.Sprintf("%d questions were asked", len(asked))
	if len(whole) == 0 {
		return title + "; nobody got the whole address"
	}
	return title + "; the whole address was for " + strings.Join(whole, ", ") + " alone"
}

// FieldName is what a field that a lookup fills in is called.
func FieldName(name string) string {
	switch name {
	case "issuer":
		return "Issuer"
	case "auth_url":
		return "Authorization endpoint"
	case "token_url":
		return "Token endpoint"
	case "client_id":
		return "Client id"
	case "scopes":
		return "Scopes"
	}
	return ProtocolName(wire.Protocol(name)) + " server"
}
