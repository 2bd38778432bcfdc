package discover

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// paccDocument is the part of a PACC document that is used
// (draft-ietf-mailmaint-pacc-03 section 4; -02 calls submission "smtp").
type paccDocument struct {
	imap, pop3, submit string
	// jmap is the URL of an HTTP service, which can name its authorization
	// server (RFC 9728).
	jmap string
	// oauth says that there is an OAuth part, issuer what it names.
	oauth    bool
	issuer   string
	password bool
	name     string
	// old says that submission is called smtp, as up to -02.
	old bool
}

// parsePACC reads a document. Members it does not know are left out.
func parsePACC(data []byte) (*paccDocument, error) {
	var raw struct {
		Protocols map[string]struct {
			Host string `json:"host"`
			URL  string `json:"url"`
		} `json:"protocols"`
		Authentication struct {
			OAuthPublic *struct {
				Issuer string `json:"issuer"`
			} `json:"oauth-public"`
			Password bool `json:"password"`
		} `json:"authentication"`
		Info struct {
			Provider struct {
				Name string `json:"name"`
			} `json:"provider"`
		} `json:"info"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, brokenJSON(err)
	}
	if raw.Protocols == nil {
		return nil, errors.New("the document names no protocols")
	}
	d := &paccDocument{password: raw.Authentication.Password, name: shown(raw.Info.Provider.Name)}
	for name, to := range map[string]*string{"imap": &d.imap, "pop3": &d.pop3, "submit": &d.submit} {
		*to = hostName(raw.Protocols[name].Host)
	}
	if d.submit == "" {
		d.submit = hostName(raw.Protocols["smtp"].Host)
		d.old = d.submit != ""
	}
	if u := raw.Protocols["jmap"].URL; checkURL(u) == nil {
		d.jmap = u
	}
	if o := raw.Authentication.OAuthPublic; o != nil {
		d.oauth, d.issuer = true, shown(o.Issuer)
	}
	return d, nil
}

// brokenJSON makes a sentence of why JSON cannot be read.
func brokenJSON(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("the JSON is broken at byte %d", syntax.Offset)
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Errorf("the JSON has the wrong kind of value in %q", shown(kind.Field))
	}
	return errors.New("the JSON is not an object of settings")
}

// paccURL and paccRecord are where a domain's document and its digest are.
func paccURL(domain string) string {
	return "https://ua-auto-config." + domain + "/.well-known/user-agent-configuration.json"
}

func paccRecord(domain string) string { return "_ua-auto-config." + domain }

// askPACC opens the questions for the document and its digest; the results ask
// them, side by side.
func (s *survey) askPACC() (document, digest func(context.Context)) {
	p := &s.pacc
	page := s.open("ua-auto-config."+s.domain, paccURL(s.domain), "the domain")
	record := s.open(dns, "TXT of "+paccRecord(s.domain), "the domain")
	looked := make(chan struct{})
	digest = func(ctx context.Context) {
		defer close(looked)
		p.txtReply = record.ask(ctx, s.lookupDigest)
	}
	document = func(ctx context.Context) {
		p.reply = page.ask(ctx, func(ctx context.Context) reply {
			r := s.fetchPACC(ctx)
			<-looked
			if p.document != nil {
				r = p.confirm()
			}
			return r
		})
	}
	return document, digest
}

func (s *survey) lookupDigest(ctx context.Context) reply {
	found, err := s.resolver().LookupTXT(ctx, paccRecord(s.domain))
	if err != nil && len(found) == 0 {
		return dnsReply(err, "no digest of a PACC document")
	}
	s.pacc.digests = digests(found[:min(len(found), maxRecords)])
	if len(s.pacc.digests) == 0 {
		return nothing("no digest of a PACC document")
	}
	return answered("the digest of a PACC document")
}

// fetchPACC gets the document, which counts only when it is confirmed.
func (s *survey) fetchPACC(ctx context.Context) reply {
	d, r := s.fetch(ctx, paccURL(s.domain), false)
	if d == nil {
		return r
	}
	s.pacc.body = d.body
	document, err := parsePACC(d.body)
	if err != nil {
		return unreadable(err)
	}
	s.pacc.document = document
	return reply{}
}

// confirm compares the document with the digests.
func (p *paccAnswer) confirm() reply {
	switch {
	case p.matches():
		p.trusted = true
		return answered("PACC settings, confirmed by their digest in DNS")
	case p.txtReply.outcome == Failed:
		return refused("PACC settings came, but the name servers did not tell their digest: not used")
	case len(p.digests) == 0:
		return refused("PACC settings came, but no digest in DNS confirms them: not used")
	}
	return refused("PACC settings came, but they are not those whose digest is in DNS: not used")
}

// paccAnswer is everything that is known of a domain's PACC document.
type paccAnswer struct {
	reply, txtReply reply
	body            []byte
	digests         [][]byte
	document        *paccDocument
	trusted         bool
}

// paccClaim is what a trusted document says. All text protocols speak TLS from
// the start on their own port.
func (s *survey) paccClaim() claim {
	d := s.pacc.document
	source := "PACC settings of " + s.domain + " at " + paccURL(s.domain)
	c := claim{kind: fromPACC, source: source, name: d.name, servers: map[wire.Protocol][]Server{}}
	var mechanisms []sasl.Mechanism
	if d.oauth {
		c.oauth.issuer = d.issuer
		mechanisms = []sasl.Mechanism{sasl.OAUTHBEARER, sasl.XOAUTH2}
		c.signIn = offersOAuth
	} else if d.password {
		c.signIn = offersPassword
	}
	for _, e := range []struct {
		protocol wire.Protocol
		host     string
		port     int
	}{{wire.IMAP, d.imap, 993}, {wire.POP3, d.pop3, 995}, {wire.SMTP, d.submit, 465}} {
		if e.host != "" {
			c.servers[e.protocol] = []Server{{
				Server: wire.Server{Host: e.host, Port: e.port, Security: wire.ImplicitTLS}, Mechanisms: mechanisms, Source: source,
			}}
		}
	}
	return c
}
