package flow

import "fyne.io/fyne/v2"

// column puts objects below each other; all are as wide as the column.
type column struct {
	gap float32
	// grow gets what is left of the height; nil: nobody.
	grow  fyne.CanvasObject
	width float32
}

// Column puts objects below each other with a gap between.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &column{gap: gap}, Objects: objects}
}

// Grow is a Column in which one of the objects takes the height that is left.
func Grow(gap float32, grow fyne.CanvasObject, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &column{gap: gap, grow: grow}, Objects: objects}
}

func (c *column) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	shown := visible(objects)
	h := c.gap * float32(max(0, len(shown)-1))
	for _, o := range shown {
		h += Height(o, width)
	}
	return h
}

func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects)
	return fyne.NewSize(w, c.heightFor(objects, max(w, c.width)))
}

func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	left := size.Height - c.heightFor(objects, size.Width)
	var y float32
	for _, o := range visible(objects) {
		h := Height(o, size.Width)
		if o == c.grow {
			h = max(0, h+left)
		}
		place(o, 0, y, size.Width, h)
		y += h + c.gap
	}
}
