package discover

import (
	"context"
	"slices"
	"sync"
	"time"

	"mailknock/mail/wire"
)

// survey is everything that one domain was asked, and what came.
type survey struct {
	*Finder
	domain, local string
	log           askedLog
	work          sync.WaitGroup

	mx       []string
	mxAnswer reply
	mxRule   mxRule
	// mxKnown says that the table of providers holds the rule's.
	mxKnown bool

	srv       []srvAnswer
	pacc      paccAnswer
	configs   []configAnswer
	resources []resourceAnswer
	issuers   []issuerAnswer
}

func (f *Finder) survey(domain, local string) *survey {
	s := &survey{Finder: f, domain: domain, local: local}
	s.log.tell = f.OnAsked
	for _, service := range srvServices {
		s.srv = append(s.srv, srvAnswer{service: service, name: "_" + service.name + "._tcp." + domain})
	}
	return s
}

// side runs a part beside the others.
func (s *survey) side(ctx context.Context, part func(context.Context)) {
	s.work.Go(func() { part(ctx) })
}

// run asks everybody: first those who know from the domain alone, then those
// whom the answers name. whole asks also what a form does not need.
func (s *survey) run(ctx context.Context, whole bool) {
	ctx, cancel := context.WithTimeout(ctx, s.all())
	defer cancel()
	s.askDomain(ctx, whole)
	if s.mxKnown && !whole {
		return // the table of providers has the rest
	}
	s.askHosters(ctx, whole)
	s.askResources(ctx, whole)
	s.askIssuers(ctx, whole)
}

// askDomain asks everybody who knows from the domain alone, side by side.
func (s *survey) askDomain(ctx context.Context, whole bool) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s.configs = append(s.ownConfigs(), ispdbConfig(s.domain))
	var timer *time.Timer
	mx := s.askMX()
	s.side(ctx, func(ctx context.Context) {
		mx(ctx)
		if s.mxKnown && !whole {
			timer = time.AfterFunc(grace, func() { cancel(errEnough) })
		}
	})
	document, digest := s.askPACC()
	s.side(ctx, document)
	s.side(ctx, digest)
	for i := range s.configs {
		s.side(ctx, s.askConfig(&s.configs[i]))
	}
	for i := range s.srv {
		s.side(ctx, s.askSRV(&s.srv[i]))
	}
	s.work.Wait()
	if timer != nil {
		timer.Stop()
	}
	s.refusePlain()
}

// askHosters asks the ISPDB about whoever takes the mail, when nobody knows the
// domain itself.
func (s *survey) askHosters(ctx context.Context, whole bool) {
	known := slices.ContainsFunc(s.configs, func(a configAnswer) bool { return a.config != nil })
	if known && !whole {
		return
	}
	var configs []configAnswer
	for _, name := range s.mxDomains() {
		a := ispdbConfig(name)
		a.sent, a.byMX = "the domain of the MX record", true
		configs = append(configs, a)
	}
	for i := range configs {
		s.side(ctx, s.askConfig(&configs[i]))
	}
	s.work.Wait()
	s.configs = append(s.configs, configs...)
}

// askResources asks the services themselves who gives tokens for them, when
// nobody said.
func (s *survey) askResources(ctx context.Context, whole bool) {
	if len(s.namedIssuers()) > 0 && !whole {
		return
	}
	for _, of := range s.hosts() {
		s.resources = append(s.resources, resourceAnswer{of: of})
	}
	for i := range s.resources {
		s.side(ctx, s.askResource(&s.resources[i]))
	}
	s.work.Wait()
}

// hosts gives the resources that may tell their authorization server: the JMAP
// session, the mail servers and the domain, as far as they are the domain's
// own.
func (s *survey) hosts() []string {
	var all []string
	add := func(of string) {
		if of != "" && !slices.Contains(all, of) && len(all) < 4 {
			all = append(all, of)
		}
	}
	if s.pacc.trusted {
		add(s.pacc.document.jmap)
	}
	for _, c := range s.claims() {
		for _, server := range c.servers[wire.IMAP] {
			if c.kind != fromSRV || server.Confirm == "" {
				add("https://" + server.Host)
			}
		}
	}
	add("https://" + s.domain)
	return all
}

// askIssuers asks the issuers for their endpoints. A form needs one; when nobody
// named any, the mail server and the domain may be one themselves.
func (s *survey) askIssuers(ctx context.Context, whole bool) {
	issuers := s.namedIssuers()
	if !whole && len(issuers) > 1 {
		issuers = issuers[:1]
	}
	guessed := len(issuers) == 0
	if guessed {
		for _, of := range s.hosts() {
			if of == "https://"+hostOf(of) {
				issuers = append(issuers, of)
			}
		}
	}
	answers := make([]issuerAnswer, len(issuers))
	for i, issuer := range issuers {
		s.side(ctx, func(ctx context.Context) { answers[i] = s.askIssuer(ctx, issuer) })
	}
	s.work.Wait()
	for _, a := range answers {
		if !guessed || a.metadata != nil {
			s.issuers = append(s.issuers, a)
		}
	}
}

// namedIssuers gives the issuers that somebody named, best source first.
func (s *survey) namedIssuers() []string {
	var all []string
	for _, c := range s.claims() {
		if issuer := c.oauth.issuer; checkIssuer(issuer) == nil && !slices.Contains(all, issuer) {
			all = append(all, issuer)
		}
	}
	return all
}
