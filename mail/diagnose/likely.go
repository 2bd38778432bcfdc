package diagnose

import (
	"slices"

	"mailknock/mail/diagnose/likeness"
)

const (
	// likeWeight is how much more a cause's probability counts for its place than
	// the weight that rules give it.
	likeWeight = 4.0
	// leastLike is from which probability a cause is worth a word that no rule
	// found, and rivalLike from which it is one beside a cause that is plain.
	leastLike = 0.05
	rivalLike = 0.1
	// fewest is how many guesses are told where there are no rules to tell more.
	fewest = 3
)

// How probable it may be that nothing failed.
const (
	// speakUp is for a guess where the rules find nothing; doubt and strongDoubt
	// are for what they found: what is not plain, and what is.
	speakUp     = 0.2
	doubt       = 0.5
	strongDoubt = 0.6
	// The same for who says whose servers and which protocol a text is about: that
	// is said of a failure.
	speakUpTold     = 0.8
	doubtTold       = 0.85
	strongDoubtTold = 0.9
	// notTopic is for a guess about a text without a word about mail or signing in.
	notTopic = 0.1
)

// clearly is how probable a guess about such a text must be.
const clearly = 0.45

// tokenShown is what is left of the probability that a password was refused,
// where the text shows that a token was presented: some clients put a password
// into it.
const (
	passwordRefused = "account.basic_auth_disabled"
	tokenShown      = 0.85
)

// likeNote is the evidence for a cause that words speak for more than rules do.
const likeNote = "reported failures in words like these mostly had this cause"

// liken weighs what the rules found by what failures in such words came from,
// adds what they had no words for, and drops what is found in a text that looks
// as if nothing failed. What a rule finds plain keeps its weight.
func (s *scene) liken(list []opinion) []opinion {
	t, at := s.likeText(list)
	if len(t.Lines) == 0 {
		return list
	}
	guesses := s.model.Guesses(t)
	probable := map[string]float64{}
	for i, g := range guesses {
		if g.Cause == passwordRefused && s.tokenTried() && !s.password {
			guesses[i].Probability *= tokenShown
		}
		probable[g.Cause] = guesses[i].Probability
	}
	if len(list) == 0 && !s.speaksUp(t, at, guesses) || s.doubtful(list, at, probable[likeness.None]) {
		return nil
	}
	found := highest(list) >= plain
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
		o := opinion{cause: g.Cause, first: -1}
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

// speaksUp tells whether a guess is worth a word where the rules find nothing.
func (s *scene) speaksUp(t likeness.Text, at []int, guesses []likeness.Guess) bool {
	best, nothing, least := guesses[0], 0.0, speakUp
	if s.hint.told() {
		least = speakUpTold
	}
	for _, g := range guesses {
		if g.Cause == likeness.None {
			nothing = g.Probability
		}
	}
	if nothing > least {
		return false
	}
	if best.Cause == likeness.None {
		best = guesses[1]
	}
	k := s.model.Line(t, best.Cause)
	if s.hint.told() && k >= 0 {
		return !s.harmless(at[k]) && s.any(failing+"|not ")
	}
	return (s.onTopic() || best.Probability > clearly && nothing < notTopic) && s.names(at, k)
}

// doubtful tells whether what the rules found stands in a text that looks as if
// nothing failed. Only a text that was read whole can tell that, and not against
// what a token says in a text with a refusal.
func (s *scene) doubtful(list []opinion, at []int, nothing float64) bool {
	if len(list) > 0 && len(s.saying[list[0].cause]) > 0 && s.refusal() >= 0 {
		return false
	}
	weak, firm := doubt, strongDoubt
	if s.hint.told() {
		weak, firm = doubtTold, strongDoubtTold
	}
	return len(at) == len(s.lines) && (nothing > firm || nothing > weak && highest(list) < plain)
}

func highest(list []opinion) float64 {
	w := 0.0
	for _, o := range list {
		w = max(w, o.weight)
	}
	return w
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
	if probability > ruled {
		o.notes = append(o.notes, likeNote)
	}
}

// names tells whether the line at a place of likeText reports a failure.
func (s *scene) names(at []int, place int) bool {
	if place < 0 {
		return false
	}
	i := at[place]
	return !s.harmless(i) && s.reports(i) && (has(s.lines[i].Words, failing+"|not ") || loudLine.MatchString(s.lines[i].Text))
}

// failing are words of failure.
const failing = "fail|error|exception|denied|refused|invalid|reject|unsuccessful|cannot|could not|couldnt|unable|wrong|expired|missing|blocked|lost"
