package text

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// authError is the reason of Google's error page, in the address.
var authError = regexp.MustCompile(`[?&]authError=([A-Za-z0-9_%-]+)`)

// googleError reads the texts of a protocol buffer in base64.
func googleError(value string) (Decoded, bool) {
	if plain, err := url.PathUnescape(value); err == nil {
		value = plain
	}
	data, ok := base64Bytes(value)
	if !ok {
		return Decoded{}, false
	}
	s := strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError || r == 0x7f {
			return ' '
		}
		return r
	}, string(data))
	return Decoded{What: Challenge, Plain: strings.TrimSpace(s), Layers: 1}, true
}
