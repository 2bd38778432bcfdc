package discover

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"mailknock/mail/wire"
)

// configAnswer is what one address of autoconfig said.
type configAnswer struct {
	kind   claimKind
	url    string
	sent   string
	reply  reply
	config *autoconfig
	// byMX says that MX records led there.
	byMX bool
	// from is where the document came from in the end.
	from  string
	moved bool
}

// ownConfigs are the addresses at the domain itself. Only the first gets the
// person's address: the protocol has it there, and the host is the domain's.
func (s *survey) ownConfigs() []configAnswer {
	first := configAnswer{kind: fromAutoconfig, sent: "the domain", url: "https://autoconfig." + s.domain + "/mail/config-v1.1.xml"}
	if s.local != "" {
		first.url += "?" + url.Values{"emailaddress": {s.local + "@" + s.domain}}.Encode()
		first.sent = "the whole address"
	}
	return []configAnswer{
		first,
		{kind: fromAutoconfig, sent: "the domain", url: "https://" + s.domain + "/.well-known/autoconfig/mail/config-v1.1.xml"},
	}
}

// ispdbConfig asks Thunderbird's database for a name.
func ispdbConfig(name string) configAnswer {
	return configAnswer{kind: fromISPDB, sent: "the domain", url: ispdb + name}
}

// askConfig opens the question for one document; the result asks it.
func (s *survey) askConfig(a *configAnswer) func(context.Context) {
	q := s.open(hostOf(a.url), a.url, a.sent)
	return func(ctx context.Context) {
		a.reply = q.ask(ctx, func(ctx context.Context) reply { return s.fetchConfig(ctx, a) })
	}
}

func (s *survey) fetchConfig(ctx context.Context, a *configAnswer) reply {
	d, r := s.fetch(ctx, a.url, true)
	if d == nil {
		return r
	}
	config, err := parseAutoconfig(d.body, s.domain)
	if err != nil {
		return unreadable(err)
	}
	a.config, a.from, a.moved = config, withoutQuery(d.url), d.moved
	words := fmt.Sprintf("settings with %d servers", len(config.servers))
	if config.plain > 0 {
		words += fmt.Sprintf(", and %d without TLS that are left out", config.plain)
	}
	if a.moved {
		words += ", from another site: " + a.from
	}
	return answered(words)
}

// refusePlain lists the address that older programs ask without TLS.
func (s *survey) refusePlain() {
	at := s.log.add(Asked{Who: "autoconfig." + s.domain, What: "http://autoconfig." + s.domain + "/mail/config-v1.1.xml", Sent: "nothing"})
	s.log.end(at, Refused, "not asked: anybody on the way can change what comes without TLS", 0)
}

func (a *configAnswer) claim(s *survey) claim {
	source := s.domain + "'s own configuration at " + a.from
	if a.kind == fromISPDB {
		source = "Thunderbird's database at " + a.from
	}
	c := claim{kind: a.kind, source: source, name: a.config.name, servers: map[wire.Protocol][]Server{}}
	for _, x := range a.config.servers {
		server := Server{Server: x.server, Mechanisms: x.mechanisms, Source: source}
		if a.byMX && site(x.server.Host) != site(s.domain) {
			server.Confirm = fmt.Sprintf("MX records alone led there, and nobody signs them: does %s keep the mail of %s?", site(x.server.Host), s.domain)
		}
		if x.user != "" && s.local != "" {
			server.User = Found[string]{fill(x.user, s.local, s.domain), source}
		}
		c.servers[x.protocol] = append(c.servers[x.protocol], server)
		switch {
		case x.oauth:
			c.signIn = offersOAuth
		case x.password && c.signIn == "":
			c.signIn = offersPassword
		}
	}
	o := a.config.oauth
	c.oauth = claimOAuth{issuer: issuerURL(o.issuer), authURL: o.authURL, tokenURL: o.tokenURL, clientID: o.clientID, scopes: strings.Fields(o.scope)}
	return c
}

// issuerURL makes an issuer of what older documents write, which is a host
// name alone.
func issuerURL(text string) string {
	if text != "" && !strings.Contains(text, "://") {
		return "https://" + text
	}
	return text
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func withoutQuery(address string) string {
	before, _, _ := strings.Cut(address, "?")
	return before
}
