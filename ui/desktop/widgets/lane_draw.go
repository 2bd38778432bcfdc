package widgets

import (
	"image/color"

	"fyne.io/fyne/v2/canvas"

	"mailknock/mail/wire"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
)

func (d *laneRenderer) Refresh() {
	r, p := d.r, look.Current()
	m := r.model()
	idle := m.Status == present.Waiting || m.Status == present.Skipped
	tone := Plain
	if idle {
		tone = Dim
	}
	r.name.SetTone(present.ProtocolName(m.Protocol), tone)
	r.server.SetText(m.Server)
	r.took.SetText("–")
	if len(m.Segments) > 0 {
		r.took.SetText(present.Took(m.Took))
	}
	r.pill.SetStatus(m.Status)
	r.track.CornerRadius = 3
	r.track.FillColor = color.Transparent
	if len(m.Segments) == 0 {
		r.track.FillColor = p.Track
	}
	r.ring.FillColor, r.ring.StrokeWidth, r.ring.CornerRadius = color.Transparent, 0, look.SmallRadius
	if r.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = p.Accent, 1.5
	}
	for len(r.bars) < len(m.Segments) {
		r.bars = append(r.bars, canvas.NewRectangle(nil))
		r.labels = append(r.labels, NewText("", look.TinySize, Plain))
	}
	r.bars, r.labels = r.bars[:len(m.Segments)], r.labels[:len(m.Segments)]
	for i, s := range m.Segments {
		fill, ink := r.colours(p, s)
		bar, label := r.bars[i], r.labels[i]
		bar.FillColor, bar.StrokeWidth = fill, 0
		bar.CornerRadius = 0
		bar.TopLeftCornerRadius, bar.BottomLeftCornerRadius = end(i == 0)
		bar.TopRightCornerRadius, bar.BottomRightCornerRadius = end(i == len(m.Segments)-1)
		if r.lanes.selected == [2]int{r.index, i} {
			bar.StrokeColor, bar.StrokeWidth = p.Text, 1.5
		} else if r.hover == i {
			bar.FillColor = look.Blend(p.Text, fill, 0.12)
		}
		if s.Status == present.Failed {
			label.SetSpans(Span{Text: "✕ " + s.Label(), Tone: OnAccent, Bold: true})
		} else {
			label.SetSpans(Span{Text: s.Label(), Tone: ink})
		}
	}
	d.Layout(r.Size())
	for _, o := range d.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r)
}

func end(last bool) (top, bottom float32) {
	if last {
		return 3, 3
	}
	return 0, 0
}

// colours gives a segment's ground, and the tone of a label that can be read
// on it.
func (r *laneRow) colours(p look.Palette, s present.Segment) (fill color.NRGBA, ink Tone) {
	fill = r.ground(p, s)
	if look.Contrast(p.OnAccent, fill) > look.Contrast(p.Text, fill) {
		return fill, OnAccent
	}
	return fill, Plain
}

// ground colours a failed segment red, and lets one that runs glow.
func (r *laneRow) ground(p look.Palette, s present.Segment) color.NRGBA {
	share := float32(0.28)
	switch s.Name {
	case wire.Connect, wire.Capabilities:
		share = 0.36
	case wire.TLS, wire.StartTLS:
		share = 0.6
	case wire.Authenticate:
		share = 0.92
	}
	fill := look.Blend(p.Accent, p.Track, share)
	if s.Name == wire.Mailbox || s.Name == wire.Send {
		fill = look.Blend(p.Passed, p.Panel, 0.88)
	}
	switch s.Status {
	case present.Failed:
		return p.Failed
	case present.Skipped, present.Stopped:
		return p.Track
	case present.Running:
		glow := float32(r.lanes.phase)
		if glow > 0.5 {
			glow = 1 - glow
		}
		return look.Blend(fill, p.Panel, 0.45+glow)
	}
	return fill
}
