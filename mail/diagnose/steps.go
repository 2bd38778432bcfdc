package diagnose

import (
	"time"

	"mailknock/mail/diagnose/cause"
	"mailknock/mail/wire"
)

// choose fills in what the steps of the advice are chosen by, and what follows
// from the other values.
func (s *scene) choose(v cause.Values) {
	if v["provider"] == "" {
		v["provider"] = s.whose(v)
	}
	v["grant"] = s.grant
	switch {
	case s.appOnly:
		v["grant"] = "client"
	case s.grant == "" && s.token != nil && s.token.User != "", s.grant == "" && !s.live && s.protocol != wire.OAuth:
		v["grant"] = "code" // somebody signed in, as far as it shows
	}
	switch {
	case s.grant == "assertion", s.any("client assertion|key file|private key|thumbprint"):
		v["proof"] = "key"
	case s.any("client secret"):
		v["proof"] = "secret"
	}
	if d, err := time.ParseDuration(v["wait"]); err == nil {
		v["wait"] = inWords(d)
	}
	if v["wait"] == "" {
		v["wait"] = s.waiting()
	}
	if v["tenant"] != "consumers" && v["provider"] == "microsoft" {
		v["consent_tenant"] = consentTenant(v["tenant"])
	}
	// Who sends is the mailbox, or whoever signed in for it.
	v["trustee"] = v["user"]
	if v["from"] == v["user"] {
		v["trustee"] = v["token_user"]
	}
	if v["from"] == v["trustee"] {
		v["trustee"] = ""
	}
}

// choose does so for a run.
func (l *live) choose() {
	l.values["provider"] = stepsOf(family4(l.facts.Speaks))
	l.scene.choose(l.values)
	if l.outcome.Account.KeyFile != "" {
		l.values["proof"] = "key"
	}
}

// consentTenant is what stands for a tenant in the address where an
// administrator consents: one that takes everybody is the one of whoever opens
// it (https://learn.microsoft.com/en-us/entra/identity-platform/v2-admin-consent).
func consentTenant(tenant string) string {
	if tenant == "" || tenant == "common" {
		return "organizations"
	}
	return tenant
}

// whose servers or sign-in it is about, as labels of steps are: one of the
// giants, "custom" for another, "" when nobody knows.
func (s *scene) whose(v cause.Values) string {
	own, host := stepsOf(s.provider), stepsOf(hostProvider(v["host"]))
	switch {
	case v["aadsts"] != "":
		return "microsoft"
	case host != "" && (own == "" || own == "custom"):
		return host
	case own == "":
		return s.spokenOf() // a run has not looked for it yet
	}
	return own
}

// stepsOf gives the provider whose label stands before steps for another.
func stepsOf(provider string) string {
	switch provider {
	case "", "google", "microsoft", "yahoo", "icloud":
		return provider
	case "aol":
		return "yahoo"
	}
	return "custom"
}
