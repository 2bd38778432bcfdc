// Package likeness guesses the cause of a failure from its words alone, by
// failures whose cause is known: a linear classifier (multinomial logistic
// regression over words and pairs of words). What it says is a guess, for where
// rules are not sure or have no words.
//
// The model's file is what Learn makes of the failures in the test data of
// package diagnose.
package likeness

import (
	_ "embed"
	"math"
	"slices"
	"sync"
)

//go:embed model.txt
var modelFile []byte

// None is the cause of a text that reports no failure.
const None = "none"

// Model is what was learnt.
type Model struct {
	causes []string
	bias   []float64
	known  map[string]feature
}

// feature is what a word says.
type feature struct {
	// rarity is the logarithm of one in how many texts has it.
	rarity float64
	// weight is what it adds for each of the causes.
	weight []float32
}

// Default gives the model that comes with the program, read once. It panics on
// a file that is broken.
var Default = sync.OnceValue(func() *Model {
	m, err := parse(modelFile)
	if err != nil {
		panic(err)
	}
	return m
})

// Guess is a cause with its probability.
type Guess struct {
	Cause       string
	Probability float64
}

// Guesses gives the causes of a text, the likeliest first, None among them.
func (m *Model) Guesses(t Text) []Guess {
	list := make([]Guess, len(m.causes))
	for i, p := range m.probabilities(m.vector(t)) {
		list[i] = Guess{m.causes[i], p}
	}
	slices.SortStableFunc(list, func(a, b Guess) int {
		switch {
		case a.Probability > b.Probability:
			return -1
		case a.Probability < b.Probability:
			return 1
		}
		return 0
	})
	return list
}

// Line gives the line of a text that speaks most for a cause, -1 where none
// does.
func (m *Model) Line(t Text, cause string) int {
	best, line, at := 0.0, -1, slices.Index(m.causes, cause)
	if at < 0 {
		return -1
	}
	for i, l := range t.Lines {
		sum := 0.0
		for _, name := range featuresOf(l) {
			if f, ok := m.known[name]; ok {
				sum += f.rarity * float64(f.weight[at])
			}
		}
		if sum > best {
			best, line = sum, i
		}
	}
	return line
}

// term is a feature of a text and how much it counts there.
type term struct {
	weight []float32
	value  float64
}

// vector gives the features that are known; the squares of their values add up
// to one.
func (m *Model) vector(t Text) []term {
	var v []term
	sum := 0.0
	for _, name := range t.Features() {
		if f, ok := m.known[name]; ok {
			v = append(v, term{f.weight, f.rarity})
			sum += f.rarity * f.rarity
		}
	}
	for i := range v {
		v[i].value /= math.Sqrt(max(sum, math.SmallestNonzeroFloat64))
	}
	return v
}

func (m *Model) probabilities(v []term) []float64 {
	p := slices.Clone(m.bias)
	for _, t := range v {
		for i, w := range t.weight {
			p[i] += t.value * float64(w)
		}
	}
	highest, sum := slices.Max(p), 0.0
	for i, x := range p {
		p[i] = math.Exp(x - highest)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}
