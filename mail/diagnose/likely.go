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

const (
	// likeWeight is what a cause gains that such failures always had.
	likeWeight = 1.5
	// leastLike is from which probability a cause is worth a word that no rule
	// found, and rivalLike from which it is one beside a cause that is plain.
	leastLike = 0.05
	rivalLike = 0.5
	// fewest is how many guesses are told where there are no rules to tell more.
	fewest = 3
	// speakUp is how probable it may be at most that nothing failed, for a guess
	// where the rules find nothing.
	speakUp = 0.15
	// doubt and strongDoubt are from which probability that nothing failed what
	// the rules found is not told: what is not plain, and what is.
	doubt       = 0.5
	strongDoubt = 0.75
)

// likeNote is the evidence for a cause that no rule found.
const likeNote = "reported failures in words like these mostly had this cause"

// liken weighs what the rules found by what failures in such words came from,
// and adds what they had no words for. What a rule finds plain stays first.
func (s *scene) liken(list []opinion) []opinion {
	t, at := s.likeText()
	if len(t.Lines) == 0 {
		return list
	}
	guesses := s.model.Guesses(t)
	probable := map[string]float64{}
	for _, g := range guesses {
		probable[g.Cause] = g.Probability
	}
	nothing := probable[likeness.None]
	if len(list) == 0 {
		if nothing > speakUp || !s.onTopic() || !s.names(at, s.model.Line(t, guesses[0].Cause)) {
			return nil
		}
	} else if nothing > strongDoubt || nothing > doubt && list[0].weight < plain {
		return nil
	}
	found := len(list) > 0 && list[0].weight >= plain
	for i, o := range list {
		if o.weight < plain {
			list[i].liken(o.weight, probable[o.cause])
		}
	}
	for _, g := range guesses {
		known := slices.ContainsFunc(list, func(o opinion) bool { return o.cause == g.Cause })
		if known || g.Cause == likeness.None || g.Probability < leastLike && len(list) >= fewest || found && g.Probability < rivalLike || s.against[g.Cause] != "" {
			continue
		}
		o := opinion{cause: g.Cause, notes: []string{likeNote}, first: -1}
		o.liken(0, g.Probability)
		if k := s.model.Line(t, g.Cause); s.names(at, k) {
			o.first, o.lines = at[k], []int{at[k]}
		} else if len(list) > 0 {
			o.first, o.lines = list[0].first, list[0].lines[:min(1, len(list[0].lines))]
		}
		if found {
			o.weight = min(o.weight, guess)
		}
		list = append(list, o)
	}
	slices.SortStableFunc(list, s.compare)
	for i := 1; i < len(list); i++ {
		if list[i].order > 0 {
			list[i].weight = min(list[i].weight, list[i-1].weight)
		}
	}
	return list[:min(len(list), maxCauses)]
}

// onTopic tells whether a text is about mail or signing in, by its words or by
// who brought it.
func (s *scene) onTopic() bool {
	return s.hint.Protocol != "" || s.provider != "" || s.any(mailTopic)
}

// liken gives an opinion its place by what rules found and by how probable it
// is. No probability makes it certain.
func (o *opinion) liken(ruled, probability float64) {
	o.ruled = ruled
	o.order = ruled + likeWeight*probability
	o.weight = max(leastWeight, ruled, min(probability, certainWeight-0.01))
}

// names tells whether the line at a place of likeText reports a failure.
func (s *scene) names(at []int, place int) bool {
	if place < 0 {
		return false
	}
	i := at[place]
	return !s.harmless(i) && s.reports(i) && (has(s.lines[i].Words, failing+"|not ") || loudLine.MatchString(s.lines[i].Text))
}

// likeText is what of a text is compared, and where its lines stand: all of a
// short one, of a longer one the lines that name a failure and those beside
// them.
func (s *scene) likeText() (likeness.Text, []int) {
	t := likeness.Text{Provider: s.provider, Protocol: string(s.protocol), Shape: s.shape()}
	var at []int
	words := 0
	for i, l := range s.lines {
		if len(s.lines) > maxLikeLines && !s.besideFailure(i) {
			continue
		}
		if words += strings.Count(l.Words, " "); words > maxLikeWords {
			break
		}
		t.Lines, at = append(t.Lines, l.Words), append(at, i)
	}
	return t, at
}

// besideFailure tells whether a line, or one beside it, has a word of failure.
func (s *scene) besideFailure(i int) bool {
	return slices.ContainsFunc(s.lines[max(0, i-1):min(len(s.lines), i+2)], func(l text.Line) bool { return has(l.Words, failing) })
}

// failing are words of failure.
const failing = "fail|error|exception|denied|refused|invalid|reject|unsuccessful|cannot|could not|couldnt|unable|wrong|expired|missing|blocked|lost"
