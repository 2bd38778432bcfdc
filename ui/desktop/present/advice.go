package present

import (
	"regexp"
	"strings"
)

// NewAdvice takes a step of advice apart: what stands after the first line
// break, between backticks, or as a command or a long address in the sentence,
// is to be copied.
func NewAdvice(text string) Advice {
	if head, code, ok := strings.Cut(text, "\n"); ok {
		return Advice{strings.TrimSpace(head), strings.Trim(strings.TrimSpace(code), "`")}
	}
	before, rest, ok := strings.Cut(text, "`")
	if !ok {
		return command(text)
	}
	code, after, ok := strings.Cut(rest, "`")
	if !ok {
		return Advice{Text: text}
	}
	text = strings.TrimSpace(before)
	if after = strings.TrimSpace(strings.TrimLeft(after, ".,: ")); after != "" {
		text += " … " + after
	}
	return Advice{text, code}
}

// typed is what is to be typed somewhere: a cmdlet with its arguments, or the
// address of a page that was made for this case.
var typed = regexp.MustCompile(`^(|.*: )((?:[A-Z][a-z]+-[A-Z]\w*)(?: [-|].*?)?|https?://\S+\?\S+)( \. .*)?$`)

func command(text string) Advice {
	m := typed.FindStringSubmatch(text)
	if m == nil {
		return Advice{Text: text}
	}
	before, after := strings.TrimSpace(m[1]), strings.TrimSpace(strings.TrimPrefix(m[3], " . "))
	switch {
	case before == "" && after == "":
		before = "Then:"
	case after != "":
		before = strings.TrimSpace(before + " … " + after)
	}
	return Advice{before, m[2]}
}
