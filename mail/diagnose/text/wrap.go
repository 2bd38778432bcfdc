package text

import "strings"

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
