package wire

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// maxForms bounds the secrets that get all forms; longer ones, which no mail
// server takes, are known as they are only.
const maxForms = 128 << 10

// forms gives the ways in which text can stand in a line, as far as they are
// not undone before comparing: itself, spaces as plus signs, hexadecimal, and
// base64 at the three places where it can begin in a longer text.
func forms(text string) []string {
	all := []string{text}
	if len(text) > maxForms {
		return all
	}
	if strings.Contains(text, " ") {
		all = append(all, strings.ReplaceAll(text, " ", "+"))
	}
	for offset := range 3 {
		all = append(all, base64At(text, offset))
	}
	return append(all, hex.EncodeToString([]byte(text)))
}

// base64At gives the characters that text alone decides when it stands offset
// bytes after a multiple of three.
func base64At(text string, offset int) string {
	encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", offset) + text))
	first := (offset*8 + 5) / 6
	last := (offset + len(text)) * 8 / 6
	return encoded[min(first, last):last]
}

// views gives the text in the ways in which it is compared: as it is, and with
// escapes and spaces taken off. plain is without escapes and not folded.
func views(text []byte) (all []view, plain view) {
	all = append(all, view{text: text}.folded())
	plain = view{text: text}.unescaped()
	if solid := plain.solid(); len(solid.text) != len(text) {
		all = append(all, solid.folded())
	}
	if quoted, changed := (view{text: text}).quotedPrintable(); changed {
		all = append(all, quoted.unescaped().solid().folded())
	}
	return all, plain
}
