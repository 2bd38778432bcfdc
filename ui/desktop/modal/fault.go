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
	fill := func() {
		rows.Objects = nil
		want := strings.ToLower(strings.TrimSpace(search.Text))
		for _, f := range list {
			if !strings.Contains(strings.ToLower(f.Title+" "+f.Note), want) {
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
			rows.Add(widgets.NewTappable(flow.Pad(6, 8, title), func() {
				d.close()
				choose(f.ID)
			}))
		}
		rows.Refresh()
		if d.modal != nil {
			d.modal.fit()
		}
	}
	search.OnChanged = func(string) { fill() }
	fill()
	body := flow.Column(10, dim("The sandbox plays what goes wrong at real providers, in their own words. The next check meets it."), search, rows)
	d.modal = open(c, "What should go wrong?", 560, body, search, d.cancel("Cancel"))
	return d.modal
}
