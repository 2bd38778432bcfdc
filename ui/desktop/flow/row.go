package flow

import "fyne.io/fyne/v2"

// row puts objects beside each other at their own widths; one may grow.
type row struct {
	gap   float32
	grow  fyne.CanvasObject
	width float32
	top   bool
}

// Row puts objects beside each other, centred vertically. grow, which is one
// of them or nil, takes the width that is left.
func Row(gap float32, grow fyne.CanvasObject, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &row{gap: gap, grow: grow}, Objects: objects}
}

// TopRow is a Row whose objects stand at its top.
func TopRow(gap float32, grow fyne.CanvasObject, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &row{gap: gap, grow: grow, top: true}, Objects: objects}
}

func (r *row) widthOf(o fyne.CanvasObject, shown []fyne.CanvasObject, width float32) float32 {
	if o != r.grow {
		return o.MinSize().Width
	}
	left := width - r.gap*float32(len(shown)-1)
	for _, other := range shown {
		if other != o {
			left -= other.MinSize().Width
		}
	}
	return max(left, o.MinSize().Width)
}

func (r *row) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	shown := visible(objects)
	var h float32
	for _, o := range shown {
		h = max(h, Height(o, r.widthOf(o, shown, width)))
	}
	return h
}

func (r *row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	shown := visible(objects)
	w := r.gap * float32(max(0, len(shown)-1))
	for _, o := range shown {
		w += o.MinSize().Width
	}
	return fyne.NewSize(w, r.heightFor(objects, max(w, r.width)))
}

func (r *row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	r.width = size.Width
	shown := visible(objects)
	var x float32
	for _, o := range shown {
		w := r.widthOf(o, shown, size.Width)
		h := Height(o, w)
		y := (size.Height - h) / 2
		if r.top {
			y = 0
		}
		place(o, x, y, w, h)
		x += w + r.gap
	}
}
