package present

import (
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/ui/run"
)

// AllWays are the ways to sign in, in the order in which they are shown.
var AllWays = []mail.Method{mail.Code, mail.Device, mail.ClientCredentials, mail.ServiceAccount, mail.GivenRefresh, mail.GivenToken}

// Ways gives those that a provider has. The sandbox hands out tokens of its
// own alone.
func Ways(p provider.Provider) []mail.Method {
	ways := run.Ways(p)
	if p.OAuth() && p.ID != provider.Sandbox {
		ways = append(ways, mail.GivenToken)
	}
	return ways
}

// WayName is what a way to sign in is called.
func WayName(m mail.Method) string {
	switch m {
	case mail.Device:
		return "Code on another device"
	case mail.ClientCredentials:
		return "App by itself"
	case mail.ServiceAccount:
		return "Service account"
	case mail.GivenRefresh:
		return "Refresh token"
	case mail.GivenToken:
		return "Access token"
	}
	return "Browser"
}

// WayNote is a line about the way that is chosen; empty: there is nothing to
// say.
func WayNote(p provider.Provider, m mail.Method) string {
	switch m {
	case mail.Device:
		return Sentences("You type a code on any device that has a browser.", p.DeviceNote)
	case mail.ClientCredentials:
		return "App-only: nobody signs in. The app opens the mailboxes that an administrator lets it into."
	case mail.ServiceAccount:
		return "Nobody signs in. The service account stands in for the mailboxes of its Workspace."
	}
	return ""
}

// RegistrationTitle heads what a way to sign in needs; text explains it.
func RegistrationTitle(p provider.Provider, m mail.Method) (title, text string) {
	name := ShortName(p)
	custom := p.ByIssuer && p.Issuer == ""
	switch {
	case p.ID == provider.Sandbox:
		return "The built-in sandbox", "An OAuth provider and mail servers of Mailknock's own, on this machine. It needs no registration and no network, and it can play what goes wrong at real providers."
	case m == mail.GivenToken:
		return "Your access token", "Mailknock does not sign in: it checks with the token that you give it, and reads what stands in it."
	case m == mail.GivenRefresh:
		return "Your refresh token", "Mailknock gets access tokens with it. It works only for the client id that it was given to."
	case m == mail.ServiceAccount:
		return "Your service account", "Its JSON key file is all that proves it. Mailknock reads the file where it lies, and keeps no copy."
	case m == mail.ClientCredentials && !custom:
		return "Your app at " + name, "The app proves itself by its secret or by its key: one of them is enough."
	case custom:
		return "Your identity provider", "Mailknock reads the endpoints from the issuer's own description. You need them only when it has none."
	}
	return "Your app registration at " + name, name + " lets a program in only by a client id of your own. You need it once for all its accounts."
}
