// Package diagnose finds out why a sign-in or a check failed, in a run of this
// program ([Outcome]) and in pasted text ([Explain]). It asks nobody.
//
// Rules read the evidence and weigh causes; what a cause is called and what to
// do about it is data, in package cause.
package diagnose

import (
	"time"

	"mailknock/mail"
	"mailknock/mail/diagnose/cause"
	"mailknock/mail/wire"
)

// Facts are what a run knows beside its outcome. All of it may be missing.
type Facts struct {
	// Provider is the id of the provider, as in Hint.
	Provider string
	// Speaks is the id of the provider in whose words the sandbox answers.
	Speaks string
	// ClientID and Tenant are those of the registration.
	ClientID, Tenant string
	// Asked and Granted are scopes; Granted is nil when the provider did not
	// tell and nothing is known.
	Asked, Granted []string
	// TokenUnknown is what the provider said when it was asked about the access
	// token and did not know it; empty where it did, or was not asked.
	TokenUnknown string
	// Needs are the scopes that each protocol needs at this provider.
	Needs map[wire.Protocol][]string
	// RedirectURI is the one that was sent, or is registered.
	RedirectURI string
	// Skew is how far the provider's clock is ahead of this computer's.
	Skew time.Duration
	// Refreshed tells that the token came, or was to come, from a refresh token
	// and not from the browser.
	Refreshed bool
	// LastGood is when each protocol last passed with the settings that the
	// account has now.
	LastGood map[wire.Protocol]time.Time
	// NoRefresh is why there is no refresh token, in words; empty when there is
	// one, or none was expected.
	NoRefresh string
}

// Outcome gives every failure in o its causes, best first, at least one. It
// does not block. What the causes quote is not masked: the caller's redactor
// knows the secrets of the run.
func Outcome(o *mail.Outcome, f Facts) {
	if !o.SignIn.OK {
		o.SignIn.Causes = signIn(o, f)
	} else if f.NoRefresh != "" {
		o.SignIn.Causes = noRefresh(o, f)
	}
	for i := range o.Checks {
		if c := &o.Checks[i]; !c.OK {
			c.Causes = check(o, c, f)
		}
	}
}

// Unknown is the id of the cause that is given when nothing fits.
const Unknown = cause.Unknown
