package modal

import (
	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/widgets"
)

// Confirm asks before something that cannot be taken back.
func Confirm(c fyne.Canvas, title, text, yes string, do func()) *Modal {
	d := &deferred{}
	ok := widgets.NewButton(widgets.Primary, yes, func() {
		d.close()
		do()
	})
	no := d.cancel("Cancel")
	d.modal = open(c, title, 440, paragraph(text), no, no, ok)
	return d.modal
}

// Keep asks whether to save something before it is lost.
func Keep(c fyne.Canvas, title, text string, save, discard func()) *Modal {
	d := &deferred{}
	do := func(what func()) func() {
		return func() {
			d.close()
			what()
		}
	}
	yes := widgets.NewButton(widgets.Primary, "Save", do(save))
	no := widgets.NewButton(widgets.Secondary, "Discard", do(discard))
	d.modal = open(c, title, 460, paragraph(text), yes, no, d.cancel("Cancel"), yes)
	return d.modal
}

// Tell shows paragraphs and a button to close them.
func Tell(c fyne.Canvas, title string, texts ...string) *Modal {
	d := &deferred{}
	column := flow.Column(8)
	for _, t := range texts {
		column.Add(paragraph(t))
	}
	ok := widgets.NewButton(widgets.Primary, "Close", d.close)
	d.modal = open(c, title, 480, column, ok, ok)
	return d.modal
}
