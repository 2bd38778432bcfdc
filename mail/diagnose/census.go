package diagnose

import (
	"strings"

	"mailknock/mail/diagnose/text"
)

// census counts what the lines of a text are.
type census struct {
	all, code, doc, config, pass, report, commands, short int
	// words and docWords are how many words there are, and how many of them
	// stand in lines for people; long counts such lines that are long.
	words, docWords, long int
	keys, fails           bool
	// technical tells of a line of code or of a list.
	technical bool
}

// maxCensus is how many lines are counted.
const maxCensus = 400

// count counts the text's lines, once.
func (s *scene) count() census {
	if s.counted == nil {
		c := s.census()
		s.counted = &c
	}
	return *s.counted
}

func (s *scene) census() census {
	var c census
	number := 0
	for _, l := range s.lines {
		if strings.TrimSpace(l.Raw) == "" || l.Decoded || l.Number == number {
			continue
		}
		number = l.Number
		if c.all++; c.all > maxCensus {
			break
		}
		c.technical = c.technical || codeLine.MatchString(l.Raw) || bullet(l.Raw)
		c.keys = c.keys || errorKey.MatchString(l.Raw)
		c.fails = c.fails || failLine.MatchString(l.Raw)
		if shortReport(l) {
			c.short++
		}
		if spoken(l) && !codeLine.MatchString(l.Raw) {
			c.commands++
		}
		words := strings.Count(l.Words, " ") - 1
		c.words += words
		if l.Stamped || l.Side != text.Nobody || stackLine.MatchString(l.Raw) || (loudLine.MatchString(l.Text) || spoken(l)) && !codeLine.MatchString(l.Raw) && !bullet(l.Raw) {
			c.report++
		}
		switch {
		case codeLine.MatchString(l.Raw):
			c.code++
		case bullet(l.Raw) || proseLine(l.Words, l.Raw):
			c.doc++
			c.docWords += words
			if words >= 10 {
				c.long++
			}
		}
		if configLine.MatchString(l.Raw) {
			c.config++
		}
		if passLine.MatchString(l.Raw) {
			c.pass++
		}
	}
	return c
}

// allConfig tells of a configuration, or of a table of texts, and nothing else.
func (c census) allConfig() bool { return c.all >= 2 && c.config == c.all && !c.keys && c.report == 0 }

// talks tells whether the text is code, a document, a configuration or the
// output of tests, and not a report.
func (s *scene) talks() bool {
	c := s.count()
	switch {
	case c.all < 3 || c.report*4 > c.all || c.all <= 6 && c.commands+c.short > 0:
		return false
	case c.code*10 >= c.all*3 && c.code >= 3 && !(c.keys && c.code < 6):
		return true
	case c.docWords*10 >= c.words*7 && c.doc >= 3 && (c.all > 3 || c.long == c.all), (c.doc+c.code)*10 >= c.all*7 && c.doc >= 3 && c.all > 3:
		return true
	case c.config*10 >= c.all*7 && c.config >= 4 && !c.keys:
		return true
	}
	return c.pass >= 2 && c.pass*10 >= c.all*4 && !c.fails
}

// proseLine tells of a line of a text for people: many words, nearly all of
// them plain.
func proseLine(words, raw string) bool {
	fields := strings.Fields(words)
	if len(fields) < 4 || strings.ContainsAny(raw, "[]{}=<>|") || strings.Contains(raw, "::") || loudLine.MatchString(raw) {
		return false
	}
	plain := 0
	for _, f := range fields {
		if strings.Trim(f, "abcdefghijklmnopqrstuvwxyzäöüßéèàçñ") == "" {
			plain++
		}
	}
	return plain*10 >= len(fields)*8
}
