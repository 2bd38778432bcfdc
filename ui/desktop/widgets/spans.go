package widgets

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// Span is a part of a text with a style of its own.
type Span struct {
	Text       string
	Bold, Mono bool
	Tone       Tone
	// shape marks a glyph that is drawn larger than the text around it.
	shape bool
}

func (s Span) style() fyne.TextStyle { return fyne.TextStyle{Bold: s.Bold, Monospace: s.Mono} }

// piece is a part of a line, drawn as one.
type piece struct {
	span Span
	text string
	x, w float32
}

// shapes are glyphs that the proportional font does not have; they are drawn
// from the monospace one.
const shapes = "✓✕○◌←→▸▾⚠"

// split puts the shapes of a span into spans of their own.
func split(spans []Span) []Span {
	var out []Span
	for _, s := range spans {
		for !s.Mono && s.Text != "" {
			i := strings.IndexAny(s.Text, shapes)
			if i < 0 {
				break
			}
			_, n := utf8.DecodeRuneInString(s.Text[i:])
			before, shape := s, s
			before.Text = s.Text[:i]
			shape.Text, shape.Mono, shape.Bold, shape.shape = s.Text[i:i+n], true, false, true
			if before.Text != "" {
				out = append(out, before)
			}
			out = append(out, shape)
			s.Text = s.Text[i+n:]
		}
		if s.Text != "" {
			out = append(out, s)
		}
	}
	return out
}

// words cuts a text after every run of spaces.
func words(text string) []string {
	var list []string
	for text != "" {
		i := strings.IndexByte(text, ' ')
		if i < 0 {
			return append(list, text)
		}
		for i < len(text) && text[i] == ' ' {
			i++
		}
		list = append(list, text[:i])
		text = text[i:]
	}
	return list
}

type measurer func(text string, s Span) float32

// breakLines wraps spans at width; a line break in the text ends a line, and
// a word that is wider than a line is cut. limit bounds the lines; 0: none.
func breakLines(spans []Span, width float32, limit int, measure measurer) [][]piece {
	lines := [][]piece{nil}
	var x float32
	full := func() bool { return limit > 0 && len(lines) >= limit }
	next := func() { lines, x = append(lines, nil), 0 }
	put := func(s Span, text string, w float32) {
		last := len(lines) - 1
		if n := len(lines[last]); n > 0 && lines[last][n-1].span == s {
			lines[last][n-1].text += text
			lines[last][n-1].w += w
		} else {
			lines[last] = append(lines[last], piece{span: s, text: text, x: x, w: w})
		}
		x += w
	}
	for _, s := range split(spans) {
		key := s
		key.Text = ""
		for i, part := range strings.Split(s.Text, "\n") {
			if i > 0 {
				if full() {
					return lines
				}
				next()
			}
			for _, word := range words(part) {
				for word != "" {
					w := measure(word, s)
					if x+measure(strings.TrimRight(word, " "), s) <= width {
						put(key, word, w)
						break
					}
					if full() {
						put(key, word, w)
						last := len(lines) - 1
						lines[last] = ellipsize(lines[last], width, measure)
						return lines
					}
					if x > 0 && (!indent(lines[len(lines)-1]) || measure(word, s) <= width) {
						next()
						continue
					}
					cut := fit(word, width-x, s, measure)
					put(key, cut, measure(cut, s))
					word = word[len(cut):]
					if word != "" {
						next()
					}
				}
			}
		}
	}
	return lines
}

// ellipsize cuts a line that is too wide and ends it in an ellipsis.
func ellipsize(line []piece, width float32, measure measurer) []piece {
	for n := len(line) - 1; n >= 0; n-- {
		p := &line[n]
		room := width - p.x - measure("…", p.span)
		cut := strings.TrimRight(fit(p.text, room, p.span, measure), " ")
		if n > 0 && (cut == "" || measure(cut, p.span) > room) {
			continue
		}
		p.text = cut + "…"
		p.w = measure(p.text, p.span)
		return line[:n+1]
	}
	return line
}

// indent tells whether a line holds nothing but spaces.
func indent(line []piece) bool {
	for _, p := range line {
		if strings.TrimLeft(p.text, " ") != "" {
			return false
		}
	}
	return true
}

// fit gives the longest start of text that is not wider than width, but at
// least one rune.
func fit(text string, width float32, s Span, measure measurer) string {
	_, low := utf8.DecodeRuneInString(text)
	high := len(text)
	for low < high {
		mid := (low + high + 1) / 2
		for mid < high && !utf8.RuneStart(text[mid]) {
			mid++
		}
		if measure(text[:mid], s) <= width {
			low = mid
			continue
		}
		high = mid - 1
		for high > low && !utf8.RuneStart(text[high]) {
			high--
		}
	}
	return text[:low]
}
