package diagnose

import (
	"net/netip"
	"slices"
	"strings"

	"mailknock/mail"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Experiment is a run with one thing changed, which tells a cause from its
// rivals. Every field but those that are changed is empty.
type Experiment struct {
	// Label is what a button says: "Try OAUTHBEARER".
	Label string
	// Passed and Failed say what it shows when the checks that failed before
	// pass now, and when one fails again.
	Passed, Failed string
	// Protocols are those whose checks it is about.
	Protocols []wire.Protocol
	// Lasting tells that the change can stay in the account.
	Lasting bool

	// Mechanism, User and Servers replace the account's; OnlyIPv4 leaves IPv6
	// addresses out, and FreshToken gets a new access token.
	Mechanism  sasl.Mechanism
	User       string
	OnlyIPv4   bool
	FreshToken bool
	Servers    map[wire.Protocol]wire.Server
}

// Experiments gives what could be tried after a run, the most telling first.
// It offers only what this run's causes leave open, and what the servers and
// the token of this run allow.
func Experiments(o mail.Outcome) []Experiment {
	if !o.SignIn.OK {
		return nil
	}
	var failed []mail.Result
	for _, c := range o.Checks {
		if !c.OK && !c.Stopped() {
			failed = append(failed, c)
		}
	}
	var all []Experiment
	for _, design := range []func(mail.Outcome, []mail.Result) (Experiment, bool){
		otherMechanism, ownMailbox, otherSecurity, onlyIPv4, freshToken,
	} {
		if e, ok := design(o, failed); ok {
			all = append(all, e)
		}
	}
	return all
}

// suspect tells whether one of the causes is among those of a check.
func suspect(r mail.Result, ids ...string) bool {
	return slices.ContainsFunc(r.Causes, func(c mail.Cause) bool { return slices.Contains(ids, c.ID) })
}

func otherMechanism(_ mail.Outcome, failed []mail.Result) (Experiment, bool) {
	for _, r := range failed {
		other := sasl.OAUTHBEARER
		if r.Mechanism == sasl.OAUTHBEARER {
			other = sasl.XOAUTH2
		}
		offers := func(m sasl.Mechanism) bool {
			return slices.ContainsFunc(r.Offered, func(word string) bool { return strings.Contains(strings.ToUpper(word), string(m)) })
		}
		if r.Mechanism != sasl.Auto && stepOf(&r) == string(wire.Authenticate) && offers(other) &&
			suspect(r, "server.protocol_quirk", "token.sasl_malformed", "server.token_validation", Unknown) {
			return Experiment{
				Label: "Try " + string(other), Mechanism: other, Lasting: true, Protocols: []wire.Protocol{r.Protocol},
				Passed: "The server takes this token with " + string(other) + " and refuses it with " + string(r.Mechanism) + ": its " + string(r.Mechanism) + " is broken.",
				Failed: "The server refuses both mechanisms, so the mechanism is not to blame.",
			}, true
		}
	}
	return Experiment{}, false
}

func ownMailbox(o mail.Outcome, failed []mail.Result) (Experiment, bool) {
	own := o.SignIn.Token.User
	for _, r := range failed {
		user := o.Account.UserFor(r.Protocol)
		if strings.Contains(own, "@") && !strings.EqualFold(own, user) &&
			suspect(r, "token.user_mismatch", "account.mailbox_unavailable", "account.app_not_registered", Unknown) {
			return Experiment{
				Label: "Try the mailbox of " + own, User: own, Protocols: []wire.Protocol{r.Protocol},
				Passed: "The token opens its owner's mailbox, " + own + ", and not that of " + user + ": it lacks access to that one, or was got by the wrong person.",
				Failed: "The token does not open its owner's mailbox either, so the other mailbox is not to blame.",
			}, true
		}
	}
	return Experiment{}, false
}

func otherSecurity(_ mail.Outcome, failed []mail.Result) (Experiment, bool) {
	changed := map[wire.Protocol]wire.Server{}
	var protocols []wire.Protocol
	words := ""
	for _, r := range failed {
		if !suspect(r, "tls.wrong_mode") {
			continue
		}
		server, name := r.Server, ""
		switch server.Security {
		case wire.ImplicitTLS:
			server.Security, name = wire.STARTTLS, "STARTTLS"
		case wire.STARTTLS:
			server.Security, name = wire.ImplicitTLS, "TLS at once"
		default:
			continue
		}
		if words != "" && words != name {
			name = "the other kind of TLS"
		}
		words = name
		changed[r.Protocol] = server
		protocols = append(protocols, r.Protocol)
	}
	return Experiment{
		Label: "Try " + words, Servers: changed, Lasting: true, Protocols: protocols,
		Passed: "With " + words + " it works: the port was right, and the kind of encryption was not.",
		Failed: "With " + words + " it fails too, so the kind of encryption is not all that is wrong.",
	}, len(changed) > 0
}

func onlyIPv4(_ mail.Outcome, failed []mail.Result) (Experiment, bool) {
	for _, r := range failed {
		_, err := netip.ParseAddr(r.Server.Host)
		named := err != nil
		if named && r.Remote.Is6() && suspect(r, "net.timeout", "net.reset", "server.throttled", "server.unavailable", Unknown) {
			return Experiment{
				Label: "Try IPv4 only", OnlyIPv4: true, Protocols: []wire.Protocol{r.Protocol},
				Passed: "Over IPv4 it works: the way to the server over IPv6, or what the server does with it, is broken.",
				Failed: "Over IPv4 it fails too, so IPv6 is not to blame.",
			}, true
		}
	}
	return Experiment{}, false
}

func freshToken(o mail.Outcome, failed []mail.Result) (Experiment, bool) {
	for _, r := range failed {
		if o.SignIn.Method != mail.GivenToken && stepOf(&r) == string(wire.Authenticate) &&
			suspect(r, "token.expired", "token.missing_scope", "token.wrong_audience", "server.token_validation", "account.mailbox_unavailable", Unknown) {
			return Experiment{
				Label: "Try a fresh token", FreshToken: true, Protocols: []wire.Protocol{r.Protocol},
				Passed: "A fresh token opens the door: the one before had died, or was from before a change at the provider.",
				Failed: "A fresh token is refused too, so the age of the token is not to blame.",
			}, true
		}
	}
	return Experiment{}, false
}
