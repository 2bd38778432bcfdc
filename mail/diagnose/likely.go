package diagnose

import (
	"slices"

	"mailknock/mail/diagnose/likeness"
)

const (
	// likeWeight is how much more a cause's probability counts for its place than
	// the weight that rules give it.
	likeWeight = 6.0
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
	// uncertain is from which on nothing is certain.
	uncertain = 0.1
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

// guesses are what failures in the words of a text came from.
type guesses struct {
	text likeness.Text
	// at are the places of the text's lines.
	at       []int
	list     []likeness.Guess
	probable map[string]float64
}

func (g guesses) nothing() float64 { return g.probable[likeness.None] }

func (s *scene) guess(list []opinion) guesses {
	t, at := s.likeText(list)
	g := guesses{text: t, at: at, list: s.model.Guesses(t), probable: map[string]float64{}}
	for i, one := range g.list {
		if one.Cause == passwordRefused && s.tokenTried() && !s.password {
			g.list[i].Probability *= tokenShown
		}
		g.probable[one.Cause] = g.list[i].Probability
	}
	return g
}

// liken weighs what the rules found by what failures in such words came from,
// adds what they had no words for, and drops what is found in a text that looks
// as if nothing failed. What a rule finds plain keeps its place.
func (s *scene) liken(list []opinion) []opinion {
	g := s.guess(list)
	switch {
	case len(g.at) == 0:
		return list
	case len(list) == 0 && !s.speaksUp(g), s.doubtful(list, g):
		return nil
	}
	found := highest(list) >= plain
	for i, o := range list {
		if o.weight < plain {
			list[i].liken(o.weight, g.probable[o.cause])
		}
	}
	for _, one := range g.list {
		known := slices.ContainsFunc(list, func(o opinion) bool { return o.cause == one.Cause })
		if known || one.Cause == likeness.None || one.Probability < leastLike && len(list) >= fewest || found && one.Probability < rivalLike || s.against[one.Cause] != "" {
			continue
		}
		list = append(list, s.guessed(one, g, list, found))
	}
	slices.SortStableFunc(list, s.compare)
	for i := range list {
		if i > 0 && list[i].order > 0 {
			list[i].weight = min(list[i].weight, list[i-1].weight)
		}
		if g.nothing() > uncertain {
			list[i].weight = min(list[i].weight, certainWeight-0.01)
		}
	}
	return list[:min(len(list), maxCauses)]
}

// guessed is the opinion that a guess makes, beside a list of others.
func (s *scene) guessed(one likeness.Guess, g guesses, list []opinion, found bool) opinion {
	o := opinion{cause: one.Cause, first: -1}
	o.liken(0, one.Probability)
	if k := s.model.Line(g.text, one.Cause); s.names(g.at, k) {
		o.first, o.lines = g.at[k], []int{g.at[k]}
	} else if len(list) > 0 {
		o.first, o.lines = list[0].first, list[0].lines[:min(1, len(list[0].lines))]
	}
	if found {
		o.weight = min(o.weight, guess)
	}
	return o
}

// speaksUp tells whether a guess is worth a word where the rules find nothing.
func (s *scene) speaksUp(g guesses) bool {
	best, least := g.list[0], speakUp
	if s.hint.told() {
		least = speakUpTold
	}
	if g.nothing() > least {
		return false
	}
	if best.Cause == likeness.None {
		best = g.list[1]
	}
	k := s.model.Line(g.text, best.Cause)
	if s.hint.told() && k >= 0 && !s.harmless(g.at[k]) {
		return g.nothing() < notTopic || s.speaksOfMail() && (g.nothing() < doubt || s.any(failing+"|not "))
	}
	return (s.onTopic() || best.Probability > clearly && g.nothing() < notTopic) && s.names(g.at, k)
}

// doubtful tells whether what the rules found stands in a text that looks as if
// nothing failed. Only a text that was read whole can tell that, and not against
// what a token says in a text with a refusal.
func (s *scene) doubtful(list []opinion, g guesses) bool {
	if len(list) > 0 && len(s.saying[list[0].cause]) > 0 && s.refusal() >= 0 {
		return false
	}
	weak, firm := doubt, strongDoubt
	if s.hint.told() {
		weak, firm = doubtTold, strongDoubtTold
	}
	return s.readWhole(g) && (g.nothing() > firm || g.nothing() > weak && highest(list) < plain)
}

// readWhole tells whether the guesses come from the whole text, but for what a
// person rules out in it.
func (s *scene) readWhole(g guesses) bool {
	left := len(s.lines) - len(g.at)
	for i := 0; left > 0 && left <= fewLines && i < len(s.lines); i++ {
		if s.cleared(i) {
			left--
		}
	}
	return left == 0
}

func highest(list []opinion) float64 {
	w := 0.0
	for _, o := range list {
		w = max(w, o.weight)
	}
	return w
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
