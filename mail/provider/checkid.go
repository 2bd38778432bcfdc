package provider

import "strings"

// clientID remarks on the client id: first on what was pasted along, then on
// what it is instead.
func (c *check) clientID() {
	const field = "client_id"
	id := c.typed.ClientID
	if id == "" {
		return
	}
	if text := litter("the client id", id); text != "" {
		c.wrong(field, text)
		return
	}
	lower := strings.ToLower(id)
	switch {
	case strings.Contains(id, "…") || strings.HasPrefix(id, "00000000-0000-0000-"):
		c.wrong(field, "This is only the example of what a client id looks like: copy yours from the provider.")
	case strings.HasPrefix(id, "AIza"):
		c.wrong(field, "This is an API key. It opens no mailbox: create an OAuth client of the type “Desktop app” and copy its client id.")
	case strings.HasPrefix(id, "GOCSPX-"):
		c.wrong(field, "This is the client secret. The client id ends in "+googleClient+".")
	case strings.HasSuffix(lower, ".gserviceaccount.com"):
		c.wrong(field, "This is the address of a service account, which has no client id for a sign-in: choose the service account as the way to sign in, with its JSON key file.")
	case strings.Contains(id, "@"):
		c.wrong(field, "This is an e-mail address. The client id is that of your app: the provider's console shows it.")
	case strings.Contains(id, "://"):
		c.wrong(field, "This is a web address. The client id is that of your app: the provider's console shows it.")
	case c.p.google():
		c.googleID(id, lower)
	case c.p.microsoft():
		c.microsoftID(id, lower)
	case strings.HasSuffix(lower, googleClient):
		c.wrong(field, "This is a client id of Google, and the provider chosen here is "+c.p.Name+".")
	}
}

func (c *check) googleID(id, lower string) {
	const field = "client_id"
	switch {
	case lower == googleClient[1:], lower == googleClient:
		c.wrong(field, "Only the end of the client id is here: copy all of it, with the number before it.")
	case strings.HasSuffix(lower, googleClient):
		if !strings.Contains(id, "-") {
			c.suspicious(field, "Google's client ids have a dash after the number: look whether all of it is here.")
		}
	case digits.MatchString(id):
		c.wrong(field, "This is the number of the project, or of a service account. The client id ends in "+googleClient+".")
	case guid.MatchString(id):
		c.wrong(field, "This is an id of another kind, perhaps Microsoft's. Google's client ids end in "+googleClient+".")
	default:
		c.wrong(field, "Google's client ids end in "+googleClient+". You find yours under “Google Auth Platform, Clients”.")
	}
}

func (c *check) microsoftID(id, lower string) {
	const field = "client_id"
	switch {
	case guid.MatchString(id):
		if strings.EqualFold(id, c.typed.Tenant) {
			c.wrong(field, "The client id and the tenant are the same: one of them was copied twice. The overview of your app shows both, as “Application (client) ID” and “Directory (tenant) ID”.")
		}
	case guid.MatchString(strings.Trim(id, "{}")):
		c.wrong(field, "There are braces around it: take them out.")
	case strings.HasSuffix(lower, googleClient):
		c.wrong(field, "This is a client id of Google. Microsoft's look like "+c.p.ClientIDHint+".")
	case strings.Contains(id, "~"):
		c.wrong(field, "This looks like a client secret. The client id looks like "+c.p.ClientIDHint+" and is called “Application (client) ID”.")
	default:
		c.wrong(field, "Microsoft's client ids look like "+c.p.ClientIDHint+". Yours is called “Application (client) ID”, and it is neither the app's name nor its Application ID URI.")
	}
}
