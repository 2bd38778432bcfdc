package cause

import "strings"

// labels stand in front of a step that is not for everybody, several with
// commas between: "Microsoft, App-only: …". Each says what a value must be.
var labels = map[string]struct{ name, value string }{
	"Google": {"provider", "google"}, "Microsoft": {"provider", "microsoft"}, "Yahoo": {"provider", "yahoo"}, "iCloud": {"provider", "icloud"},
	"Self-hosted":   {"provider", "custom"},
	"Client secret": {"proof", "secret"}, "Key file": {"proof", "key"},
	"App-only": {"grant", "client"}, "Device code": {"grant", "device"}, "Service account": {"grant", "assertion"},
	"No connection": {"connection", "no"}, "Connected": {"connection", "yes"}, "Over IPv6": {"ip", "6"},
}

// fit tells whether a step is for the case at hand. A value that is not known
// leaves no step out.
func (v Values) fit(step string) bool {
	front, _, _ := strings.Cut(step, ": ")
	named := map[string]bool{}
	for label := range strings.SplitSeq(front, ", ") {
		l, ok := labels[label]
		if !ok {
			return true
		}
		named[l.name] = named[l.name] || v[l.name] == "" || v[l.name] == l.value
	}
	for _, ok := range named {
		if !ok {
			return false
		}
	}
	return true
}
