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
