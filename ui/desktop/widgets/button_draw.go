package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"mailknock/ui/desktop/look"
)

// CreateRenderer is Fyne's.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b, back: canvas.NewRectangle(nil), label: NewBold("", look.BodySize, Plain)}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b     *Button
	back  *canvas.Rectangle
	label *Text
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.label}
}

// padding gives the space around the label.
func (b *Button) padding() (x, y float32) {
	switch b.Kind {
	case Link:
		return 0, 0
	case Tool:
		return 9, 4
	case Choice:
		return 14, 7
	case Wide:
		return 11, 7
	}
	return 15, 7
}

func (b *Button) textSize() float32 {
	switch b.Kind {
	case Link:
		return look.CaptionSize
	case Tool:
		return look.SmallSize
	}
	return look.BodySize
}

func (r *buttonRenderer) MinSize() fyne.Size {
	x, y := r.b.padding()
	return r.label.MinSize().Add(fyne.NewSize(2*x, 2*y))
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	x, _ := r.b.padding()
	min := r.label.MinSize()
	r.label.Resize(fyne.NewSize(min.Width, min.Height))
	if r.b.Kind != Wide {
		x = (size.Width - min.Width) / 2
	}
	r.label.Move(fyne.NewPos(x, (size.Height-min.Height)/2))
}

func (r *buttonRenderer) Refresh() {
	p, b := look.Current(), r.b
	tone, bold := Plain, true
	fill, line := p.Panel, p.Line
	none := color.NRGBA{}
	switch b.Kind {
	case Primary:
		tone, fill, line = OnAccent, p.Accent, p.Accent
	case Link:
		tone, fill, line = Accent, none, none
	case Wide:
		tone = Accent
	case Tool:
		tone, bold, fill, line = Dim, false, none, none
	}
	if b.Selected {
		tone, bold, fill = Accent, true, p.AccentSoft
		if line = p.Accent; b.Kind == Tool {
			line = none
		}
	}
	if b.hovered && !b.disabled {
		switch {
		case b.Kind == Primary:
			fill = look.Blend(p.Text, p.Accent, 0.12)
			line = fill
		case b.Kind == Link, b.Selected:
		case b.Kind == Tool:
			fill = p.Hover
		default:
			fill = p.Hover
		}
	}
	if b.disabled {
		tone = Faint
		if b.Kind == Primary {
			fill, line = p.Track, p.Track
		}
	}
	if b.focused {
		line = p.Accent
	}
	r.back.FillColor, r.back.StrokeColor, r.back.CornerRadius = fill, line, look.Radius
	r.back.StrokeWidth = 1
	if line == none {
		r.back.StrokeWidth = 0
	}
	if b.Kind == Tool || b.Kind == Link {
		r.back.CornerRadius = look.SmallRadius
	}
	if b.focused {
		r.back.StrokeWidth = 2
		if b.Kind == Primary {
			r.back.StrokeColor = look.Blend(p.Text, p.Accent, 0.5)
		}
	}
	text := b.Label
	if b.Checkable && b.Selected {
		text = "✓ " + text
	}
	r.label.size = b.textSize()
	r.label.SetSpans(Span{Text: text, Bold: bold, Tone: tone})
	r.Layout(b.Size())
	r.back.Refresh()
}
