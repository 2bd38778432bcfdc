package diagnose

import (
	"regexp"
	"strings"

	"mailknock/auth/token"
	"mailknock/mail/diagnose/likeness"
	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// Hint is what is known of a text without reading it; both may be empty.
type Hint struct {
	// Provider is the id of a provider, or another name.
	Provider string
	Protocol wire.Protocol
}

// told tells whether all of it is known.
func (h Hint) told() bool { return h.Provider != "" && h.Protocol != "" }

// scene is everything that the rules look at: lines, what was decoded from
// them, and what follows from both.
type scene struct {
	hint    Hint
	lines   []text.Line
	windows []string
	// newestFirst tells of a log that runs backwards.
	newestFirst bool
	// asides are the lines that only talk about failures.
	asides []bool
	// all, starts and asked make searches fast; see index.
	all     string
	starts  []int
	asked   map[string]int
	decoded []text.Decoded
	// told are findings that did not come from words: a live run's typed
	// errors.
	told []finding

	// model guesses by words; a live run has none.
	model *likeness.Model

	provider string
	protocol wire.Protocol
	// oauth and password tell which way of signing in shows; appOnly that a
	// program signs in without a person.
	oauth, password, appOnly bool
	// grant is the OAuth grant that shows: "refresh", "code", "device",
	// "client", "password", "assertion"; empty when none does.
	grant string
	// strange tells of one of Microsoft's numbers that nothing explains.
	strange bool
	// counted remembers count.
	counted *census
	// live tells of a run of this program; token and user are what it
	// presented.
	live bool
	// succeeded remembers lastSuccess, refusedAt refusal, plus 2.
	succeeded map[*regexp.Regexp]int
	refusedAt int
	token     *token.Info
	user      string
	// against are causes that the token's claims, or the steps that were
	// passed, speak against, each with what does.
	against map[string]string
	// saying is what speaks for a cause besides its lines.
	saying map[string][]string
}

// finding is a cause that one rule sees.
type finding struct {
	cause string
	// weight is how well the evidence carries it: 0.94 and more is plain, 0.9
	// admits hardly anything else, 0.5 is the likeliest of several, 0.3 is barely
	// worth a word.
	weight float64
	// line is the index of the line that decided, -1 when none did.
	line int
	// note is evidence in words, where no line says it.
	note string
	// known tells of a fault that is there whatever else is.
	known bool
}

// emit takes what a family of rules finds.
type emit func(cause string, weight float64, line int)

// family is a set of rules on one subject.
type family func(*scene, emit)

// windowWords is how many words around a line are read with it.
const windowWords = 60

// newScene prepares lines for the rules.
func newScene(lines []text.Line, hint Hint) *scene {
	s := &scene{hint: hint, decoded: text.Decode(lines)}
	for i := range lines {
		cutMeaning(&lines[i])
		unnumber(&lines[i])
	}
	s.lines = withDecoded(lines, s.decoded)
	s.windows = windows(s.lines)
	s.asides = asides(s.lines)
	s.newestFirst = newestFirst(s.lines)
	s.look()
	return s
}

// withDecoded puts what a server's challenge says behind its line.
func withDecoded(lines []text.Line, decoded []text.Decoded) []text.Line {
	if len(decoded) == 0 {
		return lines
	}
	var all []text.Line
	next := 0
	for i, l := range lines {
		all = append(all, l)
		for ; next < len(decoded) && decoded[next].Line == i; next++ {
			d := &decoded[next]
			d.Line = len(all) - 1
			if d.What == text.Challenge {
				all = append(all, text.Line{Number: l.Number, Raw: d.Plain, Text: d.Plain, Words: text.Words(d.Plain), Side: text.Server, Fresh: true, Decoded: true})
			}
		}
	}
	return all
}

// windows gives for each line the words that may belong to the same sentence:
// those of the lines before and after it, up to where something new begins.
func windows(lines []text.Line) []string {
	counts := make([]int, len(lines))
	for i, l := range lines {
		counts[i] = strings.Count(l.Words, " ")
	}
	joins := func(i int) bool { // whether line i goes on with line i-1
		return i > 0 && i < len(lines) && !lines[i].Fresh && counts[i] > 1 && counts[i-1] > 1 && lines[i].Number-max(lines[i-1].Number, lines[i-1].End) <= 1
	}
	all := make([]string, len(lines))
	for i := range lines {
		from, to := i, i
		for n := counts[i]; joins(from) && n+counts[from-1] <= windowWords; from-- {
			n += counts[from-1]
		}
		for n := counts[i]; joins(to+1) && n+counts[to+1] <= windowWords; to++ {
			n += counts[to+1]
		}
		if from == to {
			all[i] = lines[i].Words
			continue
		}
		var b strings.Builder
		for _, l := range lines[from : to+1] {
			b.WriteString(strings.TrimSuffix(l.Words, " "))
		}
		b.WriteByte(' ')
		all[i] = b.String()
	}
	return all
}
