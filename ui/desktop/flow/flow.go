// Package flow lays out what has a height only once its width is known:
// wrapped text, and everything around it.
//
// Fyne asks for a minimum size before it gives a width. The layouts here pass
// the width down first ([Height]), so that one pass is enough.
package flow

import "fyne.io/fyne/v2"

// Flowing is an object whose height follows from its width.
type Flowing interface {
	// HeightFor gives the height that is needed at width, in Fyne's units.
	HeightFor(width float32) float32
}

// sizer is a layout that knows the height of its objects at a width.
type sizer interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// Height gives the height that o needs at width.
func Height(o fyne.CanvasObject, width float32) float32 {
	if f, ok := o.(Flowing); ok {
		return f.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(sizer); ok {
			return l.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	shown := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if Visible(o) {
			shown = append(shown, o)
		}
	}
	return shown
}

// Visible tells whether o takes room: the space around something hidden does
// not.
func Visible(o fyne.CanvasObject) bool {
	if c, ok := o.(*fyne.Container); ok {
		switch c.Layout.(type) {
		case *pad, *fixed:
			return c.Visible() && Visible(c.Objects[0])
		}
	}
	return o.Visible()
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

func widest(objects []fyne.CanvasObject) float32 {
	var w float32
	for _, o := range visible(objects) {
		w = max(w, o.MinSize().Width)
	}
	return w
}
