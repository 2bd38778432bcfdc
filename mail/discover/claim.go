package discover

import (
	"fmt"
	"slices"

	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// claimKind is where a claim comes from.
type claimKind int

// The kinds of claims, the most trusted first.
const (
	fromMX claimKind = iota
	fromPACC
	fromAutoconfig
	fromISPDB
	fromSRV
	fromResource
)

// signIn is what a source says of how one signs in; empty when it does not.
type signIn string

const (
	offersOAuth    signIn = "oauth"
	offersPassword signIn = "password"
)

// claim is what one source says, in one form for all of them.
type claim struct {
	kind claimKind
	// source is in words.
	source  string
	name    string
	servers map[wire.Protocol][]Server
	oauth   claimOAuth
	signIn  signIn
}

type claimOAuth struct {
	issuer, authURL, tokenURL, clientID string
	scopes                              []string
}

// claims gives what the sources say, the most trusted first.
func (s *survey) claims() []claim {
	var all []claim
	if s.mxRule.Provider != "" {
		all = append(all, s.mxClaim())
	}
	if s.pacc.trusted {
		all = append(all, s.paccClaim())
	}
	for i := range s.configs {
		if s.configs[i].config != nil {
			all = append(all, s.configs[i].claim(s))
		}
	}
	all = append(all, s.srvClaim())
	for _, a := range s.resources {
		if a.issuer != "" {
			c := claim{kind: fromResource, source: "what " + a.of + " says of itself at " + a.url, signIn: offersOAuth}
			c.oauth = claimOAuth{issuer: a.issuer}
			all = append(all, c)
		}
	}
	return all
}

// mxClaim is what the table of providers has for the MX records' owner.
func (s *survey) mxClaim() claim {
	c := claim{kind: fromMX, source: s.mxSource(), name: s.mxRule.Name}
	p, err := s.table().ByID(s.mxRule.Provider)
	if err != nil {
		return c
	}
	c.servers = presetServers(p, c.source)
	if p.AuthURL != "" {
		c.signIn = offersOAuth
	}
	return c
}

// presetServers gives the servers of a provider of the table.
func presetServers(p provider.Provider, source string) map[wire.Protocol][]Server {
	servers := map[wire.Protocol][]Server{}
	for protocol, list := range p.Servers {
		for _, server := range list {
			servers[protocol] = append(servers[protocol], Server{
				Server: server, Mechanisms: slices.Clone(p.Mechanisms), Source: fmt.Sprintf("%s, then the table of providers (%s)", source, p.Name),
			})
		}
	}
	return servers
}

// byEvidence finds the provider of the table whose issuer was named, or else
// whose server it is. An issuer at the sign-in of one whose issuer depends on
// the tenant is that provider's too, whatever servers stand beside it: its
// tokens go to no others.
func (f *Finder) byEvidence(issuer string, servers map[wire.Protocol][]Server) (p provider.Provider, why string, ok bool) {
	all := slices.DeleteFunc(f.table().All(), func(p provider.Provider) bool { return p.ID == provider.Sandbox || p.ID == provider.Custom })
	for _, p := range all {
		if issuer != "" && issuer == p.Issuer {
			return p, "its issuer " + issuer + " was named", true
		}
	}
	for _, p := range all {
		for _, protocol := range wire.MailProtocols {
			for _, own := range p.Servers[protocol] {
				if found := servers[protocol]; len(found) > 0 && found[0].Host == own.Host {
					return p, "its server " + own.Host + " was named", true
				}
			}
		}
	}
	for _, p := range all {
		if host := hostOf(issuer); host != "" && p.Issuer == "" && host == hostOf(p.AuthURL) {
			return p, "its issuer " + issuer + " was named", true
		}
	}
	return provider.Provider{}, "", false
}
