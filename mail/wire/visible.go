package wire

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxShown is how many bytes of a text are shown; what is longer is cut, with
// a note of how long it was.
const MaxShown = 4 << 10

// maxMarks is how many combining marks may follow each other; more would pile
// up over other lines.
const maxMarks = 4

// Visible gives text from anywhere in a form that is safe to show anywhere, in
// one line of at most MaxShown bytes of text: control, bidi, zero-width, tag
// and unassigned characters stand as <U+202E>, invalid UTF-8 as \xNN, tabs and
// unusual spaces as a space.
func Visible(text []byte) string {
	var b strings.Builder
	visible(&b, text[:cut(text, MaxShown)])
	if len(text) > MaxShown {
		b.WriteString(cutNote(len(text)))
	}
	return b.String()
}

func cutNote(length int) string { return fmt.Sprintf("… [cut: %d bytes in all]", length) }

// cut gives the largest length up to limit that splits no character.
func cut(text []byte, limit int) int {
	if len(text) <= limit {
		return len(text)
	}
	n := limit
	for n > limit-utf8.UTFMax && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

func visible(b *strings.Builder, text []byte) {
	b.Grow(len(text))
	marks := 0
	for len(text) > 0 {
		if c := text[0]; c >= ' ' && c < 0x7f {
			b.WriteByte(c)
			text, marks = text[1:], 0
			continue
		}
		r, size := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(b, `\x%02X`, text[0])
		case r == '\t' || unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		case unicode.Is(unicode.M, r) && marks < maxMarks && !invisible(r):
			marks++
			b.WriteRune(r)
			text = text[size:]
			continue
		case unicode.IsGraphic(r) && !unicode.Is(unicode.M, r) && !invisible(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(b, "<U+%04X>", r)
		}
		text, marks = text[size:], 0
	}
}

// invisible tells of characters that count as graphic and yet show nothing:
// Hangul fillers, the Braille blank, variation selectors and the like.
func invisible(r rune) bool {
	return unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.Is(unicode.Variation_Selector, r) ||
		r == 0x2800 || r == 0x17b4 || r == 0x17b5 || r == 0x1d159
}
