package provider

import "strings"

// clientSecret remarks on the client secret: whether one belongs here, then on
// what was pasted along, then on what it is instead. It never quotes it.
func (c *check) clientSecret() {
	const field = "client_secret"
	if c.secret == "" {
		c.missingSecret()
		return
	}
	if c.p.Secret == SecretNone && !c.typed.AppOnly {
		text := "This type of registration has no secret, and " + c.p.Name + " refuses a sign-in that sends one: leave the field empty."
		if c.p.microsoft() {
			text += " If your app is of the platform “Web”, add “Mobile and desktop applications” with http://localhost to it."
		}
		c.wrong(field, text)
		return
	}
	if text := otherThing(c.secret); text != "" {
		c.wrong(field, text)
		return
	}
	if text := litter("the secret", c.secret); text != "" {
		// Elsewhere a secret may hold anything.
		if c.p.google() || c.p.microsoft() {
			c.wrong(field, text)
		} else {
			c.suspicious(field, text)
		}
		return
	}
	switch s := c.secret; {
	case c.typed.ClientID == s:
		c.wrong(field, "This is the client id once more: the secret stands beside it in the console.")
	case strings.Contains(s, "***"), strings.ContainsAny(s, "•…●"):
		c.wrong(field, "The console shows only a part of this secret, the rest is masked. It shows a secret whole only once: create a new one and copy it at once.")
	case strings.HasPrefix(s, "AIza"):
		c.wrong(field, "This is an API key, and no client secret: the secret stands beside the client id.")
	case strings.HasSuffix(strings.ToLower(s), googleClient):
		c.wrong(field, "This is a client id. The secret starts with GOCSPX- and stands beside it.")
	case address.MatchString(s):
		c.suspicious(field, "This looks like an e-mail address. The client secret is that of your app: the provider's console shows it.")
	case guid.MatchString(s) && c.p.microsoft():
		c.wrong(field, "This is the secret's ID. The secret itself stands in the column “Value”, and only until you leave the page: create a new one if it is gone.")
	case guid.MatchString(s) && c.p.google():
		c.wrong(field, "This is an id, and not the secret, which starts with GOCSPX-.")
	case guid.MatchString(s):
		c.suspicious(field, "This looks like the id of a secret, and not like the secret itself.")
	case c.p.google() && !strings.HasPrefix(s, "GOCSPX-"):
		c.suspicious(field, "Google's client secrets start with GOCSPX-; only those of clients made before 2021 or so do not.")
	}
}

func (c *check) missingSecret() {
	const field = "client_secret"
	switch {
	case c.typed.ClientID == "" || c.typed.Certificate:
	case c.typed.AppOnly:
		c.wrong(field, "Without a person who signs in, the app itself has to prove who it is: type its client secret, or choose its certificate.")
	case c.p.Secret == SecretRequired:
		c.wrong(field, c.p.Name+" wants the client secret too, also from a desktop app: copy it from where the client id stands.")
	}
}

// otherThing tells what a long paste in the secret's field really is.
func otherThing(secret string) string {
	s := strings.TrimSpace(secret)
	switch {
	case strings.Contains(s, "-----BEGIN"):
		return "This is a certificate or a key: choose its file instead of pasting it here."
	case strings.HasPrefix(s, "{"):
		return "This is a whole JSON file: copy only the value of client_secret out of it, or choose the file if it is a service account's."
	case strings.HasPrefix(s, "eyJ"), strings.HasPrefix(s, "ya29."), strings.HasPrefix(s, "1//"):
		return "This is a token, and no client secret: the secret stands beside the client id in the console."
	}
	return ""
}
