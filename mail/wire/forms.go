package wire

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// maxForms bounds the secrets that get all forms; longer ones, which no mail
// server takes, are known as they are only.
const maxForms = 128 << 10

// maxRare bounds the secrets that are also known in the rare forms.
const maxRare = 16 << 10

// forms gives the ways in which text can stand in a line, as far as they are
// not undone before comparing: itself, spaces as plus signs, hexadecimal, and
// base64 at the three places where it can begin in a longer text; rarely also
// in base32, and backwards.
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
	all = append(all, hex.EncodeToString([]byte(text)))
	if len(text) > maxRare {
		return all
	}
	all = append(all, backwards(text))
	for offset := range 3 {
		all = append(all, base64At(backwards(text), offset), backwards(base64At(text, offset)))
	}
	for offset := range 5 {
		all = append(all, base32At(text, offset))
	}
	return all
}

func backwards(text string) string {
	turned := []byte(text)
	slices.Reverse(turned)
	return string(turned)
}

// base32At is base64At for base32, where five bytes make eight characters.
func base32At(text string, offset int) string {
	encoded := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(strings.Repeat("\x00", offset) + text))
	first := (offset*8 + 4) / 5
	last := (offset + len(text)) * 8 / 5
	return encoded[min(first, last):last]
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
	for _, base := range []byte{10, 16} {
		if numbers, ok := (view{text: text}).numbers(base); ok {
			all = append(all, numbers.folded())
		}
	}
	return all, plain
}
