package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"mailknock/mail/wire"
	"mailknock/ui/desktop/look"
)

func (d *logRowRenderer) fill(size fyne.Size) {
	p, line := look.Current(), d.r.line
	d.back.FillColor = color.Transparent
	switch d.r.mark {
	case Chosen:
		d.back.FillColor = p.AccentSoft
	case Blamed:
		d.back.FillColor = p.FailedSoft
	}
	unit := fyne.MeasureText("0", look.MonoSize, fyne.TextStyle{Monospace: true})
	arrow := p.Faint
	switch line.Direction {
	case wire.In:
		arrow = p.Passed
	case wire.Out:
		arrow = p.Accent
	}
	y := (rowHeight - unit.Height) / 2
	put(d.time, rowPad, y, line.Time, p.Faint)
	put(d.name, nameAt, y, line.Name, p.Text)
	put(d.arrow, arrowAt, y, line.Arrow, arrow)

	ink := p.Text
	switch {
	case line.Kind == wire.Ended:
		ink = p.Failed
	case line.Direction == wire.Note:
		ink = p.Dim
	}
	x, tail := textAt, float32(0)
	if line.Untrusted {
		tail = unit.Width * 12
	}
	room := int((size.Width - x - tail - rowPad) / max(unit.Width, 1))
	// The objects are used again: new ones at every layout would make the
	// toolkit lay out again, without end.
	texts, chips := 0, 0
	for _, s := range parts(strings.ReplaceAll(line.Text, "\t", "    "), line.Masks, max(room, 4)) {
		w := fyne.MeasureText(s.text, look.MonoSize, fyne.TextStyle{Monospace: true}).Width
		c := ink
		if s.masked {
			c = p.Accent
			chip := d.chip(chips)
			chips++
			chip.FillColor = p.AccentSoft
			chip.Move(fyne.NewPos(x-3, 2))
			chip.Resize(fyne.NewSize(w+6, rowHeight-4))
			chip.Refresh()
		}
		put(d.text(texts), x, y, s.text, c)
		texts++
		x += w
	}
	if line.Untrusted {
		put(d.text(texts), size.Width-rowPad-unit.Width*10, y, "before TLS", p.Faint)
		texts++
	}
	d.objects = append(d.objects[:0], d.back, d.time, d.name, d.arrow)
	for _, chip := range d.chips[:chips] {
		d.objects = append(d.objects, chip)
	}
	for _, t := range d.texts[:texts] {
		d.objects = append(d.objects, t)
	}
}

func put(t *canvas.Text, x, y float32, text string, c color.Color) {
	t.Move(fyne.NewPos(x, y))
	if t.Text == text && t.Color == c {
		return
	}
	t.Text, t.Color = text, c
	t.Resize(t.MinSize())
	t.Refresh()
}

func newMono() *canvas.Text {
	return &canvas.Text{TextSize: look.MonoSize, TextStyle: fyne.TextStyle{Monospace: true}}
}

func (d *logRowRenderer) text(i int) *canvas.Text {
	if i == len(d.texts) {
		d.texts = append(d.texts, newMono())
	}
	return d.texts[i]
}

func (d *logRowRenderer) chip(i int) *canvas.Rectangle {
	if i == len(d.chips) {
		chip := canvas.NewRectangle(nil)
		chip.CornerRadius = 3
		d.chips = append(d.chips, chip)
	}
	return d.chips[i]
}
