package auth

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// localhostLimit bounds the look at what "localhost" is here.
const localhostLimit = time.Second

// lookupFunc is net.Resolver's LookupNetIP.
type lookupFunc func(ctx context.Context, network, host string) ([]netip.Addr, error)

// checkLocalhost notes where the name localhost leads elsewhere than to the
// addresses that are listened on. Most browsers do not look it up (RFC 6761
// section 6.3), so the sign-in goes on.
func checkLocalhost(ctx context.Context, rec *wire.Recorder, lookup lookupFunc, listeners []net.Listener) {
	if lookup == nil {
		lookup = net.DefaultResolver.LookupNetIP
	}
	ctx, cancel := context.WithTimeout(ctx, localhostLimit)
	defer cancel()
	found, err := lookup(ctx, "ip", "localhost")
	if err != nil {
		rec.Note("The name localhost is not known on this computer: if your browser does not come back, add it to the hosts file, or choose 127.0.0.1 as redirect host.")
		return
	}
	var foreign []string
	for _, ip := range found {
		heard := slices.ContainsFunc(listeners, func(l net.Listener) bool {
			at, ok := l.Addr().(*net.TCPAddr)
			return ok && at.AddrPort().Addr().Unmap() == ip.Unmap()
		})
		if !heard {
			foreign = append(foreign, ip.String())
		}
	}
	if len(foreign) > 0 {
		rec.Note("The name localhost leads to %s on this computer, where nobody listens: if your browser does not come back, mend the hosts file, or choose 127.0.0.1 as redirect host.", strings.Join(foreign, " and "))
	}
}
