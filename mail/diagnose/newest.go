package diagnose

import "time"

// earlier tells whether line a was written before line b: by its place, or by
// its time stamp where the newest line of a log stands first.
func (s *scene) earlier(a, b int) bool {
	if s.newestFirst() {
		if x, y := s.moment(a), s.moment(b); !x.Equal(y) {
			return x.Before(y)
		}
	}
	return a < b
}

// overMidnight is from how far back on a clock without a date has gone past
// midnight.
const overMidnight = 12 * time.Hour

// newestFirst tells whether the time stamps run backwards.
func (s *scene) newestFirst() bool {
	back, forth := 0, 0
	before := time.Time{}
	for _, l := range s.lines {
		if l.At.IsZero() {
			continue
		}
		switch step := l.At.Sub(before); {
		case before.IsZero(), step == 0:
		case step < 0 && !(l.At.YearDay() == before.YearDay() && step < -overMidnight):
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
