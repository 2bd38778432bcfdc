package flow

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// scrolled holds the content of a Scroll at the height that its width needs.
type scrolled struct{ scroll *container.Scroll }

// Scroll lets an object be scrolled when it is higher than the room that it
// gets.
func Scroll(o fyne.CanvasObject) *fyne.Container {
	// Pad remembers its width, so that the minimal height that the toolkit asks
	// for is the right one.
	s := container.NewVScroll(Pad(0, 0, o))
	return &fyne.Container{Layout: &scrolled{s}, Objects: []fyne.CanvasObject{s}}
}

func (s *scrolled) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	return Height(s.scroll.Content, width)
}

func (s *scrolled) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(s.scroll.Content.MinSize().Width, 32)
}

func (s *scrolled) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	// The content learns its width first: its minimal height depends on it.
	s.scroll.Content.Resize(fyne.NewSize(size.Width, Height(s.scroll.Content, size.Width)))
	place(s.scroll, 0, 0, size.Width, size.Height)
	s.scroll.Refresh()
}

// ScrollToTop shows the beginning of what Scroll holds.
func ScrollToTop(scroll *fyne.Container) { scroll.Layout.(*scrolled).scroll.ScrollToTop() }

// ScrollTo brings an object inside a Scroll to its top, with a little room above.
func ScrollTo(scroll *fyne.Container, o fyne.CanvasObject) {
	s := scroll.Layout.(*scrolled).scroll
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	const above = 12
	s.ScrollToOffset(fyne.NewPos(0, at(o).Y-at(s.Content).Y-above))
}

type loose struct{}

// Loose lets an object be made smaller than it asks for.
func Loose(o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: loose{}, Objects: []fyne.CanvasObject{o}}
}

func (loose) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return Height(objects[0], width)
}

func (loose) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(40, 40) }

func (loose) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 0, size.Width, size.Height)
}
