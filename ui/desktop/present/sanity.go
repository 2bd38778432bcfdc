package present

import (
	"regexp"
	"strings"

	"mailknock/mail/provider"
)

// Note is a remark about a field, with how it stands: Passed, Warned, or Never
// where there is nothing to say.
type Note struct {
	Status Status
	Text   string
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)

const googleClient = ".apps.googleusercontent.com"

// ClientIDNote tells what a client id looks like.
func ClientIDNote(p provider.Provider, id string) Note {
	id = strings.TrimSpace(id)
	switch {
	case id == "":
	case strings.ContainsAny(id, " \t\r\n"):
		return Note{Warned, "There is a space in it. Copy the client id anew."}
	case p.ID == provider.Google && strings.HasPrefix(id, "GOCSPX-"):
		return Note{Warned, "This is the client secret. The client id ends in " + googleClient + "."}
	case p.ID == provider.Google && strings.HasSuffix(id, googleClient):
		return Note{Passed, "looks right"}
	case p.ID == provider.Google:
		return Note{Warned, "Google's client ids end in " + googleClient + "."}
	case strings.HasPrefix(p.ID, provider.Microsoft) && guid.MatchString(id):
		return Note{Passed, "looks right"}
	case strings.HasPrefix(p.ID, provider.Microsoft):
		return Note{Warned, "Microsoft's client ids look like " + p.ClientIDHint + ". It is called “Application (client) ID”."}
	}
	return Note{}
}

// SecretNote tells what a client secret looks like. It never quotes it.
func SecretNote(p provider.Provider, secret string) Note {
	secret = strings.TrimSpace(secret)
	switch {
	case secret == "":
	case p.ID == provider.Google && strings.HasPrefix(secret, "GOCSPX-"):
		return Note{Passed, "looks right"}
	case p.ID == provider.Google && strings.HasSuffix(secret, googleClient):
		return Note{Warned, "This is the client id. The secret starts with GOCSPX-."}
	case guid.MatchString(secret) && p.ID == provider.Google:
		return Note{Warned, "This is an id, not the secret. In the console the secret stands one column to the right and starts with GOCSPX-."}
	case guid.MatchString(secret):
		return Note{Warned, "This looks like the secret's id. The secret itself stands in the column “Value”."}
	case p.ID == provider.Google:
		return Note{Warned, "Google's client secrets start with GOCSPX-."}
	}
	return Note{}
}

// TokenNote tells what an access token looks like. It never quotes it.
func TokenNote(token string) Note {
	token = strings.TrimSpace(token)
	switch {
	case token == "":
	case strings.ContainsAny(token, " \t\r\n"):
		return Note{Warned, "There is a space or a line break inside. Paste the token alone, without “Bearer”."}
	case len(token) < 20:
		return Note{Warned, "This is short for an access token."}
	}
	return Note{}
}

// RegistrationStep is one line of “How do I get one?”.
type RegistrationStep struct {
	Text string
	// Link is set where the step opens the provider's console.
	Link, LinkName string
	// Copy is what the step wants typed somewhere.
	Copy string
}

// RegistrationSteps fills in the placeholders of a provider's steps.
func RegistrationSteps(p provider.Provider, redirect string, scopes []string) []RegistrationStep {
	var steps []RegistrationStep
	for _, text := range p.Registration.Steps {
		var s RegistrationStep
		if strings.Contains(text, "{console}") {
			s.Link, s.LinkName = p.Registration.Console, p.Registration.ConsoleName
			text = strings.ReplaceAll(text, "{console}", "the console")
		}
		if strings.Contains(text, "{redirect}") {
			s.Copy = redirect
			text = strings.ReplaceAll(text, "the redirect URI {redirect}", "this redirect URI")
			text = strings.ReplaceAll(text, "{redirect}", "this URI")
		}
		if strings.Contains(text, "{scopes}") {
			s.Copy = strings.Join(scopes, "\n")
			text = strings.ReplaceAll(text, "{scopes}", "these scopes")
			if len(scopes) == 1 {
				text = strings.ReplaceAll(text, "these scopes", "the scope")
			}
		}
		s.Text = text
		steps = append(steps, s)
	}
	return steps
}
