package present

import (
	"fmt"
	"strings"

	"mailknock/mail/discover"
)

// Conformance is what a mail domain answers to what mail programs ask.
type Conformance struct {
	Domain string
	// Summary is the count of the verdicts, in a line; Status the worst of
	// them.
	Status  Status
	Summary string
	Rows    []ConformanceRow
	// Report is all of it as text.
	Report string
}

// ConformanceRow is one answer, judged.
type ConformanceRow struct {
	discover.Row
	Status Status
	Word   string
}

// The verdicts, the best first, as they are shown.
var verdicts = []struct {
	verdict discover.Verdict
	status  Status
	word    string
}{
	{discover.OK, Passed, "Good"},
	{discover.Missing, Warned, "Missing"},
	{discover.Wrong, Failed, "Wrong"},
	{discover.Contradiction, Failed, "Contradiction"},
	{discover.Unchecked, Never, "Not known"},
}

// NewConformance puts the rows about a domain in words.
func NewConformance(domain string, rows []discover.Row) Conformance {
	c := Conformance{Domain: domain, Status: Passed}
	counts := map[discover.Verdict]int{}
	for _, row := range rows {
		r := ConformanceRow{Row: row}
		for _, v := range verdicts {
			if v.verdict == row.Verdict {
				r.Status, r.Word = v.status, v.word
			}
		}
		counts[row.Verdict]++
		c.Rows = append(c.Rows, r)
	}
	var parts []string
	for _, v := range verdicts {
		if n := counts[v.verdict]; n > 0 {
			word := strings.ToLower(v.word)
			if n > 1 && v.verdict == discover.Contradiction {
				word += "s"
			}
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	switch {
	case counts[discover.Wrong]+counts[discover.Contradiction] > 0:
		c.Status = Failed
	case counts[discover.Missing] > 0:
		c.Status = Warned
	case counts[discover.OK] == 0:
		c.Status = Never
	}
	c.Summary = fmt.Sprintf("%s: %s", domain, Words(parts))
	c.Report = c.text()
	return c
}

// text is what is copied.
func (c Conformance) text() string {
	var b strings.Builder
	b.WriteString("Mailknock checked what a mail domain tells mail programs\n\n" + c.Summary + "\n")
	for _, r := range c.Rows {
		fmt.Fprintf(&b, "\n%s %s: %s\n  Asked: %s\n  Came: %s\n", r.Status.Shape(), r.Word, r.Topic, r.Asked, r.Came)
		if r.Do != "" {
			b.WriteString("  To do: " + r.Do + "\n")
		}
		b.WriteString("  Source: " + r.Source + "\n")
	}
	return b.String()
}
