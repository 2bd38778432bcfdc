package discover

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"mailknock/assets"
)

// mxRule tells whom an MX host name belongs to.
type mxRule struct {
	// Match are names, with * for any run of characters and ? for one.
	Match []string `json:"match"`
	// Provider is an id of the table of providers, which need not hold it.
	Provider string `json:"provider"`
	Name     string `json:"name"`
	Note     string `json:"note"`
	// Filter says that the host only filters mail for whoever keeps the
	// mailboxes, and so tells nothing.
	Filter bool   `json:"filter"`
	Source string `json:"source"`
	// Unverified says that no page of the provider's was seen to say so.
	Unverified bool `json:"unverified"`
}

var mxRules = sync.OnceValue(func() []mxRule {
	var table struct {
		Version int      `json:"version"`
		Rules   []mxRule `json:"rules"`
	}
	if err := json.Unmarshal(assets.MX, &table); err != nil {
		panic(err) // the program's own table, checked by a test
	}
	return table.Rules
})

// ruleFor gives the rule for an MX host name.
func ruleFor(host string) (mxRule, bool) {
	for _, r := range mxRules() {
		for _, pattern := range r.Match {
			if ok, _ := path.Match(pattern, host); ok {
				return r, true
			}
		}
	}
	return mxRule{}, false
}

// maxRecords is how many records of one name are looked at.
const maxRecords = 20

// askMX opens the question for the domain's MX host names; the result asks it.
func (s *survey) askMX() func(context.Context) {
	q := s.open(dns, "MX of "+s.domain, "the domain")
	return func(ctx context.Context) { s.mxAnswer = q.ask(ctx, s.lookupMX) }
}

// lookupMX gives the host names, best first.
func (s *survey) lookupMX(ctx context.Context) reply {
	found, err := s.resolver().LookupMX(ctx, s.domain)
	// Malformed records come beside good ones: what is good counts.
	if err != nil && len(found) == 0 {
		return dnsReply(err, "no MX record")
	}
	found = slices.Clone(found[:min(len(found), maxRecords)])
	slices.SortStableFunc(found, func(a, b *netMX) int { return cmp.Compare(a.Pref, b.Pref) })
	for _, mx := range found {
		if host := hostName(mx.Host); host != "" {
			s.mx = append(s.mx, host)
		}
	}
	return s.readMX(len(found))
}

// readMX says what the MX records tell.
func (s *survey) readMX(records int) reply {
	switch {
	case len(s.mx) == 0 && records > 0:
		return nothing("the domain takes no mail at all (RFC 7505)")
	case len(s.mx) == 0:
		return nothing("no MX record")
	}
	// The best one decides, as it does for delivery.
	rule, ok := ruleFor(s.mx[0])
	if !ok {
		return answered(fmt.Sprintf("%s, which belongs to no provider of the table", s.mx[0]))
	}
	if rule.Filter {
		return answered(fmt.Sprintf("%s is %s, which filters mail for others: it does not tell who keeps the mailbox", s.mx[0], rule.Name))
	}
	s.mxRule = rule
	_, err := s.table().ByID(rule.Provider)
	s.mxKnown = err == nil
	words := fmt.Sprintf("%s belongs to %s", s.mx[0], rule.Name)
	if rule.Unverified {
		words += " (no page of the provider's confirms that)"
	}
	return answered(words)
}

// mxSource says in words where a value comes from that MX records gave.
func (s *survey) mxSource() string {
	text := "MX record " + s.mx[0]
	if s.mxRule.Unverified {
		text += " (no page of the provider's confirms whose it is)"
	}
	return text
}

// mxDomains gives the names under which the ISPDB may know whoever takes the
// mail: the MX host name without its first label, and the part of it that was
// registered (draft-ietf-mailmaint-autoconfig, section "MX").
func (s *survey) mxDomains() []string {
	if len(s.mx) == 0 {
		return nil
	}
	base := site(s.mx[0])
	_, full, _ := strings.Cut(s.mx[0], ".")
	var names []string
	for _, name := range []string{full, base} {
		if len(name) >= len(base) && name != s.domain && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
