package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
)

// Code shows what went over a wire, or is to be typed somewhere, on a ground
// of its own; copyIt, when it is not nil, gets a link to press.
func Code(text string, maxLines int, copyIt func()) *fyne.Container {
	mono := NewMono(text, Plain)
	mono.MaxLines = maxLines
	var row fyne.CanvasObject = mono
	if copyIt != nil {
		link := NewButton(Link, "Copy", copyIt)
		row = flow.Row(look.Unit*3, mono, mono, link)
	}
	return Ground(row)
}

// TapCode is a Code that can be pressed as a whole.
func TapCode(text string, maxLines int, tap func()) fyne.CanvasObject {
	code := Code(text, maxLines, nil)
	return NewTappable(code, tap)
}

// Ground puts an object on the ground of what went over a wire.
func Ground(o fyne.CanvasObject) *fyne.Container { return TightGround(flow.Pad(6, 9, o)) }

// TightGround is a Ground for what brings its own space around it.
func TightGround(o fyne.CanvasObject) *fyne.Container {
	back := NewSurface(look.SmallRadius, func(p look.Palette) color.NRGBA { return p.Code }, nil)
	return flow.Stack(back, o)
}
