package modal

import (
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/widgets"
)

// Choice is one of many. Words are found by the search, and not shown.
type Choice struct{ ID, Title, Note, Words string }

// Search is how one of many is found: what stands above the list, in the
// empty field, and where nothing fits.
type Search struct{ Title, Text, Hint, None string }

// Choose asks for one of many. choose gets its id.
func Choose(c fyne.Canvas, s Search, list []Choice, current string, choose func(id string)) *Modal {
	d := &deferred{}
	search := widgets.NewEntry(s.Hint)
	rows := flow.Column(1)
	var only func() // takes the one that is left; nil: there are others, or none
	fill := func() {
		rows.Objects, only = nil, nil
		want := strings.ToLower(strings.TrimSpace(search.Text))
		for _, f := range list {
			if !strings.Contains(strings.ToLower(f.Title+" "+f.Note+" "+f.ID+" "+f.Words), want) {
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
			rows.Add(flow.Pad(6, 8, dim(s.None)))
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
	d.modal = open(c, s.Title, 560, flow.Column(10, dim(s.Text), search, rows), search, d.cancel("Cancel"))
	return d.modal
}
