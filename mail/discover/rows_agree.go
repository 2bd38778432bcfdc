package discover

import (
	"slices"
	"strings"

	"mailknock/mail/wire"
)

// agreementRows compares what the sources say of each server, and of the
// issuer. A source that says nothing disagrees with nobody.
func (s *survey) agreementRows() []Row {
	var rows []Row
	claims := slices.DeleteFunc(s.claims(), func(c claim) bool { return c.kind == fromMX })
	if s.pacc.document != nil && !s.pacc.trusted {
		claims = slices.Insert(claims, 0, s.paccClaim())
	}
	for _, protocol := range wire.MailProtocols {
		var t tally
		for _, c := range claims {
			if servers := c.servers[protocol]; len(servers) > 0 {
				t.add(servers[0].String(), c.source)
			}
		}
		if s.denied(protocol, fromSRV) {
			t.add("not offered", "SRV records of "+s.domain)
		}
		rows = append(rows, t.rows(Row{
			Topic: strings.ToUpper(string(protocol)) + " servers agree", Source: "RFC 8314 section 5.1",
			Do: "Let every source name the same server first, with TLS from the start.",
		})...)
	}
	var t tally
	for _, c := range claims {
		if c.oauth.issuer != "" {
			t.add(c.oauth.issuer, c.source)
		}
	}
	return append(rows, t.rows(Row{
		Topic: "Issuers agree", Source: "RFC 8414 section 3.3, RFC 9728 section 3.3",
		Do: "Let every source name the same issuer, letter by letter: a program that compares them stops.",
	})...)
}

// tally collects who says what, in order.
type tally struct {
	values  []string
	sources map[string][]string
	said    int
}

func (t *tally) add(value, source string) {
	if t.sources == nil {
		t.sources = map[string][]string{}
	}
	if t.sources[value] == nil {
		t.values = append(t.values, value)
	}
	t.sources[value] = append(t.sources[value], source)
	t.said++
}

// rows makes a row of what was collected; none when fewer than two spoke. The
// advice of row counts when they disagree.
func (t *tally) rows(row Row) []Row {
	if t.said < 2 {
		return nil
	}
	var parts []string
	for _, value := range t.values {
		parts = append(parts, value+" ("+strings.Join(t.sources[value], ", ")+")")
	}
	row.Asked, row.Came, row.Verdict = "what the sources say", wire.Visible([]byte(strings.Join(parts, "; "))), Contradiction
	if len(t.values) == 1 {
		row.Verdict, row.Do = OK, ""
	}
	return []Row{row}
}
