package diagnose

import (
	"time"

	"mailknock/mail/diagnose/text"
)

// earlier tells whether line a was written before line b: by its place, or by
// its time stamp where the newest line of a log stands first.
func (s *scene) earlier(a, b int) bool {
	if s.newestFirst {
		if x, y := s.moment(a), s.moment(b); !x.Equal(y) {
			return x.Before(y)
		}
	}
	return a < b
}

// newestFirst tells whether the time stamps of lines run backwards.
func newestFirst(lines []text.Line) bool {
	back, forth := 0, 0
	before := time.Time{}
	for _, l := range lines {
		if l.At.IsZero() {
			continue
		}
		switch {
		case before.IsZero(), l.At.Equal(before):
		case text.Backwards(before, l.At):
			back++
		default:
			forth++
		}
		before = l.At
	}
	return back > forth
}

// moment is when line i was written: what stands below a stamp belongs to it.
func (s *scene) moment(i int) time.Time {
	for i > 0 && s.lines[i].At.IsZero() {
		i--
	}
	return s.lines[i].At
}
