package present

import (
	"slices"
	"strings"

	"mailknock/mail"
	"mailknock/mail/provider"
)

// RegistrationStep is one line of “How do I get one?”.
type RegistrationStep struct {
	Text string
	// Link is set where the step opens the provider's console.
	Link, LinkName string
	// Copies are what the step wants typed somewhere.
	Copies []string
}

// RegistrationSteps gives the provider's steps for a way to sign in. What is
// to be copied stands beside them, and not in the text.
func RegistrationSteps(p provider.Provider, way mail.Method, redirect string, scopes []string) []RegistrationStep {
	// The placeholders are kept: each becomes a link, or something to copy.
	r := p.Registration
	r.Console = "{console}"
	var steps []RegistrationStep
	for _, text := range r.Help(string(way), "{redirect}", []string{"{scopes}"}) {
		// Where nobody signs in no browser comes back, and nobody is asked for
		// consent to single scopes.
		if way == mail.ClientCredentials && (strings.Contains(text, "{redirect}") || strings.Contains(text, "{scopes}")) {
			continue
		}
		var s RegistrationStep
		if strings.Contains(text, "{console}") {
			s.Link, s.LinkName = p.Registration.Console, p.Registration.ConsoleName
			text = strings.ReplaceAll(text, "{console}", "the console")
		}
		if strings.Contains(text, "{redirect}") {
			s.Copies = append(s.Copies, redirect)
			text = strings.ReplaceAll(text, "the redirect URI {redirect}", "this redirect URI")
			text = strings.ReplaceAll(text, "{redirect}", "this URI")
		}
		if strings.Contains(text, "{scopes}") {
			s.Copies = append(s.Copies, strings.Join(scopes, "\n"))
			text = strings.ReplaceAll(text, "{scopes}", "these scopes")
			if len(scopes) == 1 {
				text = strings.ReplaceAll(text, "these scopes", "the scope")
			}
		}
		s.Copies = slices.DeleteFunc(s.Copies, func(c string) bool { return c == "" })
		s.Text = Sentence(text)
		steps = append(steps, s)
	}
	return steps
}

// ScopesToRegister leaves out what asks only for a refresh token, or for who
// signed in: nobody registers those.
func ScopesToRegister(p provider.Provider, scopes []string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), func(s string) bool {
		return slices.Contains(p.IdentityScopes, s) || slices.Contains(p.OfflineScopes, s)
	})
}
