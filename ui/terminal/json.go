package terminal

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// plainJSON escapes in a JSON text what a terminal must not see: the text
// means the same. The encoder leaves C1, bidi and the like as they are.
func plainJSON(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == '\n' || r < 0x7f || !unicode.Is(unicode.M, r) && visible(string(r)) == string(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}
