package discover

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"mailknock/mail/wire"
)

// srvService is a service that SRV records announce (RFC 6186 section 3, RFC
// 8314 section 5.1).
type srvService struct {
	name     string
	protocol wire.Protocol
	security wire.Security
}

// srvServices are in the order of preference: TLS from the start before
// STARTTLS (RFC 8314 section 3).
var srvServices = []srvService{
	{"imaps", wire.IMAP, wire.ImplicitTLS},
	{"imap", wire.IMAP, wire.STARTTLS},
	{"pop3s", wire.POP3, wire.ImplicitTLS},
	{"pop3", wire.POP3, wire.STARTTLS},
	{"submissions", wire.SMTP, wire.ImplicitTLS},
	{"submission", wire.SMTP, wire.STARTTLS},
}

// srvAnswer is what the records of one service say.
type srvAnswer struct {
	service srvService
	// name is _imaps._tcp.example.org.
	name    string
	servers []wire.Server
	// denied says that the target is the root: decidedly not offered (RFC
	// 6186 section 3.4).
	denied bool
	reply  reply
}

// askSRV opens the question for one service; the result asks it.
func (s *survey) askSRV(a *srvAnswer) func(context.Context) {
	q := s.open(dns, "SRV of "+a.name, "the domain")
	return func(ctx context.Context) {
		a.reply = q.ask(ctx, func(ctx context.Context) reply { return s.lookupSRV(ctx, a) })
	}
}

func (s *survey) lookupSRV(ctx context.Context, a *srvAnswer) reply {
	_, found, err := s.resolver().LookupSRV(ctx, a.service.name, "tcp", s.domain)
	if err != nil && len(found) == 0 {
		return dnsReply(err, "no SRV record")
	}
	found = slices.Clone(found[:min(len(found), maxRecords)])
	// The weight is for sharing load among many clients; here it only
	// makes the order the same every time.
	slices.SortStableFunc(found, func(x, y *netSRV) int {
		return cmp.Or(cmp.Compare(x.Priority, y.Priority), cmp.Compare(y.Weight, x.Weight), cmp.Compare(x.Target, y.Target))
	})
	words := ""
	for _, r := range found {
		if r.Target == "." || r.Target == "" {
			a.denied = true
			continue
		}
		if host := hostName(r.Target); host != "" && r.Port > 0 {
			a.servers = append(a.servers, wire.Server{Host: host, Port: int(r.Port), Security: a.service.security})
			words += fmt.Sprintf(", %s:%d", host, r.Port)
		}
	}
	switch {
	case len(a.servers) > 0:
		return answered(words[2:])
	case a.denied:
		return answered("not offered: the record says so")
	case len(found) > 0:
		return refused("the record names no host that can be used")
	}
	return nothing("no SRV record")
}

// srvClaim is what all SRV records say together.
func (s *survey) srvClaim() claim {
	c := claim{kind: fromSRV, source: "SRV records of " + s.domain, servers: map[wire.Protocol][]Server{}}
	for i := range s.srv {
		a := &s.srv[i]
		for _, server := range a.servers {
			out := Server{Server: server, Source: "SRV record " + a.name}
			if site(server.Host) != site(s.domain) {
				out.Confirm = fmt.Sprintf("DNS alone says so, and nobody signs it: does %s run the mail of %s?", site(server.Host), s.domain)
			}
			c.servers[a.service.protocol] = append(c.servers[a.service.protocol], out)
		}
	}
	return c
}
