package diagnose

import (
	"slices"
	"strings"

	"mailknock/mail/diagnose/likeness"
	"mailknock/mail/diagnose/text"
)

// The bounds of what is compared with failures whose cause is known.
const (
	maxLikeLines = 60
	maxLikeWords = 600
)

// likeText is what of a text is compared, and where its lines stand: all of a
// short one; of a longer one the lines that decided and those beside them, and
// where none did those that name a failure.
func (s *scene) likeText(list []opinion) (likeness.Text, []int) {
	t := likeness.Text{Provider: s.provider, Protocol: string(s.protocol), Shape: slices.Concat(s.shape(), s.way(), s.found(list))}
	var at []int
	left := maxLikeWords
	for i, l := range s.lines {
		if left <= 0 {
			break
		}
		if s.cleared(i) {
			continue // its words say the opposite of what they are
		}
		if len(s.lines) > maxLikeLines && !(len(list) > 0 && decided(list, i) || len(list) == 0 && s.besideFailure(i)) {
			continue
		}
		words := strings.SplitAfterN(l.Words, " ", left+2)
		if len(words) > left+1 {
			words = words[:left+1]
		}
		left -= len(words) - 1
		t.Lines, at = append(t.Lines, likeness.Line{Words: strings.Join(words, ""), Kind: s.kind(i)}), append(at, i)
	}
	return t, at
}

// decided tells whether a line, or one beside it, is the first evidence of an
// opinion.
func decided(list []opinion, line int) bool {
	return slices.ContainsFunc(list, func(o opinion) bool { return o.first >= line-1 && o.first <= line+1 })
}

// besideFailure tells whether a line, or one beside it, has a word of failure.
func (s *scene) besideFailure(i int) bool {
	return slices.ContainsFunc(s.lines[max(0, i-1):min(len(s.lines), i+2)], func(l text.Line) bool { return has(l.Words, failing) })
}
