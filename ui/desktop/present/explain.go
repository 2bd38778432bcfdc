package present

import (
	"fmt"
	"slices"
	"strings"

	"mailknock/mail"
	"mailknock/mail/diagnose"
)

// Explanation is what a pasted text came to. Everything in it is masked.
type Explanation struct {
	// Causes stand best first, each with its rivals; empty: nothing known. The
	// Seq of their evidence is the number of the line.
	Causes  []Cause
	Marks   []diagnose.Mark
	Decoded []diagnose.Decoded
	// Report is all of it as text.
	Report string
}

// NoCause is said where nothing was recognised.
const NoCause = "No known cause stands in this text."

// Better says what to paste where nothing was recognised.
var Better = []string{
	"The lines around the failure: the server's own answer (535 …, NO …, -ERR …), not only “sign-in failed”.",
	"The whole exception, with every “caused by” line.",
	"The text of the page on which the browser ended, or the whole address in its address bar.",
	"A log written while it fails: switch on your program's debug log, and try once more.",
	"A line of your own about the set-up: the scope you asked for, the kind of account, the port, what works.",
}

// NewExplanation puts a reading in words.
func NewExplanation(r diagnose.Reading) Explanation {
	x := Explanation{Marks: r.Marks, Decoded: r.Decoded}
	for _, list := range faults(r.Causes) {
		c := newCause("", list, nil, NewLog(1))
		for i := range c.Evidence {
			c.Evidence[i].Seq = x.line(c.Evidence[i].Text)
		}
		x.Causes = append(x.Causes, c)
	}
	x.Report = x.text()
	return x
}

// line gives the number of the line that a piece of evidence quotes; -1: none.
func (x Explanation) line(evidence string) int {
	for _, m := range x.Marks {
		if m.Text == evidence {
			return m.Line
		}
	}
	for _, d := range x.Decoded {
		if "decoded: "+d.Text == evidence {
			return d.Line
		}
	}
	return -1
}

// faults tells the causes that have lines of their own apart from those that
// are another reading of the same lines: each list is a fault with its rivals.
func faults(causes []mail.Cause) [][]mail.Cause {
	var list [][]mail.Cause
	for _, c := range causes {
		own := c.Confidence != mail.Possible && len(c.Evidence) > 0 && !slices.ContainsFunc(list, func(fault []mail.Cause) bool {
			return slices.ContainsFunc(fault[0].Evidence, func(e string) bool { return slices.Contains(c.Evidence, e) })
		})
		if own || len(list) == 0 {
			list = append(list, []mail.Cause{c})
			continue
		}
		list[0] = append(list[0], c)
	}
	return list
}

// text is the explanation as it is copied.
func (x Explanation) text() string {
	var b strings.Builder
	b.WriteString("Mailknock explains a log\n\n")
	if len(x.Causes) == 0 {
		b.WriteString(NoCause + "\n")
	}
	for i, c := range x.Causes {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "[%s] %s", c.Confidence, c.Text())
		for _, r := range c.Rivals {
			fmt.Fprintf(&b, "\nAlso possible: %s (%s)\n", r.Title, r.Confidence)
			if r.Tells != "" {
				fmt.Fprintf(&b, "What would tell: %s\n", r.Tells)
			}
		}
	}
	if len(x.Marks) > 0 {
		b.WriteString("\nLines that decided:\n")
	}
	for _, m := range x.Marks {
		fmt.Fprintf(&b, "%6d  %s\n", m.Line, m.Text)
	}
	if len(x.Decoded) > 0 {
		b.WriteString("\nDecoded:\n")
	}
	for _, d := range x.Decoded {
		fmt.Fprintf(&b, "%6d  %s: %s\n", d.Line, d.What, d.Text)
	}
	return b.String()
}
