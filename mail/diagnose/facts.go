package diagnose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mailknock/auth/token"
	"mailknock/mail/diagnose/cause"
	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// describe gives what a token says about itself, for a person to compare.
func describe(i token.Info) string {
	parts := []string{i.Summary()}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+" "+value)
		}
	}
	add("scp", strings.Join(i.Scopes, " "))
	add("roles", strings.Join(i.Roles, " "))
	add("user", i.User)
	add("appid", i.AppID)
	add("oid", i.ObjectID)
	add("tid", i.TenantID)
	return strings.Join(parts, " · ")
}

var (
	guid       = `[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}`
	clientID   = regexp.MustCompile(`(?i)(?:\b(?:client|app|application)[_ ]?id["'=: ]+|application (?:with )?(?:identifier|id) ['"]?|app ['"]|application ['"])(` + guid + `|[\w.-]+\.apps\.googleusercontent\.com)`)
	tenantID   = regexp.MustCompile(`(?i)login\.microsoftonline\.com/(` + guid + `|[a-z0-9.-]+\.[a-z]{2,})/|\b(?:tenant(?:[_ ]?id)?|tid)["'=: ]+(` + guid + `)`)
	redirectIn = regexp.MustCompile(`(?i)redirect(?:_| )uri["'=: ]+(\w+:[^\s'"&<>]+)`)
	address    = regexp.MustCompile(`\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\b`)
	sender     = regexp.MustCompile(`(?i)\bMAIL FROM: ?<([^<>\s@]+@[^<>\s]+)>|\bnot allowed to send as ([^\s;@]+@[\w.-]+\w)`)
)

// values are what the text tells for the advice's placeholders.
func (s *scene) values(host string) cause.Values {
	v := cause.Values{"host": host}
	set := func(name, value string) {
		if value != "" && v[name] == "" {
			v[name] = value
		}
	}
	for _, d := range s.decoded {
		set("user", d.User)
		if d.What == text.Token {
			set("user", d.Info.User)
			set("app_id", d.Info.AppID)
			set("object_id", d.Info.ObjectID)
			set("tenant", d.Info.TenantID)
			set("token_user", d.Info.User)
		}
	}
	for _, l := range s.lines {
		if m := clientID.FindStringSubmatch(l.Text); m != nil {
			set("client_id", m[1])
		}
		if m := tenantID.FindStringSubmatch(l.Text); m != nil {
			set("tenant", m[1]+m[2])
		}
		if m := redirectIn.FindStringSubmatch(l.Text); m != nil {
			set("redirect_uri", m[1])
		}
		if m := sender.FindStringSubmatch(l.Text); m != nil {
			set("from", m[1]+m[2])
			if m[1] != "" {
				continue // it need not be who signed in
			}
		}
		if numbers := aadstsNumbers(l.Text); len(numbers) > 0 && anyNumber(l.Words) {
			set("aadsts", strconv.Itoa(numbers[len(numbers)-1]))
		}
		set("user", firstAddress(l.Text))
	}
	set("user", v["from"])
	if strings.EqualFold(v["token_user"], v["user"]) {
		delete(v, "token_user")
	}
	set("protocol", strings.ToUpper(string(s.protocol)))
	if s.appOnly && s.provider == "microsoft" {
		set("scopes", "https://outlook.office365.com/.default")
	}
	set("scopes", neededScopes(s.provider, s.protocol))
	s.choose(v)
	return v
}

// firstAddress gives the first e-mail address of a line. What stands before the
// host of a URL is none.
func firstAddress(line string) string {
	for _, at := range address.FindAllStringIndex(line, 4) {
		found := line[at[0]:at[1]]
		if before := line[:at[0]]; !strings.HasSuffix(before, ":") && !strings.HasSuffix(before, "/") && !strings.Contains(found, "googleusercontent") {
			return found
		}
	}
	return ""
}

// neededScopes are what a protocol needs.
func neededScopes(provider string, p wire.Protocol) string {
	switch provider {
	case "google":
		return "https://mail.google.com/"
	case "microsoft":
		switch p {
		case wire.POP3:
			return "https://outlook.office.com/POP.AccessAsUser.All"
		case wire.SMTP:
			return "https://outlook.office.com/SMTP.Send"
		case wire.IMAP:
			return "https://outlook.office.com/IMAP.AccessAsUser.All"
		}
		return "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
	}
	return ""
}

// companies are makers and words of what a company puts in between.
const companies = "zscaler|netskope|fortinet|fortigate|sophos|palo alto|corporate|company|proxy|blue coat|inspection"

// who has to act, where the table leaves a choice.
func (s *scene) who(id string) string {
	c := cause.Get(id)
	if len(c.Who) == 1 {
		return c.Who[0]
	}
	admin := false
	switch id {
	case "oauth.consent_required":
		admin = s.any("admin approval|admin consent|need admin|administrators approval|requires admin|only an admin|admin must|aadsts90094|aadsts90095|90094|90095")
	case "account.imap_disabled":
		// At Gmail a person cannot switch it off any more.
		admin = s.whose(nil) == "microsoft" || s.whose(nil) == "google"
	case "account.pop_disabled":
		admin = s.whose(nil) == "microsoft" || s.any("your domain|domain administrator")
	case "tls.untrusted_certificate":
		admin = s.any(companies) || slices.ContainsFunc(s.told, func(f finding) bool { return has(text.Words(f.note), companies) })
	case "token.missing_scope":
		if s.appOnly {
			return "app"
		}
	case "oauth.tenant_wrong":
		if s.any("multi tenant|consumer|user audience|signinaudience|9002331|50194") {
			return "app"
		}
		return "you"
	}
	if admin && slices.Contains(c.Who, "admin") {
		return "admin"
	}
	return c.Who[0]
}
