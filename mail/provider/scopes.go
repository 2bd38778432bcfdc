package provider

import (
	"slices"

	"mailknock/mail/wire"
)

// ScopesFor gives the scopes to ask for: those of the chosen protocols and no
// others, then what a refresh token and the name of who signed in need.
func (p Provider) ScopesFor(protocols []wire.Protocol) []string {
	var scopes []string
	add := func(more []string) {
		for _, s := range more {
			if !slices.Contains(scopes, s) {
				scopes = append(scopes, s)
			}
		}
	}
	for _, protocol := range wire.MailProtocols {
		if slices.Contains(protocols, protocol) {
			add(p.Scopes[protocol])
		}
	}
	add(p.OfflineScopes)
	add(p.IdentityScopes)
	return scopes
}

// Protocols gives those that the provider is known to speak; all where nothing
// is known.
func (p Provider) Protocols() []wire.Protocol {
	if len(p.Servers) == 0 {
		return slices.Clone(wire.MailProtocols)
	}
	return slices.DeleteFunc(slices.Clone(wire.MailProtocols), func(protocol wire.Protocol) bool { return len(p.Servers[protocol]) == 0 })
}

// Words says in words what the scopes allow, one sentence each; scopes that
// are technical only are left out.
func (p Provider) Words(scopes []string) []string {
	var words []string
	for _, s := range scopes {
		if w, ok := p.ScopeWords[s]; ok {
			words = append(words, w)
		}
	}
	return words
}

// NeedsTwoLines tells whether the initial response must not stand in the
// command of this protocol.
func (p Provider) NeedsTwoLines(protocol wire.Protocol) bool {
	return slices.Contains(p.TwoLine, protocol)
}
