package diagnose

import (
	"strings"
	"sync"

	"mailknock/mail/wire"
)

// wordRule finds a cause where words stand together, in any order. A term is
// the beginning of one or several words: "disabl" finds "disabled"; "eof " is
// the whole word. "a|b" finds either.
type wordRule struct {
	cause  string
	weight float64
	// anchor stands in the line itself, all others in the same sentence.
	anchor []string
	others [][]string
	not    []string
	// provider and protocols limit the rule to where it is true; empty: always.
	provider  string
	protocols []wire.Protocol
	need      func(*scene) bool
}

// says makes a rule.
func says(cause string, weight float64, anchor string, others ...string) wordRule {
	r := wordRule{cause: cause, weight: weight, anchor: alternatives(anchor)}
	for _, o := range others {
		r.others = append(r.others, alternatives(o))
	}
	return r
}

// but names terms that take the sentence from this rule.
func (r wordRule) but(terms string) wordRule {
	r.not = append(r.not, alternatives(terms)...)
	return r
}

func (r wordRule) at(provider string) wordRule {
	r.provider = provider
	return r
}

func (r wordRule) on(p ...wire.Protocol) wordRule {
	r.protocols = p
	return r
}

func (r wordRule) when(need func(*scene) bool) wordRule {
	r.need = need
	return r
}

// alternatives takes "a|b" apart, with the space in front that a word has.
func alternatives(terms string) []string {
	if list, ok := known.Load(terms); ok {
		return list.([]string)
	}
	list := strings.Split(terms, "|")
	for i, t := range list {
		list[i] = " " + t
	}
	known.Store(terms, list)
	return list
}

// known are the terms that were taken apart before: those of the rules.
var known sync.Map

func holds(words string, terms []string) bool {
	for _, t := range terms {
		if strings.Contains(words, t) {
			return true
		}
	}
	return false
}

// words makes a family of rules.
func words(rules ...wordRule) family {
	for _, r := range rules {
		for _, a := range r.anchor {
			telling.add(a)
		}
	}
	return func(s *scene, found emit) {
		for _, r := range rules {
			r.apply(s, found)
		}
	}
}

func (r *wordRule) apply(s *scene, found emit) {
	if r.provider != "" && r.provider != s.provider || r.need != nil && !r.need(s) {
		return
	}
	if len(r.protocols) > 0 && !contains(r.protocols, s.protocol) {
		return
	}
	for _, i := range s.holding(r.anchor) {
		if r.fits(s.windows[i]) {
			found(r.cause, r.weight, i)
		}
	}
}

func (r *wordRule) fits(window string) bool {
	for _, o := range r.others {
		if !holds(window, o) {
			return false
		}
	}
	return !holds(window, r.not)
}

func contains[T comparable](list []T, v T) bool {
	for _, e := range list {
		if e == v {
			return true
		}
	}
	return false
}

// beginnings tells quickly whether a line can hold the anchor of any rule: by
// the first bytes of its words.
type beginnings map[[4]byte]bool

var telling = beginnings{}

func (b beginnings) add(term string) {
	var k [4]byte
	copy(k[:], strings.TrimPrefix(term, " "))
	if len(term) < 5 {
		copy(k[len(term)-1:], "    ")
	}
	b[k] = true
}

// tells reports whether one of the words begins like an anchor, or is a reply
// code of a refusal.
func (b beginnings) tells(words []byte) bool {
	for i := 0; i+4 < len(words); i++ {
		if words[i] != ' ' {
			continue
		}
		w := words[i+1:]
		if (w[0] == '4' || w[0] == '5') && len(w) > 3 && w[3] == ' ' {
			return true
		}
		k := [4]byte{w[0], w[1], w[2], w[3]}
		if b[k] {
			return true
		}
		for n := 1; n < 4; n++ { // shorter words
			if k[n] == ' ' {
				short := k
				for j := n; j < 4; j++ {
					short[j] = ' '
				}
				if b[short] {
					return true
				}
				break
			}
		}
	}
	return false
}
