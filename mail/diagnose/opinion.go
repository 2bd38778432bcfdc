package diagnose

import "mailknock/mail"

// opinion is everything that speaks for one cause.
type opinion struct {
	cause  string
	weight float64
	lines  []int
	notes  []string
	known  bool
	// first is the line of its strongest evidence.
	first int
	// Where the model had a word, ruled is the weight that the rules gave, and
	// order, if it is not 0, the place among the others.
	ruled, order float64
}

// strong is the weight from which two causes on different lines are two
// faults rather than two readings of one.
const strong = 0.85

// sure tells whether rules find a cause strong.
func (o opinion) sure() bool { return o.weight >= strong && (o.order == 0 || o.ruled >= strong) }

// place is what orders opinions: what rules find plain comes before what they
// and the model weigh together.
func (o opinion) place() float64 {
	switch {
	case o.order > 0:
		return o.order
	case o.weight >= plain:
		return o.weight + 2*likeWeight
	}
	return o.weight
}

// compare orders by place; of two strong causes with lines of their own the
// earlier comes first, because the later may be its consequence.
func (s *scene) compare(a, b opinion) int {
	if a.sure() && b.sure() && a.first >= 0 && b.first >= 0 && s.apart(a.first, b.first) {
		if s.earlier(a.first, b.first) {
			return -1
		}
		return 1
	}
	switch {
	case a.place() > b.place():
		return -1
	case a.place() < b.place():
		return 1
	}
	return 0
}

// apart tells whether two lines are about different moments. A few lines without
// a time are about one.
func (s *scene) apart(a, b int) bool {
	if !s.live && s.count().all <= fewLines && !(s.lines[a].Stamped && s.lines[b].Stamped) {
		return false
	}
	return a != b && s.windows[a] != s.windows[b] && s.lines[a].Number != s.lines[b].Number
}

// confidence of the cause at place k: certain only when nothing else fits. A
// second fault on another line does not make the first less certain.
func confidence(list []opinion, k int) mail.Confidence {
	w := list[k].weight
	alone := true
	for i, o := range list {
		if i != k && (o.weight < strong || o.first == list[k].first) {
			alone = false
		}
	}
	switch {
	case w >= certainWeight && alone:
		return mail.Certain
	case w >= likelyWeight:
		return mail.Likely
	}
	return mail.Possible
}
