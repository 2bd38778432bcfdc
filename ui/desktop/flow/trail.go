package flow

import "fyne.io/fyne/v2"

// Natural is a text that knows how wide it would be on one line.
type Natural interface{ NaturalWidth() float32 }

// trail is a text and an object that stands right after it where one line
// holds both, and below it where not.
type trail struct{ gap, width float32 }

// Trail gives the layout of a text, which is Natural, and what follows it.
func Trail(gap float32) fyne.Layout { return &trail{gap: gap} }

func (t *trail) beside(objects []fyne.CanvasObject, width float32) bool {
	return objects[0].(Natural).NaturalWidth()+t.gap+objects[1].MinSize().Width <= width
}

func (t *trail) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	a, b := Height(objects[0], width), objects[1].MinSize().Height
	if t.beside(objects, width) {
		return max(a, b)
	}
	return a + b + 2
}

func (t *trail) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects)
	return fyne.NewSize(w, t.heightFor(objects, max(w, t.width)))
}

func (t *trail) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	t.width = size.Width
	text, after := objects[0], objects[1]
	h, small := Height(text, size.Width), after.MinSize()
	if t.beside(objects, size.Width) {
		w := text.(Natural).NaturalWidth() + 1
		place(text, 0, (size.Height-h)/2, w, h)
		place(after, w+t.gap, (size.Height-small.Height)/2+1, small.Width, small.Height)
		return
	}
	place(text, 0, 0, size.Width, h)
	place(after, 0, h+2, small.Width, small.Height)
}
