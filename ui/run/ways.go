package run

import (
	"slices"

	"mailknock/mail"
	"mailknock/mail/provider"
)

// Ways gives the ways to sign in that a provider has, the usual one first. An
// access token that the person brought is good everywhere, and not named.
func Ways(p provider.Provider) []mail.Method {
	if !p.OAuth() {
		return nil
	}
	ways := []mail.Method{mail.Code}
	byIssuer := p.ByIssuer || p.ID == provider.Sandbox
	if p.DeviceURL != "" || byIssuer {
		ways = append(ways, mail.Device)
	}
	if p.ClientCredentialsScope != "" || byIssuer {
		ways = append(ways, mail.ClientCredentials)
	}
	if len(p.ServiceAccountScopes) > 0 || p.ID == provider.Sandbox {
		ways = append(ways, mail.ServiceAccount)
	}
	if p.ID != provider.Sandbox {
		ways = append(ways, mail.GivenRefresh)
	}
	return ways
}

// checkWay refuses a way to sign in that the provider does not have.
func checkWay(p provider.Provider, m mail.Method) error {
	switch {
	case !p.OAuth():
		return field("provider", "%s", noOAuth(p))
	case m == "" || m == mail.GivenToken || slices.Contains(Ways(p), m):
		return nil
	case m == mail.Device && p.DeviceNote != "":
		return field("method", "%s: %s", p.Name, p.DeviceNote)
	case m == mail.Device:
		return field("method", "%s offers no sign-in with a code on another device: sign in with the browser", p.Name)
	case m == mail.ClientCredentials:
		return field("method", "%s lets no app into a mailbox by itself: sign in as the person", p.Name)
	case m == mail.ServiceAccount:
		return field("method", "service accounts are Google's: %s has none", p.Name)
	}
	return field("method", "%q is no way to sign in: code, device, client-credentials or service-account", m)
}

// checkSignIn tells what a sign-in lacks.
func checkSignIn(p provider.Provider, a mail.Account, hasSecret bool) error {
	if err := checkWay(p, a.Method); err != nil {
		return err
	}
	proven := hasSecret || a.KeyFile != ""
	switch {
	case p.ID == provider.Sandbox:
		return nil
	case a.Method == mail.ServiceAccount:
		if a.KeyFile == "" {
			return field("key_file", "name the JSON key file of the service account")
		}
		return nil
	case a.ClientID == "":
		return field("client_id", "%s lets a program in only by a client id of your own: register one and type it here", p.Name)
	case a.Method == mail.ClientCredentials && !proven:
		return field("client_secret", "an app that signs in for itself needs its client secret, or its key file")
	case p.Secret == provider.SecretRequired && !proven:
		return field("client_secret", "%s wants the client secret that belongs to the client id", p.Name)
	case p.ByIssuer && a.Issuer == "" && p.Issuer == "" && (a.AuthURL == "" || a.TokenURL == ""):
		return field("issuer", "type the issuer of your identity provider, like https://id.example.org")
	}
	return nil
}
