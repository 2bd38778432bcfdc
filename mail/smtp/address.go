package smtp

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"mailknock/mail/wire"
)

// mailbox reads a bare address, name@example.org, and gives it as it goes over
// the wire: a domain in another script in its ASCII form. The error is a
// sentence; nothing that could end a command gets through.
func mailbox(text string) (string, error) {
	if err := noControl("the address", text); err != nil {
		return "", err
	}
	at := strings.LastIndexByte(text, '@')
	if at < 1 || at == len(text)-1 {
		return "", fmt.Errorf("%q is not an address: type one like anna@example.org", text)
	}
	local, domain := text[:at], text[at+1:]
	if len(local) > 64 {
		return "", fmt.Errorf("the part before the @ of %q is longer than 64 bytes", text)
	}
	for _, r := range local {
		if r <= ' ' || strings.ContainsRune(`"(),:;<>@[\]`, r) || unicode.IsSpace(r) || !unicode.IsGraphic(r) {
			return "", fmt.Errorf("the address %q holds %q before the @, which cannot be sent", text, r)
		}
	}
	if strings.HasPrefix(domain, "[") {
		if err := checkName(domain); err != nil {
			return "", fmt.Errorf("the address %q ends in an address literal that is none", text)
		}
		return text, nil
	}
	if err := wire.CheckHost(domain); err != nil {
		return "", fmt.Errorf("the address %q is not usable: %w", text, err)
	}
	if !ascii(domain) {
		plain, err := idna.Lookup.ToASCII(domain)
		if err != nil {
			return "", fmt.Errorf("the domain of the address %q cannot be written in ASCII: %w", text, err)
		}
		domain = plain
	}
	return local + "@" + domain, nil
}

// noControl refuses line breaks and other control characters, and text that
// is not UTF-8.
func noControl(what, text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("%s is not valid UTF-8: %q", what, text)
	}
	for _, r := range text {
		switch {
		case r == '\r' || r == '\n' || r == '\u2028' || r == '\u2029':
			return fmt.Errorf("%s holds a line break, which is not allowed there: %q", what, text)
		case unicode.IsControl(r):
			return fmt.Errorf("%s holds a control character, which is not allowed there: %q", what, text)
		}
	}
	return nil
}
