package text

import (
	"net/url"
	"regexp"
	"strings"
)

// spelled are the ways in which logs spell ^A.
var spelled = strings.NewReplacer("^A", "\x01", `\001`, "\x01", `\x01`, "\x01", `\u0001`, "\x01", "<SOH>", "\x01", "<U+0001>", "\x01", "[SOH]", "\x01", "␁", "\x01", "\\1", "\x01", "{^A}", "\x01")

func controls(s string) string { return spelled.Replace(s) }

var sasl = regexp.MustCompile(`(?is)(?:user=(?P<user>[^\x01\s"]*)|n,(?:a=(?P<authzid>[^,\x01]*))?,)(?P<rest>.{0,200}?)auth=\s*(?P<scheme>[A-Za-z]*)[ \t]*(?P<token>[^\x01\s"]*)`)

// bearer reads an XOAUTH2 or OAUTHBEARER string (RFC 7628 section 3.1).
func bearer(s string) (Decoded, bool) {
	m := sasl.FindStringSubmatch(s)
	if m == nil {
		return Decoded{}, false
	}
	d := Decoded{What: Bearer, Plain: s, Layers: 1, User: m[1], Token: m[5]}
	if d.User == "" {
		if u, err := url.PathUnescape(m[2]); err == nil {
			d.User = u
		}
	}
	if d.Token == "" && !strings.EqualFold(m[4], "bearer") {
		d.Token = m[4]
	}
	for part := range strings.SplitSeq(m[3], "\x01") {
		if v, ok := strings.CutPrefix(part, "host="); ok {
			d.Host = v
		}
		if v, ok := strings.CutPrefix(part, "port="); ok {
			d.Port = v
		}
	}
	return d, true
}
