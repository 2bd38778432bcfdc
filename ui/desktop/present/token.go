package present

import (
	"strings"

	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// TokenView is what can be told of an access token, in rows.
type TokenView struct {
	// Rows are a label and a value each: for whom, for what, until when.
	Rows [][2]string
	Fits []Fit
	// Text is all of it, to be copied. Nothing secret is in it.
	Text string
}

// Fit is whether a token is good for a protocol, and why.
type Fit struct {
	Status          Status
	Name, Word, Why string
}

// NewTokenView puts an inspection in rows.
func NewTokenView(in run.Inspection) TokenView {
	var v TokenView
	for _, line := range in.Lines {
		label, value, _ := strings.Cut(line, ": ")
		v.Rows = append(v.Rows, [2]string{label, value})
		v.Text += line + "\n"
	}
	for _, g := range in.Good {
		f := Fit{Status: Failed, Name: ProtocolName(g.Protocol), Word: "not good", Why: wire.Visible([]byte(g.Why))}
		switch {
		case !g.Known:
			f.Status, f.Word = Never, "only a check tells"
		case g.OK:
			f.Status, f.Word = Passed, "good"
		}
		v.Fits = append(v.Fits, f)
		v.Text += f.Name + ": " + f.Word + ", " + f.Why + "\n"
	}
	return v
}
