package diagnose

import (
	"strings"
	"sync"
)

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

// holds tells whether words hold one of the terms.
func holds(words string, terms []string) bool {
	for _, t := range terms {
		if strings.Contains(words, t) {
			return true
		}
	}
	return false
}

func has(w, terms string) bool { return holds(w, alternatives(terms)) }

// beginnings tells quickly whether a line can hold the first term of any rule:
// by the first bytes of its words.
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

// tells reports whether one of the words begins like a term, or is a reply
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
