package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"mailknock/ui/desktop/look"
)

// CreateRenderer is Fyne's.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{text: t}
	r.Refresh()
	return r
}

type textRenderer struct {
	text    *Text
	objects []fyne.CanvasObject
}

func (r *textRenderer) Destroy()                     {}
func (r *textRenderer) MinSize() fyne.Size           { return r.text.MinSize() }
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *textRenderer) Layout(fyne.Size)             {}

func (r *textRenderer) Refresh() {
	p, t := look.Current(), r.text
	old := r.objects
	r.objects = nil
	height := t.lineHeight()
	_, base := fyne.CurrentApp().Driver().RenderedTextSize("x", t.size, fyne.TextStyle{}, nil)
	middle := (height - fyne.MeasureText("x", t.size, fyne.TextStyle{}).Height) / 2
	for i, line := range t.lines(t.width) {
		shift := t.shift(line)
		for _, part := range line {
			var c *canvas.Text
			if n := len(r.objects); n < len(old) {
				c = old[n].(*canvas.Text)
			} else {
				c = canvas.NewText("", nil)
			}
			c.Text, c.Color, c.TextSize, c.TextStyle = part.text, part.span.Tone.Of(p), t.sizeOf(part.span), part.span.style()
			size, baseline := fyne.CurrentApp().Driver().RenderedTextSize(part.text, c.TextSize, c.TextStyle, nil)
			c.Move(fyne.NewPos(shift+part.x, float32(i)*height+middle+base-baseline))
			c.Resize(size)
			r.objects = append(r.objects, c)
		}
	}
	for _, o := range r.objects {
		o.Refresh()
	}
	canvas.Refresh(t)
}

func (t *Text) shift(line []piece) float32 {
	if t.Align == fyne.TextAlignLeading || len(line) == 0 {
		return 0
	}
	last := line[len(line)-1]
	free := max(0, t.width-last.x-last.w)
	if t.Align == fyne.TextAlignCenter {
		return free / 2
	}
	return free
}
