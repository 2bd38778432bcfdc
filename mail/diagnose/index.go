package diagnose

import (
	"slices"
	"strings"
)

// any tells whether a line holds one of the terms; see wordRule.
func (s *scene) any(terms string) bool { return s.first(terms) >= 0 }

// first gives the first line that holds one of the terms, -1 when none does.
func (s *scene) first(terms string) int {
	if i, ok := s.asked[terms]; ok {
		return i
	}
	s.index()
	at := -1
	for _, t := range alternatives(terms) {
		if i := strings.Index(s.all, t); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	if at >= 0 {
		at = s.lineAt(at)
	}
	s.asked[terms] = at
	return at
}

// index joins the words of all lines, to be searched at once. Between two
// lines stands a byte that no term holds.
func (s *scene) index() {
	if s.asked != nil {
		return
	}
	s.asked = map[string]int{}
	var b strings.Builder
	for _, l := range s.lines {
		s.starts = append(s.starts, b.Len())
		b.WriteString(l.Words)
		b.WriteByte('\n')
	}
	s.all = b.String()
}

// lineAt gives the line of a place in all.
func (s *scene) lineAt(at int) int {
	i, found := slices.BinarySearch(s.starts, at)
	if !found {
		i--
	}
	return i
}

// maxHits bounds how many lines one rule looks at.
const maxHits = 200

// holding gives the lines that hold one of the terms, in order.
func (s *scene) holding(terms []string) []int {
	s.index()
	var lines []int
	for _, t := range terms {
		for from, hits := 0, 0; hits < maxHits; hits++ {
			at := strings.Index(s.all[from:], t)
			if at < 0 {
				break
			}
			i := s.lineAt(from + at)
			lines = append(lines, i)
			if i+1 == len(s.starts) {
				break
			}
			from = s.starts[i+1]
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}
