package present

import (
	"time"

	"mailknock/auth"
	"mailknock/ui/run"
)

// Lasting answers whether a sign-in will still work next week.
type Lasting struct {
	Status Status
	Title  string
	Lines  []LastingLine
}

// LastingLine is a sentence of the answer; Source is the address of the page
// that says so, or empty.
type LastingLine struct {
	Status       Status
	Text, Source string
}

const week = 7 * 24 * time.Hour

// NewLasting puts a probe in words. failed is the error that came with it.
func NewLasting(p *auth.Probe, failed error, now time.Time) Lasting {
	a := Lasting{Status: Passed, Title: "Yes, as far as anybody can tell"}
	rotation := LastingLine{Status: Passed, Text: run.RotationWords(p, failed)}
	a.Lines = []LastingLine{{Status: Passed, Text: "The refresh token works now."}, rotation}
	for _, e := range p.Endings {
		line := LastingLine{Status: Never, Text: e.Text, Source: e.Source}
		if e.Sure {
			line.Status = Warned
		}
		a.Lines = append(a.Lines, line)
	}
	for _, e := range p.Endings {
		if e.Sure || e.Source != "" {
			a.Title = "Yes, unless one of these things ends it"
		}
	}
	for _, e := range p.Endings {
		if e.Sure && !e.At.After(now.Add(week)) {
			a.Status, a.Title = Warned, "It works now, but not for another week"
			break
		}
	}
	switch {
	case failed == nil:
	case run.NewRefused(failed):
		a.Status, a.Title = Failed, "No: the new refresh token does not work"
		a.Lines[1].Status = Failed
	default:
		a.Status, a.Title = Warned, "It works now; the new refresh token could not be tried"
		a.Lines[1].Status = Warned
	}
	return a
}
