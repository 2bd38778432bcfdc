package diagnose

import (
	"regexp"
	"slices"
	"strings"

	"mailknock/mail/diagnose/cause"
	"mailknock/mail/wire"
)

// The borders between the words of confidence, and below which a cause is not
// worth a word.
const (
	certainWeight = 0.9
	likelyWeight  = 0.6
	leastWeight   = 0.3
	// maxCauses is how many rivals are named.
	maxCauses = 6
)

// judge runs all rules and gives the causes, best first. Of a pasted text it also
// asks what failures in such words came from.
func (s *scene) judge(families []family) []opinion {
	if s.model == nil {
		return s.weigh(families)
	}
	rules := s.ruled(families)
	guessed := s.strange && highest(rules) < guess
	list := s.liken(rules)
	if !s.onTopic() || guessed {
		for i := range list {
			list[i].weight = min(list[i].weight, likelyWeight-0.01)
		}
	}
	return list
}

// ruled gives what rules find in a pasted text: where those of the families find
// nothing, those for the stage at which it failed.
func (s *scene) ruled(families []family) []opinion {
	if list := s.weigh(families); len(list) > 0 {
		return list
	}
	return s.weigh(stages)
}

// weigh runs rules and gives the causes that they find, best first.
func (s *scene) weigh(families []family) []opinion {
	var all []finding
	for _, f := range families {
		f(s, func(c string, w float64, line int) { all = append(all, finding{cause: c, weight: w, line: line}) })
	}
	all = append(all, s.told...)
	all = s.quiet(s.settle(all))
	last := map[*regexp.Regexp]int{}
	for _, ok := range successes {
		last[ok.kind] = s.lastSuccess(ok.kind)
	}
	by := map[string]*opinion{}
	var order []string
	for _, f := range all {
		if s.disproved(f, last) || s.against[f.cause] != "" && f.weight < strong {
			continue
		}
		o := by[f.cause]
		if o == nil {
			o = &opinion{cause: f.cause, first: f.line}
			by[f.cause] = o
			order = append(order, f.cause)
		}
		if f.weight > o.weight+0.001 {
			o.weight, o.first = f.weight, f.line
		}
		o.known = o.known || f.known
		if f.line >= 0 && !slices.Contains(o.lines, f.line) {
			o.lines = append(o.lines, f.line)
		}
		if f.note != "" && !slices.Contains(o.notes, f.note) {
			o.notes = append(o.notes, f.note)
		}
	}
	var list []opinion
	for _, c := range order {
		by[c].notes = append(by[c].notes, s.saying[c]...)
		list = append(list, *by[c])
	}
	s.hide(list)
	list = s.rivals(list)
	list = slices.DeleteFunc(list, func(o opinion) bool { return o.weight < leastWeight })
	slices.SortStableFunc(list, s.compare)
	return list[:min(len(list), maxCauses)]
}

// settle drops guesses about a line that says plainly what is wrong, and
// guesses that no line speaks for where any line does. In a run all lines are
// one answer, and what the program knows of the token explains it.
func (s *scene) settle(all []finding) []finding {
	told, known := map[int]float64{}, 0.0
	for _, f := range all {
		switch {
		case f.line >= 0:
			told[f.line] = max(told[f.line], f.weight)
			told[-1] = max(told[-1], f.weight)
		default:
			known = max(known, f.weight)
		}
	}
	return slices.DeleteFunc(all, func(f finding) bool {
		at := f.line
		if s.live {
			at = -1
		}
		return f.weight <= guess && told[at] >= certainWeight || f.line >= 0 && f.weight < strong && known >= certainWeight
	})
}

// guess is the weight of the likeliest of several causes that a refusal
// without a reason may have.
const guess = 0.55

// plain is the weight from which a cause is so plain that its usual rivals are
// not worth a word.
const plain = 0.94

// rivals names what the best cause is easily taken for, where the evidence
// leaves room for it.
func (s *scene) rivals(list []opinion) []opinion {
	best := -1
	for i := range list {
		if best < 0 || list[i].weight > list[best].weight {
			best = i
		}
	}
	if best < 0 || list[best].weight >= plain || list[best].weight < leastWeight {
		return list
	}
	top := list[best]
	weight := min(0.39, top.weight*0.7)
	for n, id := range cause.Get(top.cause).Rivals {
		if s.against[id] != "" || s.unused(id) {
			continue
		}
		known := slices.ContainsFunc(list, func(o opinion) bool { return o.cause == id && o.weight >= leastWeight })
		if w := weight - 0.02*float64(n); !known && w >= leastWeight {
			list = slices.DeleteFunc(list, func(o opinion) bool { return o.cause == id })
			list = append(list, opinion{cause: id, weight: w, first: top.first, lines: top.lines[:min(1, len(top.lines))]})
		}
	}
	return list
}

// switches are the protocols that a cause switches off.
var switches = map[string]wire.Protocol{"account.imap_disabled": wire.IMAP, "account.pop_disabled": wire.POP3, "account.smtp_auth_disabled": wire.SMTP}

// unused tells of a protocol that is switched off and not in use here.
func (s *scene) unused(id string) bool {
	return s.protocol != "" && switches[id] != "" && switches[id] != s.protocol
}

// hide lowers causes that another one explains: the proxy refuses, and the
// client says "connection refused".
func (s *scene) hide(list []opinion) {
	for i := range list {
		if list[i].weight < 0.7 {
			continue
		}
		for _, hidden := range cause.Get(list[i].cause).Hides {
			for k := range list {
				if matches(hidden, list[k].cause) && k != i && !list[k].known && list[k].weight <= list[i].weight+0.07 {
					list[k].weight *= 0.6
				}
			}
		}
	}
}

// matches tells whether a cause is meant by a name or by "family.*".
func matches(pattern, id string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(id, prefix)
	}
	return pattern == id
}
