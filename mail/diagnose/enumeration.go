package diagnose

import (
	"regexp"

	"mailknock/mail/diagnose/text"
)

// entry is a name with a text, in a table of texts.
var entry = regexp.MustCompile(`^\s*["']?[\w.-]+["']?\s*(?::|=>)\s*["'].*["'],?\s*$|^\s*\w+[._][\w.-]+\s*=\s*\S|^\s*(?:[-*•]\s+)?(?:\*\*|` + "`" + `)[\w.:]+(?:\*\*|` + "`" + `)\s*[:–—-]`)

// manyFaults is how many faults a short text names, each in a line of
// its own, from which it is a list of faults: messages to be
// translated, a table of codes.
const manyFaults = 3

// listed drops the findings of a short text that lists faults instead of
// reporting one.
func (s *scene) listed(all []finding) []finding {
	at := map[string]bool{}
	lines := map[int]bool{}
	for _, f := range all {
		if f.line < 0 || f.weight < leastWeight {
			continue
		}
		l := s.lines[f.line]
		if l.Stamped || l.Decoded || l.Side != text.Nobody || !entry.MatchString(l.Raw) && !item.MatchString(l.Raw) || loudLine.MatchString(l.Text) || errorKey.MatchString(l.Raw) {
			return all
		}
		if !lines[f.line] {
			at[f.cause] = true
		}
		lines[f.line] = true
	}
	if len(at) < manyFaults || len(lines) < manyFaults {
		return all
	}
	return nil
}
