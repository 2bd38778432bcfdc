package run

import (
	"maps"

	"mailknock/mail"
	"mailknock/mail/diagnose"
	"mailknock/mail/wire"
)

// Try gives the request of an experiment: r with one thing changed. How it
// ends is not kept beside the account.
func Try(r Request, e diagnose.Experiment) Request {
	r.Account = Keep(r.Account, e)
	r.Trial = true
	r.OnlyIPv4 = e.OnlyIPv4
	r.FreshToken = e.FreshToken
	return r
}

// Keep gives an account with what an experiment changed in it.
func Keep(a mail.Account, e diagnose.Experiment) mail.Account {
	a.Mechanism = first(e.Mechanism, a.Mechanism)
	if e.User != "" {
		a.User, a.SMTPUser, a.From = e.User, "", ""
	}
	if len(e.Servers) > 0 {
		servers := map[wire.Protocol]wire.Server{}
		maps.Copy(servers, a.Servers)
		maps.Copy(servers, e.Servers)
		a.Servers = servers
	}
	return a
}
