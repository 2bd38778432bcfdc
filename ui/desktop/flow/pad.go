package flow

import "fyne.io/fyne/v2"

type pad struct{ top, right, bottom, left, width float32 }

// Pad puts space around an object: top and bottom, then left and right.
func Pad(vertical, horizontal float32, o fyne.CanvasObject) *fyne.Container {
	return Inset(vertical, horizontal, vertical, horizontal, o)
}

// Inset puts a space of its own on each side of an object.
func Inset(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{
		Layout:  &pad{top: top, right: right, bottom: bottom, left: left},
		Objects: []fyne.CanvasObject{o},
	}
}

func (p *pad) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return p.top + p.bottom + Height(objects[0], width-p.left-p.right)
}

func (p *pad) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := objects[0].MinSize().Width + p.left + p.right
	return fyne.NewSize(w, p.heightFor(objects, max(w, p.width)))
}

func (p *pad) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p.width = size.Width
	place(objects[0], p.left, p.top, size.Width-p.left-p.right, size.Height-p.top-p.bottom)
}

type fixed struct{ size fyne.Size }

// Fixed gives an object a width, a height, or both; 0 leaves it its own.
func Fixed(width, height float32, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &fixed{fyne.NewSize(width, height)}, Objects: []fyne.CanvasObject{o}}
}

func (f *fixed) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if f.size.Height > 0 {
		return f.size.Height
	}
	return Height(objects[0], width)
}

func (f *fixed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	if f.size.Width > 0 {
		size.Width = f.size.Width
	}
	size.Height = f.heightFor(objects, size.Width)
	return size
}

func (f *fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 0, size.Width, size.Height)
}

type stack struct{}

// Stack puts objects over each other; the highest decides.
func Stack(objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: stack{}, Objects: objects}
}

func (stack) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	for _, o := range visible(objects) {
		h = max(h, Height(o, width))
	}
	return h
}

func (s stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects)
	return fyne.NewSize(w, s.heightFor(objects, w))
}

func (stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
	}
}
