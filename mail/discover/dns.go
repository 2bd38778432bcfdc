package discover

import (
	"errors"
	"net"
	"net/netip"
	"strings"

	"golang.org/x/net/idna"

	"mailknock/mail/wire"
)

type (
	netMX  = net.MX
	netSRV = net.SRV
)

// dnsReply says how a DNS question without an answer ended.
func dnsReply(err error, none string) reply {
	var e *net.DNSError
	if err == nil || errors.As(err, &e) && e.IsNotFound {
		return nothing(none)
	}
	if e != nil {
		return failed("the name servers gave no answer: " + e.Err)
	}
	return failed("the name servers gave no answer: " + err.Error())
}

// hostName gives the ASCII form of a host name from the network, or nothing
// when it cannot be one, or leads to this computer.
func hostName(text string) string {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".")
	if _, err := netip.ParseAddr(text); err != nil {
		name, err := idna.Lookup.ToASCII(text)
		if err != nil || !strings.Contains(name, ".") {
			return ""
		}
		text = strings.ToLower(name)
	}
	if wire.CheckHost(text) != nil || leadsHere(text) {
		return ""
	}
	return text
}

// leadsHere tells whether a host is this computer by its name alone (RFC 6761
// section 6.3), or an address where no provider can be.
func leadsHere(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && !outside(ip)
}
