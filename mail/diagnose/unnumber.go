package diagnose

import (
	"regexp"
	"strconv"
	"strings"

	"mailknock/mail/diagnose/text"
)

// unnumber renames the numbers in the words of a line that has none that is
// known: the rules on words leave lines with a number to what it means, and here
// the words are all there is.
func unnumber(l *text.Line) {
	if !strings.Contains(l.Words, " aadsts") {
		return
	}
	for _, n := range aadstsNumbers(l.Text) {
		if aadsts.known(n) {
			return
		}
	}
	l.Words = aadstsWord.ReplaceAllString(l.Words, unknownNumber)
}

// unknownNumber stands for a number whose meaning is not known.
const unknownNumber = " unknownnumber"

// number tells whether one of Microsoft's numbers stands in the words whose
// meaning is known.
func number(w string) bool {
	if !strings.Contains(w, " aadsts") {
		return false
	}
	for _, m := range aadstsNumber.FindAllStringSubmatch(w, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil && aadsts.known(n) {
			return true
		}
	}
	return false
}

// anyNumber tells whether one of Microsoft's numbers stands in the words, known or
// not.
func anyNumber(w string) bool {
	return strings.Contains(w, " aadsts") || strings.Contains(w, unknownNumber)
}

var aadstsWord = regexp.MustCompile(` aadsts\S*`)
