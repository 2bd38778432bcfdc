package present

import (
	"fmt"

	"mailknock/mail/wire"
)

// Line is a line of the log.
type Line struct {
	wire.Event
	// Time, Name and Arrow are its first columns.
	Time, Name, Arrow string
}

// stoppedWord is the detail of a step that the person ended: it did not fail.
var stoppedWord = (&wire.StoppedError{}).Error()

// NewLine gives the line of an event; ok is false where there is none.
func NewLine(e wire.Event) (line Line, ok bool) {
	switch e.Kind {
	case wire.Began:
		return line, false
	case wire.Ended:
		if e.Step.OK {
			return line, false
		}
		e.Direction = wire.Note
		e.Text = StepLabel(e.Step.Name) + " failed: " + e.Step.Detail
		if e.Step.Detail == stoppedWord {
			e.Kind, e.Text = wire.Said, StepLabel(e.Step.Name)+" stopped"
		}
	}
	arrow := "·"
	switch e.Direction {
	case wire.In:
		arrow = "←"
	case wire.Out:
		arrow = "→"
	}
	return Line{Event: e, Time: fmt.Sprintf("+%.3f", e.At.Seconds()), Name: ProtocolName(e.Protocol), Arrow: arrow}, true
}

// String is the line as it is copied.
func (l Line) String() string {
	text := fmt.Sprintf("%-9s %-5s %s %s", l.Time, l.Name, l.Arrow, l.Text)
	if l.Untrusted {
		text += "  [before TLS]"
	}
	return text
}
