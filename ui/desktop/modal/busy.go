package modal

import (
	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/widgets"
)

// Busy tells that something takes a moment. stop is called once it was closed,
// by the person or by [Modal.Close].
func Busy(c fyne.Canvas, title, text string, stop func()) *Modal {
	d := &deferred{}
	no := widgets.NewButton(widgets.Secondary, "Stop", d.close)
	d.modal = open(c, title, 400, widgets.NewParagraph(text, look.BodySize, widgets.Dim), no, no)
	d.modal.stop = stop
	return d.modal
}
