package likeness

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Example is a text whose cause is known.
type Example struct {
	Text
	Cause string
	// Or are causes that the text alone leaves as likely.
	Or []string
}

// The settings of learning: how often each example is seen, how large the first
// steps are and how they get smaller, in how many examples a feature must
// occur, how much of an example goes to the causes that its text leaves as
// likely, and below what a weight is not worth its place in the file.
const (
	rounds   = 25
	step     = 0.3
	slowing  = 0.15
	leastOf  = 3
	shared   = 0.3
	leastFor = 0.3
)

// Settings tells the settings of learning, for who keeps a model to tell whether
// it was learnt with them.
func Settings() string {
	return fmt.Sprint(rounds, step, slowing, leastOf, shared, leastFor)
}

// Learn fits a model by stochastic gradient descent. The same examples give the
// same model.
func Learn(examples []Example) *Model {
	m := &Model{known: map[string]feature{}}
	count := map[string]int{}
	for _, e := range examples {
		m.causes = append(append(m.causes, e.Cause), e.Or...)
		for _, f := range e.Features() {
			count[f]++
		}
	}
	slices.Sort(m.causes)
	m.causes = slices.Compact(m.causes)
	m.bias = make([]float64, len(m.causes))
	for name, n := range count {
		if n >= leastOf {
			m.known[name] = feature{math.Log(float64(len(examples)) / float64(n)), make([]float32, len(m.causes))}
		}
	}
	vectors, targets := make([][]term, len(examples)), make([][]float64, len(examples))
	for i, e := range examples {
		vectors[i], targets[i] = m.vector(e.Text), m.target(e)
	}
	random := rand.New(rand.NewPCG(7, 11))
	for round := range rounds {
		rate := step / (1 + slowing*float64(round))
		for _, i := range random.Perm(len(examples)) {
			m.correct(vectors[i], targets[i], rate)
		}
	}
	m.prune()
	return m
}

func (m *Model) target(e Example) []float64 {
	t := make([]float64, len(m.causes))
	t[slices.Index(m.causes, e.Cause)] = 1
	if len(e.Or) > 0 {
		t[slices.Index(m.causes, e.Cause)] = 1 - shared
		for _, id := range e.Or {
			t[slices.Index(m.causes, id)] += shared / float64(len(e.Or))
		}
	}
	return t
}

func (m *Model) correct(v []term, target []float64, rate float64) {
	for i, p := range m.probabilities(v) {
		wrong := p - target[i]
		if math.Abs(wrong) < 1e-3 {
			continue
		}
		m.bias[i] -= rate * wrong * 0.1
		for _, t := range v {
			t.weight[i] -= float32(rate * wrong * t.value)
		}
	}
}

// prune leaves out what hardly counts.
func (m *Model) prune() {
	for name, f := range m.known {
		some := false
		for i, w := range f.weight {
			if math.Abs(float64(w)) < leastFor {
				f.weight[i] = 0
			}
			some = some || f.weight[i] != 0
		}
		if !some {
			delete(m.known, name)
		}
	}
}
