package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
)

// A line can be shaped so plainly like source code, like a command, or like a
// sentence about failures in general, that it is no evidence in any text,
// however short.

var (
	// task is an item of a list of things to do, or a bullet with a heading and
	// code in it: somebody describes a program.
	task = regexp.MustCompile("^\\s*[-*]\\s+(?:\\[[ xX]\\]\\s|\\*\\*.*`.+`|.*`[^`]+`.*`[^`]+`.*(?:→|->|=>))")
	row  = regexp.MustCompile(`^\s*\|.*\|.*\|\s*$`)
	// chore is a commit's subject, a note to do something, a test that passed or a
	// text to be translated.
	chore = regexp.MustCompile(`^\s*[-*]\s+(?:#\d+|[45]\d\d\s+-)[: ]|^\W*(?:(?:feat|fix|chore|docs|refactor|tests?|perf|build|ci|style|revert)(?:\([^)]*\))?!?: |(?:TODO|FIXME|XXX|HACK)\b)|^\s*(?:--- )?(?:PASS(?:ED)?\b|✓|✔|√|ok\s+\d|ok\s+\S+\t)|\bPASSED\s*(?:\[.*\])?$|^\s*<(?:string|data|entry|source|target|message|value|trans-unit)\b[^>]*>(?:.*</|\s*$)`)
	// codes are the error codes of RFC 6749 and its fellows.
	codes = regexp.MustCompile(`\b(?:invalid_(?:request|client|grant|scope|token)|unauthorized_client|unsupported_grant_type|unsupported_response_type|access_denied|server_error|temporarily_unavailable|insufficient_scope)\b`)
	// heading is one of a document, guided one of a guide to a solution.
	heading = regexp.MustCompile(`^\s*(?:#{1,6}\s+\S|\*\*[^*]+\*\*\s*[:：]?)`)
	guided  = regexp.MustCompile(`(?i)^\s*(?:#{1,6}\s+|\*\*)(?:\W|\d)*(?:the |quick |recommended )?(?:solutions?\b|solución|solucion|soluções|solução|lösung|résolution|resolution|soluzione|fix\b|fixes\b|causes?\b|causa|ursache|option \d|opción \d|step \d|método|解决|原因|해결|troubleshooting|common (?:errors|issues|problems))`)
)

// The bounds of what is read for this: lines, and how long one may be.
const (
	maxAsides = 1000
	maxAside  = 1 << 10
)

// asides tells for each line whether it only talks about failures.
func asides(lines []text.Line) []bool {
	all := make([]bool, len(lines))
	some := lines[:min(len(lines), maxAsides)]
	code := codeLines(some)
	if mostly(some, code) || guide(some) {
		for i, l := range some {
			all[i] = !l.Decoded && !l.Stamped && (code[i] || !stackLine.MatchString(l.Raw) && !strict.MatchString(l.Text) && !told(l) && !loudLine.MatchString(l.Text) || guide(some))
		}
		return all
	}
	for i, l := range some {
		switch {
		case l.Decoded || l.Stamped || len(l.Raw) > maxAside:
		case code[i], chore.MatchString(l.Raw), manyCodes(l.Raw), l.Side == text.Nobody && (task.MatchString(l.Raw) || row.MatchString(l.Raw)):
			all[i] = true
		case l.Side != text.Nobody:
			all[i] = l.Side == text.Client && question.MatchString(l.Text) // quoted in a mail
		default:
			all[i] = sentence(l) || i > 0 && all[i-1] && !code[i-1] && goesOn(lines[i-1], l)
		}
	}
	return all
}

// manyCodes tells of a line that names three error codes or more: it lists them.
func manyCodes(raw string) bool {
	named := map[string]bool{}
	for _, code := range codes.FindAllString(raw, 8) {
		named[code] = true
	}
	return len(named) >= 3
}

// told tells of a line in which somebody says what went wrong, beside the code
// in which it did.
func told(l text.Line) bool {
	return personal.MatchString(l.Raw) && has(l.Words, failing) && !conditional.MatchString(l.Text)
}

// goesOn tells whether a sentence goes on in the next line.
func goesOn(a, b text.Line) bool {
	end := strings.TrimSpace(a.Raw)
	return end != "" && !strings.ContainsAny(end[len(end)-1:], ".:!?|`)") && !b.Fresh && b.Number == max(a.Number, a.End)+1 && sentenceLike(a) && strings.TrimSpace(b.Raw) != ""
}

// sentenceLike tells of a line with as many words as a sentence has.
func sentenceLike(l text.Line) bool { return strings.Count(l.Words, " ")-1 >= plainWords }

// mostly tells whether a text is an excerpt of source code, and no report with
// a piece of it.
func mostly(lines []text.Line, code []bool) bool {
	n, c := 0, 0
	for i, l := range lines {
		if l.Stamped || l.Side != text.Nobody && !code[i] {
			return false
		}
		if strings.TrimSpace(l.Raw) == "" || l.Decoded {
			continue
		}
		n++
		if code[i] {
			c++
		}
	}
	return c >= 2 && c*10 >= n*4
}

// guide tells whether a text is a guide: headings, one of which names a
// solution or a cause.
func guide(lines []text.Line) bool {
	headings, solutions := 0, 0
	for _, l := range lines {
		if heading.MatchString(l.Raw) {
			headings++
			if guided.MatchString(l.Raw) {
				solutions++
			}
		}
	}
	return headings >= 2 && solutions > 0
}
