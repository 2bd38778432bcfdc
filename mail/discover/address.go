package discover

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"mailknock/mail/wire"
)

// AddressError tells that an address is not complete, or none.
type AddressError struct {
	// Address is what was typed.
	Address string
	// What is wrong, as a sentence that says what to type.
	What string
}

func (e *AddressError) Error() string { return e.What }

// Complete tells whether an address can be looked up: nil, or an
// [*AddressError]. It asks nobody. A true answer does not mean that the
// person has finished typing: anna@example.co is complete on the way to .com.
func Complete(address string) error {
	_, _, err := split(address)
	return err
}

// split gives the local part and the ASCII form of the domain.
func split(address string) (local, domain string, err error) {
	wrong := func(format string, args ...any) (string, string, error) {
		return "", "", &AddressError{Address: address, What: fmt.Sprintf(format, args...)}
	}
	address = strings.TrimSpace(address)
	at := strings.LastIndexByte(address, '@')
	switch {
	case address == "":
		return wrong("there is no address: type one like anna@example.org")
	case len(address) > 320:
		return wrong("the address is longer than any address can be: type it again")
	case strings.ContainsFunc(address, unicode.IsSpace):
		return wrong("the address holds a space: take it out")
	case wire.Visible([]byte(address)) != address:
		return wrong("the address holds a character that nobody can see: type it by hand")
	case at < 0:
		return wrong("the address has no @: type it like anna@example.org")
	case at == 0:
		return wrong("nothing stands before the @: type the name too, like anna@example.org")
	case strings.ContainsAny(address[:at], `<>()[]\,;:"@`):
		return wrong("the part before the @ holds a character that does not belong there: type the bare address, like anna@example.org")
	case address[at+1:] == "":
		return wrong("nothing stands after the @: type the domain too, like anna@example.org")
	}
	domain, what := checkDomain(address[at+1:])
	if what != "" {
		return wrong("%s", what)
	}
	return address[:at], domain, nil
}

// checkDomain gives the ASCII form of a mail domain (RFC 5891 section 5), or
// what is wrong with it.
func checkDomain(text string) (domain, what string) {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".")
	if strings.HasPrefix(text, "[") {
		return "", "an address literal in brackets belongs to no domain: there is nobody to ask, so type the servers by hand"
	}
	domain, err := idna.Lookup.ToASCII(text)
	if err != nil || strings.HasPrefix(domain, ".") || wire.CheckHost(domain) != nil {
		return "", fmt.Sprintf("%q cannot be a domain: type it like example.org", text)
	}
	domain = strings.ToLower(domain)
	last := domain[strings.LastIndexByte(domain, '.')+1:]
	_, notName := netip.ParseAddr(domain)
	suffix, listed := publicsuffix.PublicSuffix(domain)
	switch {
	case notName == nil:
		return "", "that is a number and no domain: there is nobody to ask, so type the servers by hand"
	case !strings.Contains(domain, ".") || len(last) < 2 || strings.Contains(domain, ".."):
		return "", fmt.Sprintf("the domain %q is not complete: type it like example.org", text)
	case listed && suffix == domain:
		return "", fmt.Sprintf("%s is an ending that many domains share: type the domain in front of it too", text)
	}
	return domain, ""
}

// site gives the part of a host name that one owner registered: example.co.uk
// of mail.example.co.uk.
func site(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if registered, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return registered
	}
	return host
}
