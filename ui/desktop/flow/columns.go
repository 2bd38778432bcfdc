package flow

import "fyne.io/fyne/v2"

// columns shares the width; below its narrowest width the objects stand below
// each other.
type columns struct {
	gap, narrow, width float32
	shares             []float32
}

// Columns puts objects beside each other, each with its share of the width.
// Where less than narrow is there, they stand below each other.
func Columns(gap, narrow float32, shares []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &columns{gap: gap, narrow: narrow, shares: shares}, Objects: objects}
}

func (c *columns) widths(n int, width float32) []float32 {
	var sum float32
	for _, s := range c.shares[:n] {
		sum += s
	}
	left := width - c.gap*float32(n-1)
	widths := make([]float32, n)
	for i := range widths {
		widths[i] = left * c.shares[i] / sum
	}
	return widths
}

func (c *columns) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	shown := visible(objects)
	if len(shown) == 0 {
		return 0
	}
	if width < c.narrow {
		return (&column{gap: c.gap}).heightFor(objects, width)
	}
	var h float32
	for i, w := range c.widths(len(shown), width) {
		h = max(h, Height(shown[i], w))
	}
	return h
}

func (c *columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects)
	return fyne.NewSize(w, c.heightFor(objects, max(w, c.width)))
}

func (c *columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	shown := visible(objects)
	if len(shown) == 0 {
		return
	}
	if size.Width < c.narrow {
		(&column{gap: c.gap}).Layout(objects, size)
		return
	}
	var x float32
	for i, w := range c.widths(len(shown), size.Width) {
		place(shown[i], x, 0, w, size.Height)
		x += w + c.gap
	}
}
