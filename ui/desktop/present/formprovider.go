package present

import (
	"maps"
	"slices"
	"strings"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// ShortName is what a provider is called in running text.
func ShortName(p provider.Provider) string {
	if strings.HasPrefix(p.ID, provider.Microsoft) {
		return "Microsoft"
	}
	return p.Name
}

// Sentences joins those that there are.
func Sentences(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), " ")
}

// GoodToKnow lists a provider's notes, and why it has no device codes.
func GoodToKnow(p provider.Provider) []string {
	notes := slices.Clone(p.Notes)
	if p.DeviceNote != "" && !slices.Contains(run.Ways(p), mail.Device) {
		notes = append(notes, p.DeviceNote)
	}
	return notes
}

// Doubts gives what no source confirmed about a provider, as far as it matters
// for a way to sign in and the protocols, a sentence each.
func Doubts(p provider.Provider, m mail.Method, protocols []wire.Protocol, byDomain bool) []string {
	var list []string
	for _, field := range slices.Sorted(maps.Keys(p.Unverified)) {
		protocol, ofServer := strings.CutPrefix(field, "servers.")
		skip := false
		switch {
		case ofServer:
			skip = !slices.Contains(protocols, wire.Protocol(protocol))
		case field == "domains":
			skip = !byDomain
		case field == "device_note":
			skip = m != mail.Device
		case field == "client_credentials_scope":
			skip = m != mail.ClientCredentials
		case field == "refresh" || strings.HasPrefix(field, "refresh."):
			skip = true // nothing of it is in the form
		case field == "redirect" || strings.HasPrefix(field, "redirect."):
			skip = m != mail.Code
		}
		if text := p.Unverified[field]; !skip && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// shownFields are those of a provider that a form shows, by the words for them.
var shownFields = []struct{ field, words string }{
	{"name", "name"},
	{"domains", "domains"},
	{"issuer", "issuer"},
	{"auth_url", "authorization endpoint"},
	{"token_url", "token endpoint"},
	{"device_url", "device endpoint"},
	{"scopes", "scopes"},
	{"scopes.imap", "IMAP scopes"},
	{"scopes.pop3", "POP3 scopes"},
	{"scopes.smtp", "SMTP scopes"},
	{"servers", "servers"},
	{"servers.imap", "IMAP server"},
	{"servers.pop3", "POP3 server"},
	{"servers.smtp", "SMTP server"},
	{"mechanisms", "mechanisms"},
	{"secret", "client secret rule"},
	{"registration", "registration help"},
}

// Brought tells what of a provider a file of the person's own brought, and
// which file; empty: nothing.
func Brought(id string, origin func(id, field string) string) string {
	var words []string
	file := ""
	whole := "" // all of a field came from there, not single parts of it
	for _, f := range shownFields {
		from := origin(id, f.field)
		name, _, part := strings.Cut(f.field, ".")
		if from == "" || from == provider.OriginBuiltIn || part && name == whole {
			continue
		}
		if !part {
			whole = name
		}
		file = from
		words = append(words, f.words)
	}
	if len(words) == 0 {
		return ""
	}
	return "From " + file + ": " + strings.Join(words, ", ") + "."
}

// PasswordServers lists the servers of a provider without OAuth, to be typed
// into a mail program.
func PasswordServers(p provider.Provider) string {
	var lines []string
	for _, protocol := range wire.MailProtocols {
		if list := p.Servers[protocol]; len(list) > 0 {
			lines = append(lines, ProtocolName(protocol)+"  "+list[0].Address()+"  "+SecurityWord(list[0].Security))
		}
	}
	return strings.Join(lines, "\n")
}
