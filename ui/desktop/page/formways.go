package page

import (
	"slices"

	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formWays is the row of the ways to sign in that the provider has.
type formWays struct {
	root   *fyne.Container
	ways   map[mail.Method]*widgets.Button
	note   *widgets.Text
	method mail.Method
}

func (w *formWays) build(f *Form) {
	w.ways = map[mail.Method]*widgets.Button{}
	var chips []fyne.CanvasObject
	for _, m := range present.AllWays {
		w.ways[m] = widgets.NewButton(widgets.Choice, present.WayName(m), func() {
			w.method = m
			f.changed()
		})
		chips = append(chips, w.ways[m])
	}
	w.note = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	w.root = flow.Column(6, labelled("Sign-in by", flow.Wrap(8, chips...)), indented(w.note))
}

// fitMethod falls back to the browser where the provider lacks the way that
// was chosen.
func (w *formWays) fitMethod(p provider.Provider) {
	if ways := present.Ways(p); p.ID != "" && !slices.Contains(ways, w.method) {
		w.method = mail.Code
	}
}

func (w *formWays) show(f *Form) {
	ways := present.Ways(f.chosen)
	if f.chosen.ID == "" {
		ways = nil
	}
	for m, b := range w.ways {
		show(b, slices.Contains(ways, m))
		b.SetSelected(m == w.method)
	}
	note := present.WayNote(f.chosen, w.method)
	w.note.SetText(note)
	show(w.note, note != "" && !f.sandboxed())
	show(w.root, len(ways) > 0)
}
