package text

import "strings"

// fewQuoted is from how many lines on a text is believed to be quoted.
const fewQuoted = 3

// unquote takes off the ">" of a text that is quoted as a whole, as in an answer
// to a mail. In a dialogue only one side has that mark.
func unquote(kept []raw) []raw {
	quoted := 0
	for _, k := range kept {
		switch {
		case strings.HasPrefix(k.text, "> "), strings.TrimRight(k.text, " ") == ">":
			quoted++
		case strings.TrimSpace(k.text) != "":
			return kept
		}
	}
	if quoted < fewQuoted {
		return kept
	}
	list := make([]raw, len(kept))
	for i, k := range kept {
		list[i] = raw{k.number, strings.TrimPrefix(strings.TrimPrefix(k.text, ">"), " ")}
	}
	return list
}
