package diagnose

import (
	"regexp"
	"slices"
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
		if _, known := aadstsMeaning[n]; known || slices.Contains(aadsts.Silent, n) || slices.Contains(aadsts.Vague, n) {
			return
		}
	}
	l.Words = aadstsWord.ReplaceAllString(l.Words, unknownNumber)
}

// unknownNumber stands for a number whose meaning is not known.
const unknownNumber = " unknownnumber"

var aadstsWord = regexp.MustCompile(` aadsts\S*`)
