package present

import (
	"strings"

	"mailknock/mail/wire"
)

// ServerLine tells in one line what will be connected to.
func ServerLine(protocols []wire.Protocol, servers map[wire.Protocol]wire.Server) string {
	var list []string
	for _, p := range protocols {
		s, ok := servers[p]
		switch {
		case !ok:
		case s.Port == 0:
			return "the sandbox's own servers, on this machine"
		default:
			list = append(list, s.Address()+" "+SecurityWord(s.Security))
		}
	}
	return strings.Join(list, " · ")
}

// SecurityWord writes a kind of security as people know it.
func SecurityWord(s wire.Security) string {
	switch s {
	case wire.STARTTLS:
		return "STARTTLS"
	case wire.Plain:
		return "without TLS"
	}
	return "TLS"
}
