package sandbox

import (
	"slices"
	"strconv"
	"strings"
)

// sequenceSet is a set of message numbers or UIDs; 0 stands for "*" (RFC 3501
// section 9).
type sequenceSet [][2]uint32

const maxRanges = 1000

func parseSet(text string) (sequenceSet, bool) {
	var set sequenceSet
	for part := range strings.SplitSeq(text, ",") {
		from, to, isRange := strings.Cut(part, ":")
		if !isRange {
			to = from
		}
		a, ok1 := parseNumber(from)
		b, ok2 := parseNumber(to)
		if !ok1 || !ok2 || len(set) == maxRanges {
			return nil, false
		}
		set = append(set, [2]uint32{a, b})
	}
	return set, true
}

func parseNumber(text string) (uint32, bool) {
	if text == "*" {
		return 0, true
	}
	n, err := strconv.ParseUint(text, 10, 32)
	return uint32(n), err == nil && n > 0 && isNumber(text)
}

// choose gives the places of the messages in a folder, each once and in order.
// A message number that does not exist is a mistake; a UID is not.
func (set sequenceSet) choose(f *folder, byUID bool) ([]int, bool) {
	count := uint32(len(f.mails))
	last := count
	if byUID && count > 0 {
		last = f.mails[count-1].uid
	}
	var chosen []int
	for _, r := range set {
		from, to := r[0], r[1]
		if from == 0 {
			from = last
		}
		if to == 0 {
			to = last
		}
		if from > to {
			from, to = to, from
		}
		if !byUID && (from == 0 || to > count) {
			return nil, false
		}
		for i, m := range f.mails {
			number := uint32(i + 1)
			if byUID {
				number = m.uid
			}
			if number >= from && number <= to {
				chosen = append(chosen, i)
			}
		}
	}
	slices.Sort(chosen)
	return slices.Compact(chosen), true
}
