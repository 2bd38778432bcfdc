package likeness

import (
	"regexp"
	"slices"
	"strings"
)

// kept are the words with digits in them that say something: reply codes,
// enhanced status codes, Microsoft's and Windows' numbers, names of protocols.
var kept = regexp.MustCompile(`^(?:[2-5]\d\d|[245]\.\d{1,3}\.\d{1,3}|aadsts\d+|0x[0-9a-f]{8}|\d{5,7}|[a-z]{2,}\d(?:\.\d)?)$`)

// Text is a text, with whose servers it is about as far as that is known.
type Text struct {
	Lines              []Line
	Provider, Protocol string
	// Shape is what else is known of the text, in words of the caller's.
	Shape []string
}

// Line is a line of a text.
type Line struct {
	// Words are in small letters with spaces between.
	Words string
	// Kind is what sort of line it is, in a word of the caller's. A word in code
	// says something else than in a server's reply.
	Kind string
}

// Features are the words of all lines, alone and with their line's kind, their
// beginnings and their pairs of neighbours, each once and in order, and what the
// text is about.
func (t Text) Features() []string {
	all := []string{"protocol=" + t.Protocol, "provider=" + t.Provider, "at=" + t.Provider + " " + t.Protocol}
	for _, shape := range t.Shape {
		all = append(all, "shape="+shape)
	}
	for _, l := range t.Lines {
		all = append(all, featuresOf(l)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// stem is how many letters of a longer word make a feature of their own: "expired"
// and "expires" are much the same.
const stem = 5

func featuresOf(line Line) []string {
	var list []string
	before := ""
	for w := range strings.FieldsSeq(line.Words) {
		if strings.ContainsAny(w, "0123456789") && !kept.MatchString(w) {
			continue
		}
		list = append(list, w, line.Kind+":"+w)
		if before != "" {
			list = append(list, before+" "+w)
		}
		if letters := []rune(w); len(letters) > stem {
			list = append(list, "~"+string(letters[:stem]))
		}
		before = w
	}
	return list
}
