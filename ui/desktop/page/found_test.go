package page

import (
	"mailknock/mail/discover"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

const (
	ownConfig = "fabrikam.org's own configuration at https://autoconfig.fabrikam.org/mail/config-v1.1.xml"
	hosterMX  = "MX records alone led there, and nobody signs them: does hoster.example keep the mail of fabrikam.org?"
)

func found[T any](value T, source string) discover.Found[T] {
	return discover.Found[T]{Value: value, Source: source}
}

// asked are the questions of every lookup here.
func asked() []discover.Asked {
	return []discover.Asked{
		{Who: "the name servers", What: "MX of fabrikam.org", Sent: "the domain", Outcome: discover.Answered, Result: "mx1.hoster.example"},
		{Who: "autoconfig.fabrikam.org", What: "https://autoconfig.fabrikam.org/mail/config-v1.1.xml?emailaddress=anna%40fabrikam.org", Sent: "the whole address", Outcome: discover.Nothing, Result: "there is no such host"},
		{Who: "autoconfig.thunderbird.net", What: "https://autoconfig.thunderbird.net/v1.1/fabrikam.org", Sent: "the domain", Outcome: discover.Failed, Result: "no answer in time"},
		{Who: "autoconfig.fabrikam.org", What: "http://autoconfig.fabrikam.org/mail/config-v1.1.xml", Sent: "nothing", Outcome: discover.Refused, Result: "not asked: anybody on the way can change what comes without TLS"},
	}
}

// ownServer is a domain that describes itself, with a registration endpoint.
func ownServer() discover.Result {
	server := func(host string, port int) []discover.Server {
		return []discover.Server{{Server: wire.Server{Host: host, Port: port, Security: wire.ImplicitTLS}, Source: ownConfig}}
	}
	const metadata = "the metadata of https://id.fabrikam.org at https://id.fabrikam.org/.well-known/oauth-authorization-server"
	return discover.Result{
		Address: "anna@fabrikam.org", Domain: "fabrikam.org",
		Provider: found(provider.Custom, "no provider of the table was recognised"), Name: found("Fabrikam Mail", ownConfig),
		Servers: map[wire.Protocol][]discover.Server{wire.IMAP: server("imap.fabrikam.org", 993), wire.SMTP: server("smtp.fabrikam.org", 465)},
		OAuth: discover.OAuth{
			Issuer: found("https://id.fabrikam.org", ownConfig), AuthURL: found("https://id.fabrikam.org/a", metadata), TokenURL: found("https://id.fabrikam.org/t", metadata),
			RegistrationURL: found("https://id.fabrikam.org/register", metadata), Scopes: found([]string{"mail", "offline_access"}, metadata),
		},
		Asked:     asked(),
		Conflicts: []discover.Conflict{{What: "IMAP server", Taken: "imap.fabrikam.org:993/tls", TakenSource: ownConfig, Other: "mail.hoster.example:993/tls", OtherSource: "SRV record _imaps._tcp.fabrikam.org"}},
		Notes:     []string{"autoconfig.fabrikam.org hands the question on to config.hoster.example, which is another site."},
		Needs:     []discover.Need{{Kind: discover.NeedRegistration, Text: "A registration of this program: id.fabrikam.org can make one by itself, if you agree."}},
	}
}

// hosted leads to servers that somebody has to vouch for.
func hosted() discover.Result {
	r := ownServer()
	r.Conflicts, r.Notes = nil, nil
	for _, list := range r.Servers {
		list[0].Confirm = hosterMX
	}
	return r
}

// googles is a domain whose mail Google keeps.
func googles() discover.Result {
	p, err := provider.ByID(provider.Google)
	if err != nil {
		panic(err)
	}
	r := discover.Result{Address: "anna@fabrikam.org", Domain: "fabrikam.org", Provider: found(provider.Google, "MX record aspmx.l.google.com"), Asked: asked(), Servers: map[wire.Protocol][]discover.Server{}}
	for protocol, list := range p.Servers {
		r.Servers[protocol] = []discover.Server{{Server: list[0], Source: "MX record aspmx.l.google.com, then the table of providers (Google)"}}
	}
	r.OAuth.Issuer = found(p.Issuer, "the table of providers (Google)")
	return r
}

// unknown is a domain that nobody knows.
func unknown() discover.Result {
	return discover.Result{
		Address: "anna@fabrikam.org", Domain: "fabrikam.org", Provider: found(provider.Custom, "no provider of the table was recognised"), Asked: asked(),
		Needs: []discover.Need{
			{Kind: discover.NeedSignIn, Text: "Where one signs in: the issuer (https://…), or the authorization URL and the token URL."},
			{Kind: discover.NeedServers, Text: "The servers: host and port for IMAP, POP3 or SMTP."},
			{Kind: discover.NeedRegistration, Text: "A registration of this program there."},
		},
	}
}

// lookups plays the network for a form.
type lookups struct {
	asked   []string
	stopped int
	tell    func(int, discover.Asked)
	end     func(discover.Result, error)
}

func (l *lookups) serve(f *Form) {
	f.OnLeft = func() {}
	f.OnLookUp = func(address, _ string, tell func(int, discover.Asked), end func(discover.Result, error)) func() {
		l.asked = append(l.asked, address)
		l.tell, l.end = tell, end
		return func() { l.stopped++ }
	}
}

// lookedUp is a form whose lookup ended so.
func lookedUp(r discover.Result) func(*Form) {
	return func(f *Form) {
		l := &lookups{}
		l.serve(f)
		f.top.address.SetText("anna@fabrikam.org")
		f.AddressLeft()
		for i, a := range r.Asked {
			l.tell(i, a)
		}
		l.end(r, nil)
	}
}
