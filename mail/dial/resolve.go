package dial

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Resolver looks up the addresses of a name; *net.Resolver is one. network is
// "ip" or "ip4".
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// ResolveKind is why a name could not be looked up.
type ResolveKind string

// The reasons why a name could not be looked up.
const (
	// BadName cannot be a name.
	BadName ResolveKind = "bad-name"
	// NotFound is not known, or has no address.
	NotFound ResolveKind = "not-found"
	// NoAnswer means that the name servers did not answer, or failed.
	NoAnswer ResolveKind = "no-answer"
)

// ResolveError tells that a name has no address.
type ResolveError struct {
	Host string
	Kind ResolveKind
	// Err is the resolver's, usually a *net.DNSError.
	Err error
}

func (e *ResolveError) Error() string {
	switch e.Kind {
	case BadName:
		return fmt.Sprintf("%q cannot be a host name: %v", e.Host, e.Err)
	case NotFound:
		return "no address is known for " + e.Host
	}
	text := "the name servers gave no answer for " + e.Host
	var dns *net.DNSError
	if errors.As(e.Err, &dns) {
		return text + ": " + dns.Err
	}
	return text
}

// Unwrap gives the resolver's error.
func (e *ResolveError) Unwrap() error { return e.Err }

// ascii gives the form of a name that is looked up and stands in a
// certificate (RFC 5891 section 5).
func ascii(host string) (string, error) {
	host = strings.TrimSuffix(host, ".")
	plain := true
	for i := range len(host) {
		plain = plain && host[i] < utf8.RuneSelf
	}
	if plain {
		return strings.ToLower(host), nil
	}
	name, err := idna.Lookup.ToASCII(host)
	if err != nil {
		return "", &ResolveError{Host: host, Kind: BadName, Err: err}
	}
	return name, nil
}

// maxAddresses is how many addresses of a name are tried.
const maxAddresses = 16

// lookup gives the addresses in the order in which they are tried, and the
// detail to show.
func (d *Dialer) lookup(ctx context.Context, host string, port int) ([]address, string, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []address{netip.AddrPortFrom(ip.Unmap(), uint16(port))}, "an address, nothing to look up", nil
	}
	resolver := d.Resolver
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	network := "ip"
	if d.OnlyIPv4 {
		network = "ip4"
	}
	found, err := resolver.LookupNetIP(ctx, network, host)
	if err == nil && len(found) == 0 {
		err = &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if err != nil {
		kind := NoAnswer
		var dns *net.DNSError
		if errors.As(err, &dns) && dns.IsNotFound {
			kind = NotFound
		}
		return nil, "", &ResolveError{Host: host, Kind: kind, Err: err}
	}
	ordered := interleave(found)
	ordered = ordered[:min(len(ordered), maxAddresses)]
	var names []string
	var addresses []address
	for _, ip := range ordered {
		names = append(names, ip.String())
		addresses = append(addresses, netip.AddrPortFrom(ip, uint16(port)))
	}
	return addresses, strings.Join(names, ", "), nil
}

// interleave orders addresses so that the families alternate, the first
// address's first (RFC 8305 section 4).
func interleave(found []netip.Addr) []netip.Addr {
	var families [2][]netip.Addr
	seen := map[netip.Addr]bool{}
	var first bool
	for i, ip := range found {
		if ip = ip.Unmap(); seen[ip] {
			continue
		}
		seen[ip] = true
		if i == 0 {
			first = ip.Is4()
		}
		family := 1
		if ip.Is4() == first {
			family = 0
		}
		families[family] = append(families[family], ip)
	}
	var ordered []netip.Addr
	for i := range len(found) {
		for _, family := range families {
			if i < len(family) {
				ordered = append(ordered, family[i])
			}
		}
	}
	return ordered
}
