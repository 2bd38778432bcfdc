package discover

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Row is one thing that a domain should answer, and what it does.
type Row struct {
	// Topic is what the row is about, in a few words.
	Topic string
	// Asked is the record or URL; Came is what was there.
	Asked, Came string
	Verdict     Verdict
	// Do is what whoever runs the domain should do; empty when all is well.
	Do string
	// Source is the RFC or draft, with its section.
	Source string
}

// Verdict is the word on a row.
type Verdict string

// The verdicts. Unchecked is neither good nor bad: it could not be asked.
const (
	OK            Verdict = "ok"
	Missing       Verdict = "missing"
	Wrong         Verdict = "wrong"
	Contradiction Verdict = "contradiction"
	Unchecked     Verdict = "unchecked"
)

// Conformance asks a domain for everything that lets a mail program set itself
// up, and judges it. It asks more than Find, sends no person's address, changes
// nothing anywhere, and blocks for at most 8 seconds. The only error is an
// [*AddressError], for what cannot be a domain.
//
// Whether a loopback redirect is accepted shows only in a registration: that is
// tried with Trial, which then takes up to 10 seconds more.
func (f *Finder) Conformance(ctx context.Context, domain string) ([]Row, error) {
	name, what := checkDomain(domain)
	if what != "" {
		return nil, &AddressError{Address: domain, What: what}
	}
	s := f.survey(name, "")
	s.run(ctx, true)
	var rows []Row
	for _, part := range []func() []Row{s.mxRows, s.srvRows, s.configRows, s.paccRows, s.agreementRows, s.resourceRows, s.issuerRows} {
		rows = append(rows, part()...)
	}
	if endpoint := s.registrationURL(); f.Trial && endpoint != "" {
		rows = append(rows, f.tryRegistration(ctx, endpoint))
	}
	return rows, nil
}

// verdictOf gives the verdict that follows from how a question ended.
func verdictOf(r reply) Verdict {
	switch {
	case r.outcome == Answered:
		return OK
	case r.outcome == Nothing:
		return Missing
	case r.outcome == Refused || r.unreadable:
		return Wrong
	}
	return Unchecked
}

func (s *survey) mxRows() []Row {
	row := Row{Topic: "MX", Asked: "MX of " + s.domain, Came: s.mxAnswer.words, Verdict: verdictOf(s.mxAnswer), Source: "RFC 5321 section 5.1"}
	switch row.Verdict {
	case Missing:
		row.Do = "Publish an MX record, or the domain gets no mail."
	case OK:
		row.Came = strings.Join(s.mx, ", ")
	}
	return []Row{row}
}

// clearPort tells of the ports registered for a start in clear (RFC 8314
// section 3).
func clearPort(port int) bool { return slices.Contains([]int{25, 110, 143, 587}, port) }

// srvRows has one row a protocol: TLS from the start is wanted, STARTTLS may
// stand beside it.
func (s *survey) srvRows() []Row {
	var rows []Row
	for i := 0; i+1 < len(s.srv); i += 2 {
		direct, start := &s.srv[i], &s.srv[i+1]
		row := Row{
			Topic: "SRV " + direct.service.name, Asked: "SRV of " + direct.name, Came: shown(direct.reply.words), Verdict: verdictOf(direct.reply),
			Source: "RFC 6186 section 3, RFC 8314 section 5.1",
		}
		switch {
		case len(direct.servers) > 0 && clearPort(direct.servers[0].Port):
			row.Verdict, row.Came = Wrong, row.Came+", a port where conversations start in clear"
			row.Do = fmt.Sprintf("Name the port where TLS starts at once in %s.", direct.name)
		case row.Verdict == Wrong:
			row.Do = "Let the record name a host name with an address; neither a number nor this computer."
		case row.Verdict == Missing && len(start.servers) > 0:
			row.Asked += " and " + start.name
			row.Came = "only STARTTLS: " + start.reply.words
			row.Do = fmt.Sprintf("Offer TLS from the start and publish %s (RFC 8314 section 3).", direct.name)
		case row.Verdict == Missing && start.denied:
			row.Verdict, row.Came = OK, "decidedly not offered"
		case row.Verdict == Missing:
			row.Do = fmt.Sprintf("Publish %s with the port of TLS; if you do not offer the protocol, with the target \".\".", direct.name)
		}
		rows = append(rows, row)
	}
	return rows
}
