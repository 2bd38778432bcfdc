package provider

import (
	"slices"
	"strings"
)

// Registration is how a person registers the program at the provider.
type Registration struct {
	// Closed says, in a sentence, that the provider registers nobody; empty
	// where it does.
	Closed      string `json:"closed"`
	Console     string `json:"console"`
	ConsoleName string `json:"console_name"`
	// RedirectURI is the one to register; empty where there is none to.
	RedirectURI string `json:"redirect_uri"`
	// Steps hold the placeholders {console}, {redirect} and {scopes}.
	Steps []string `json:"steps"`
	// StepsFor are those of a way to sign in that has its own:
	// "client-credentials", "service-account".
	StepsFor map[string][]string `json:"steps_for"`
}

// Help gives the steps for a way to sign in as plain text, with the console's
// link, the redirect URI and the scopes in them. The way is "code" or one of
// StepsFor's.
func (r Registration) Help(way, redirect string, scopes []string) []string {
	fill := strings.NewReplacer("{console}", r.Console, "{redirect}", redirect, "{scopes}", strings.Join(scopes, " "))
	steps := slices.Clone(r.Steps)
	if own := r.StepsFor[way]; len(own) > 0 {
		steps = slices.Clone(own)
	}
	for i, s := range steps {
		steps[i] = fill.Replace(s)
	}
	return steps
}
