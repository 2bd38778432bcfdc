package provider

import (
	"regexp"
	"strings"

	"mailknock/mail/wire"
)

// Severity says how sure a remark is.
type Severity string

// Wrong cannot work; Suspicious may, but seldom does.
const (
	Wrong      Severity = "wrong"
	Suspicious Severity = "suspicious"
)

// Remark is what catches the eye about a registration that was typed.
type Remark struct {
	// Field is "client_id", "client_secret", "tenant" or "redirect_host".
	Field string
	// Text is a sentence that says what is wrong and what to do. It never
	// quotes what was typed.
	Text     string
	Severity Severity
}

// Typed is a registration as a person typed or pasted it.
type Typed struct {
	ClientID     string
	Secret       wire.Secret
	Tenant       string
	RedirectHost string
	// AppOnly tells that no person signs in (client credentials).
	AppOnly bool
	// Certificate tells that a certificate stands for the secret, or that a
	// secret is saved already.
	Certificate bool
}

// CheckRegistration tells what is wrong with a registration, as far as one can
// see without asking the provider. An empty client id is not remarked on: the
// person may still be typing.
func CheckRegistration(p Provider, t Typed) []Remark {
	c := &check{p: p, typed: t, secret: t.Secret.Reveal()}
	if p.OAuth() && p.ID != Sandbox {
		c.clientID()
		c.clientSecret()
		c.tenant()
		c.redirectHost()
	}
	return c.remarks
}

type check struct {
	p       Provider
	typed   Typed
	secret  string
	remarks []Remark
}

func (c *check) wrong(field, text string) {
	c.remarks = append(c.remarks, Remark{field, text, Wrong})
}

func (c *check) suspicious(field, text string) {
	c.remarks = append(c.remarks, Remark{field, text, Suspicious})
}

var (
	guid = regexp.MustCompile(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)
	// tenantPattern lets nothing through that leads a URL elsewhere.
	tenantPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$`)
	address       = regexp.MustCompile(`^[^@\s/~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
	digits        = regexp.MustCompile(`^[0-9]+$`)
	// pastedName is a field's name that was copied along with its value, from
	// a configuration file or a JSON.
	pastedName = regexp.MustCompile(`(?i)^["']?(client|app|application|azure|oauth|google)?[ _-]*(id|client[ _-]?id|secret|client[ _-]?secret|tenant|tenant[ _-]?id)["']? *[=:]`)
)

const googleClient = ".apps.googleusercontent.com"

// google tells whether the endpoints are Google's, whatever the id.
func (p Provider) google() bool { return hostOf(p.AuthURL) == "accounts.google.com" }

// microsoft tells whether the endpoints are Microsoft's, in any of its clouds.
func (p Provider) microsoft() bool {
	host := hostOf(p.AuthURL)
	return strings.HasPrefix(host, "login.microsoftonline.") || strings.HasPrefix(host, "login.partner.microsoftonline.")
}

// litter tells what was pasted along with a value, whatever the value is.
func litter(what, text string) string {
	switch {
	case strings.TrimSpace(text) == "":
		return "There are only spaces here: copy " + what + " anew."
	case strings.ContainsAny(strings.Trim(text, "\r\n"), "\r\n"):
		return "There is a line break inside: copy " + what + " alone, in one piece."
	case strings.TrimSpace(text) != text:
		return "There is a space or a line break before or after it: take it out."
	case pastedName.MatchString(text):
		return "The name of the field was copied along: leave only " + what + ", which stands after the = or the colon."
	case strings.ContainsAny(text, "\"'`“”„«»"):
		return "There are quotes around it or in it: take them out."
	case strings.ContainsAny(text, " \t\u00a0"):
		return "There is a space inside: copy " + what + " anew, in one piece."
	case wire.Visible([]byte(text)) != text:
		return "There is a character in it that nobody can see: copy " + what + " anew, or type it."
	}
	return ""
}
