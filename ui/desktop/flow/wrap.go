package flow

import "fyne.io/fyne/v2"

// wrap puts objects beside each other and goes on in the next line.
type wrap struct{ gap, width float32 }

// Wrap puts objects beside each other, and below where they find no room.
func Wrap(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &wrap{gap: gap}, Objects: objects}
}

// run calls put for every object, and gives the height of all.
func (w *wrap) run(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, width, height, line float32)) float32 {
	var y float32
	for rest := visible(objects); len(rest) > 0; {
		n, x, line := 0, float32(0), float32(0)
		for n < len(rest) {
			size := rest[n].MinSize()
			if n > 0 && x+size.Width > width {
				break
			}
			x += size.Width + w.gap
			line = max(line, Height(rest[n], min(size.Width, width)))
			n++
		}
		x = 0
		for _, o := range rest[:n] {
			ow := min(o.MinSize().Width, width)
			put(o, x, y, ow, Height(o, ow), line)
			x += ow + w.gap
		}
		rest = rest[n:]
		y += line
		if len(rest) > 0 {
			y += w.gap
		}
	}
	return y
}

func (w *wrap) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return w.run(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32, float32) {})
}

func (w *wrap) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := widest(objects)
	return fyne.NewSize(width, w.heightFor(objects, max(width, w.width)))
}

func (w *wrap) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w.width = size.Width
	w.run(objects, size.Width, func(o fyne.CanvasObject, x, y, width, height, line float32) {
		place(o, x, y+(line-height)/2, width, height)
	})
}
