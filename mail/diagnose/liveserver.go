package diagnose

import (
	"maps"
	"net/netip"
	"slices"
	"strings"

	"mailknock/mail"
	"mailknock/mail/wire"
)

// reached are the causes that a step which was passed speaks against.
var reached = map[wire.StepName][]string{
	wire.Resolve: {"net.dns"},
	wire.Connect: {"net.refused", "net.proxy"},
	wire.TLS: {
		"tls.wrong_mode", "tls.starttls_refused", "tls.untrusted_certificate", "tls.hostname_mismatch",
		"tls.certificate_expired", "tls.version_unsupported",
	},
	wire.Authenticate: {
		"server.mechanism_missing", "server.token_validation", "token.expired", "token.wrong_audience", "token.id_token_used", malformed, "token.not_sent",
	},
}

// passed tells whether a check got through a step.
func passed(r *mail.Result, name wire.StepName) bool {
	return slices.ContainsFunc(r.Steps, func(s wire.Step) bool { return s.Name == name && s.OK })
}

// ours are causes that this program rules out by what it does itself.
var ours = map[string]string{
	malformed:                     "Mailknock has built the string",
	"account.basic_auth_disabled": "Mailknock has sent a token and no password",
	"token.not_sent":              "Mailknock has sent the token",
	"oauth.refresh_token_expired": "there is an access token",
	"oauth.code_invalid":          "there is an access token",
}

// server fills in what is known of the server, and of the client.
func (l *live) server(r *mail.Result) {
	l.values["host"] = r.Server.Host
	l.values["connection"], l.values["ip"] = "no", ipVersion(r)
	if passed(r, wire.Connect) {
		l.values["connection"] = "yes"
	}
	maps.Copy(l.against, ours)
	for _, s := range r.Steps {
		for _, id := range reached[s.Name] {
			if s.OK {
				l.against[id] = "the step " + string(s.Name) + " passed"
			}
		}
	}
	if l.provider == "" || l.provider == "custom" {
		if p := hostProvider(r.Server.Host); p != "" {
			l.provider = p
		}
	}
	if l.provider == "google" || l.provider == "microsoft" {
		l.against["server.token_validation"] = "the server is not one of your own"
	}
}

// ipVersion is 4 or 6, empty where nobody knows.
func ipVersion(r *mail.Result) string {
	at := r.Remote
	if !at.IsValid() {
		at, _ = netip.ParseAddr(r.Server.Host)
	}
	switch {
	case at.Is6():
		return "6"
	case at.Is4():
		return "4"
	}
	return ""
}

// hostProvider knows the giants by the names of their servers.
func hostProvider(host string) string {
	host = "." + strings.ToLower(host)
	for suffix, p := range map[string]string{
		".gmail.com": "google", ".googlemail.com": "google", ".office365.com": "microsoft", ".outlook.com": "microsoft", ".live.com": "microsoft",
		".yahoo.com": "yahoo", ".yandex.com": "yandex", ".yandex.ru": "yandex", ".me.com": "icloud",
	} {
		if strings.HasSuffix(host, suffix) {
			return p
		}
	}
	return ""
}
