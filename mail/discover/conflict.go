package discover

import (
	"slices"
	"strings"

	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// conflicts compares what was taken with what every other source says.
func (f *Finder) conflicts(r Result, claims []claim) []Conflict {
	var all []Conflict
	for _, protocol := range wire.MailProtocols {
		taken := r.Servers[protocol]
		if len(taken) == 0 {
			continue
		}
		for _, c := range claims {
			other := c.servers[protocol]
			// A source that has the server among others agrees.
			agrees := slices.ContainsFunc(other, func(s Server) bool { return s.Server == taken[0].Server })
			if len(other) == 0 || agrees {
				continue
			}
			all = append(all, Conflict{
				What: strings.ToUpper(string(protocol)) + " server", Taken: taken[0].String(), TakenSource: taken[0].Source,
				Other: other[0].String(), OtherSource: other[0].Source,
			})
		}
	}
	for _, c := range claims {
		issuer := r.OAuth.Issuer
		if c.oauth.issuer != "" && issuer.Value != "" && c.oauth.issuer != issuer.Value {
			all = append(all, Conflict{What: "issuer", Taken: issuer.Value, TakenSource: issuer.Source, Other: c.oauth.issuer, OtherSource: c.source})
		}
		if c.kind == fromMX {
			continue
		}
		// Microsoft's issuer depends on the tenant, so that its servers tell.
		if p, why, ok := f.byEvidence(c.oauth.issuer, c.servers); ok && p.ID != r.Provider.Value {
			if r.Provider.Value != provider.Custom {
				all = append(all, Conflict{What: "provider", Taken: r.Provider.Value, TakenSource: r.Provider.Source, Other: p.ID, OtherSource: c.source + ": " + why})
			}
		}
	}
	return all
}
