package modal

import (
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/widgets"
)

// FaultChoice is something that the sandbox can play.
type FaultChoice struct{ ID, Title, Note string }

// Fault asks what should go wrong in the sandbox. choose gets the id; it is
// empty for nothing.
func Fault(c fyne.Canvas, list []FaultChoice, current string, choose func(id string)) *Modal {
	d := &deferred{}
	list = append([]FaultChoice{{"", "Nothing: everything works", ""}}, list...)
	search := widgets.NewEntry("Find a fault")
	rows := flow.Column(1)
	var only func() // takes the one that is left; nil: there are others, or none
	fill := func() {
		rows.Objects, only = nil, nil
		want := strings.ToLower(strings.TrimSpace(search.Text))
		for _, f := range list {
			if !strings.Contains(strings.ToLower(f.Title+" "+f.Note+" "+f.ID), want) {
				continue
			}
			shape := "○"
			if f.ID == current {
				shape = "✓"
			}
			title := widgets.NewSpans(look.BodySize,
				widgets.Span{Text: shape + "  ", Tone: widgets.Accent}, widgets.Span{Text: f.Title, Bold: f.ID == current},
				widgets.Span{Text: "   " + f.Note, Tone: widgets.Faint})
			title.Shrink = true
			only = func() {
				d.close()
				choose(f.ID)
			}
			rows.Add(widgets.NewTappable(flow.Pad(6, 8, title), only))
		}
		if len(rows.Objects) == 0 {
			rows.Add(flow.Pad(6, 8, dim("No fault fits. Search for another word, like “token”, “imap” or “tls”.")))
		} else if len(rows.Objects) > 1 {
			only = nil
		}
		rows.Refresh()
		if d.modal != nil {
			d.modal.fit()
		}
	}
	search.OnChanged = func(string) { fill() }
	search.OnSubmitted = func(string) {
		if only != nil {
			only()
		}
	}
	fill()
	body := flow.Column(10, dim("The sandbox plays what goes wrong at real providers, in their own words. The next check meets it."), search, rows)
	d.modal = open(c, "What should go wrong?", 560, body, search, d.cancel("Cancel"))
	return d.modal
}
