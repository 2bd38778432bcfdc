package text

import (
	"regexp"
	"slices"
	"strings"
)

const (
	// fewQuoted is from how many lines on a text of which every line has ">" is
	// quoted, even where a client's commands stand behind it.
	fewQuoted = 3
	// maxQuotes is how often a quote is quoted.
	maxQuotes = 4
)

// unquote takes off what stands before all lines of a text, the ">" of a quote,
// the "*" of a frame, an indent, and the ">" of the quotes in one.
func unquote(kept []raw) []raw {
	for range maxQuotes {
		switch {
		case quoted(kept):
			kept = each(kept, func(s string) string { return strings.TrimPrefix(strings.TrimPrefix(s, ">"), " ") })
		case quotesSome(kept):
			kept = each(kept, func(s string) string {
				if quoteMark.MatchString(s) {
					return strings.TrimPrefix(s[1:], " ")
				}
				return s
			})
		case framed(kept):
			kept = each(kept, func(s string) string { return strings.TrimPrefix(strings.TrimPrefix(s, "*"), " ") })
		case indented(kept):
			kept = dedent(kept)
		default:
			return kept
		}
	}
	return kept
}

var (
	// quoteMark is that of a quote, also of one in a quote. ">>>" is a client's, or
	// Python's.
	quoteMark = regexp.MustCompile(`^>(?: ?>)?(?:\s|$)`)
	// command is what a client says.
	command = regexp.MustCompile(`^(?:> ?)*(?i:(?:EHLO|HELO|MAIL FROM:|RCPT TO:|USER|PASS|RETR|TOP) ?\S|AUTH [A-Z0-9-]+(?: \S+)?$|(?:STARTTLS|QUIT|DATA|NOOP|RSET|CAPA|STLS|STAT|LIST|UIDL)$|[a-z]{0,8}\d{1,8} (?:LOGIN|AUTHENTICATE|CAPABILITY|SELECT|EXAMINE|ID|LOGOUT|NOOP|STARTTLS|LIST|FETCH|UID|SEARCH|STATUS|IDLE)\b|[a-z0-9+/]{12,}={0,2}$|\*$)`)
	// serverMark is the mark of a server's line in a dialogue.
	serverMark = regexp.MustCompile(`^\s*<[-~=<*]*\s`)
	// answer is what a server says.
	answer = regexp.MustCompile(`^(?:> ?)*(?:[2-5]\d\d[ -]|\+ |\+OK|-ERR|\* [A-Z]|[A-Za-z]{0,8}\d{1,8} (?:OK|NO|BAD)\b)`)
)

// quoted tells of a text that is quoted as a whole, as in an answer to a mail.
func quoted(kept []raw) bool {
	marked, others, dialogue := quotes(kept)
	return others == 0 && (marked >= fewQuoted || marked > 0 && !dialogue)
}

// quotesSome tells of a text with quotes in it: an answer below each, or what
// somebody says before it. A server's mark makes it a dialogue.
func quotesSome(kept []raw) bool {
	marked, others, dialogue := quotes(kept)
	return marked > 0 && others > 0 && !dialogue && !slices.ContainsFunc(kept, func(k raw) bool { return serverMark.MatchString(k.text) })
}

// quotes counts the lines with the mark of a quote and those without. In a
// dialogue only the client has that mark, and says commands.
func quotes(kept []raw) (marked, others int, dialogue bool) {
	said, answered := false, false
	for _, k := range kept {
		switch {
		case strings.TrimSpace(k.text) == "":
		case !quoteMark.MatchString(k.text):
			others++
		default:
			marked++
			rest := strings.TrimSpace(k.text[1:])
			answered = answered || answer.MatchString(rest)
			said = said || command.MatchString(rest)
		}
	}
	return marked, others, said && !answered
}

// framed tells of a text with a "*" before every line that is no list: lists
// have no indents and no braces behind it, and a server says other things.
func framed(kept []raw) bool {
	inside := false
	for _, k := range kept {
		if strings.TrimSpace(k.text) == "" {
			continue
		}
		rest, ok := strings.CutPrefix(k.text, "*")
		if !ok || rest != "" && rest[0] != ' ' {
			return false
		}
		inside = inside || strings.HasPrefix(rest, "  ") || strings.HasPrefix(rest, " {")
	}
	return inside
}

func indented(kept []raw) bool { return indent(kept) > 0 }

// indent is how many blanks every line begins with.
func indent(kept []raw) int {
	least := -1
	for _, k := range kept {
		if rest := strings.TrimLeft(k.text, " \t"); rest != "" {
			if n := len(k.text) - len(rest); least < 0 || n < least {
				least = n
			}
		}
	}
	return max(0, least)
}

func dedent(kept []raw) []raw {
	n := indent(kept)
	return each(kept, func(s string) string { return s[min(n, len(s)):] })
}

func each(kept []raw, f func(string) string) []raw {
	list := make([]raw, len(kept))
	for i, k := range kept {
		list[i] = raw{number: k.number, text: f(k.text)}
	}
	return list
}
