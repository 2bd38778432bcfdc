package text

import (
	"regexp"
	"strings"
)

// wrapWidth is the least width at which a terminal is believed to wrap.
const wrapWidth = 40

// unwrap joins what a terminal broke at a fixed width, in the middle of words:
// lines of exactly the greatest length, which at least half of them have.
func unwrap(kept []raw) []raw {
	if len(kept) > keepAll {
		return kept
	}
	width, count := 0, 0
	for _, k := range kept {
		switch n := len(k.text); {
		case n > width:
			width, count = n, 1
		case n == width:
			count++
		}
	}
	if width < wrapWidth || count < 2 || count*2 < len(kept) {
		return kept
	}
	var joined []raw
	for i := 0; i < len(kept); i++ {
		k := kept[i]
		for len(kept[i].text) == width && i+1 < len(kept) && goesOn(kept[i].text, kept[i+1].text) && len(k.text) < maxLine {
			i++
			k.text += kept[i].text
			k.end = kept[i].number
		}
		joined = append(joined, k)
	}
	return joined
}

// goesOn tells whether a line that was broken at a fixed width goes on in the
// next one.
func goesOn(line, next string) bool {
	if next == "" || line == "" || stamp.FindString(next) != "" {
		return false
	}
	a, b := line[len(line)-1], next[0]
	return wordByte(a) && wordByte(b) || a == ' ' && small(b)
}

func wordByte(c byte) bool {
	return small(c) || large(c) || digit(c) || strings.IndexByte("+/=_-.%", c) >= 0
}

// The widths at which people and programs wrap.
const (
	leastFill = 30
	mostFill  = 100
	// maxFilled is how long what was wrapped is believed to have been: more is a
	// text for people.
	maxFilled = 400
)

// setting is a line of a list of names and values.
var setting = regexp.MustCompile(`^\s*[A-Za-z][\w./-]*\s*[=:]`)

// fill joins what was wrapped between words: a line goes on in the next one
// where the next one's first word would not have fitted.
func fill(kept []raw) []raw {
	if len(kept) > keepAll {
		return kept
	}
	var joined []raw
	for from := 0; from < len(kept); {
		to, width := from, 0
		for ; to < len(kept) && strings.TrimSpace(kept[to].text) != ""; to++ {
			width = max(width, len(strings.TrimRight(kept[to].text, " ")))
		}
		if to == from {
			joined = append(joined, kept[from])
			from++
			continue
		}
		joined = append(joined, fillParagraph(kept[from:to], width)...)
		from = to
	}
	return joined
}

func fillParagraph(lines []raw, width int) []raw {
	if width < leastFill || width > mostFill || len(lines) == 2 && len(lines[1].text) > len(lines[0].text) {
		return lines
	}
	joined := []raw{lines[0]}
	for i, next := range lines[1:] {
		last := &joined[len(joined)-1]
		if full(lines[i].text, next.text, width) && carriesOn(last.text, next.text) && len(last.text)+len(next.text) < maxFilled {
			last.text = strings.TrimRight(last.text, " ") + " " + next.text
			last.end = max(next.number, next.end)
			continue
		}
		joined = append(joined, next)
	}
	return joined
}

func full(line, next string, width int) bool {
	word, _, _ := strings.Cut(next, " ")
	return len(strings.TrimRight(line, " "))+1+len(word) > width
}

// carriesOn tells of a line that may be the rest of a sentence, behind one that
// is no command and has no end.
func carriesOn(line, next string) bool {
	c := next[0]
	if !letter(c) && !digit(c) && c != '(' && c != '\'' && c != '/' && c < 0x80 || stamp.MatchString(next) {
		return false
	}
	line, _ = unprefix(unescape(line))
	next, _ = unprefix(unescape(next))
	if starts(next) || command.MatchString(next) || login.MatchString(line) || auth.MatchString(line) || pass.MatchString(line) || command.MatchString(line) || setting.MatchString(line) && setting.MatchString(next) {
		return false
	}
	_, _, marked := cutMark(next)
	return !marked && !ended(line)
}

// ended tells of a sentence that is over, or of the bracket with which a server
// ends a reply.
func ended(line string) bool { return line != "" && strings.IndexByte(".!?)", line[len(line)-1]) >= 0 }
