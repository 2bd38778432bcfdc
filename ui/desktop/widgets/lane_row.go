package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
)

// laneRow is one protocol of Lanes. It takes the focus: Left and Right choose
// a step.
type laneRow struct {
	widget.BaseWidget
	lanes         *Lanes
	index         int
	focused       bool
	hover         int
	name, server  *Text
	took          *Text
	pill          *Chip
	track, ring   *canvas.Rectangle
	bars          []*canvas.Rectangle
	labels        []*Text
	barsX, barsTo []float32
}

var (
	_ fyne.Tappable      = (*laneRow)(nil)
	_ fyne.Focusable     = (*laneRow)(nil)
	_ desktop.Hoverable  = (*laneRow)(nil)
	_ desktop.Cursorable = (*laneRow)(nil)
)

func newLaneRow(l *Lanes, index int) *laneRow {
	r := &laneRow{
		lanes: l, index: index, hover: -1,
		name: NewBold("", look.BodySize, Plain), server: NewText("", look.SmallSize, Dim).Cut(),
		took: NewText("", look.SmallSize, Dim), pill: NewChip(84),
		track: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
	}
	r.took.Align = fyne.TextAlignTrailing
	r.took.Shrink = true
	r.ExtendBaseWidget(r)
	return r
}

func (r *laneRow) model() present.Lane {
	if r.index >= len(r.lanes.model.List) {
		return present.Lane{}
	}
	return r.lanes.model.List[r.index]
}

// stepAt gives the step at x; -1 where there is none.
func (r *laneRow) stepAt(x float32) int {
	for i := range r.barsX {
		if x >= r.barsX[i] && x < r.barsTo[i] {
			return i
		}
	}
	return -1
}

func (r *laneRow) choose(step int) {
	if r.lanes.OnStep != nil && step >= 0 && step < len(r.model().Segments) {
		r.lanes.OnStep(r.index, step)
	}
}

// Tapped chooses the step under the pointer.
func (r *laneRow) Tapped(e *fyne.PointEvent) { r.choose(r.stepAt(e.Position.X)) }

// FocusGained is Fyne's.
func (r *laneRow) FocusGained() { r.focused = true; r.Refresh() }

// FocusLost is Fyne's.
func (r *laneRow) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune is Fyne's.
func (r *laneRow) TypedRune(rune) {}

// TypedKey chooses a step with Left and Right.
func (r *laneRow) TypedKey(e *fyne.KeyEvent) {
	at := -1
	if r.lanes.selected[0] == r.index {
		at = r.lanes.selected[1]
	}
	switch e.Name {
	case fyne.KeyRight:
		r.choose(at + 1)
	case fyne.KeyLeft:
		r.choose(max(0, at-1))
	default:
		passKey(r, e)
	}
}

// MouseIn is Fyne's.
func (r *laneRow) MouseIn(e *desktop.MouseEvent) { r.MouseMoved(e) }

// MouseMoved marks the step under the pointer.
func (r *laneRow) MouseMoved(e *desktop.MouseEvent) {
	if at := r.stepAt(e.Position.X); at != r.hover {
		r.hover = at
		r.Refresh()
	}
}

// MouseOut is Fyne's.
func (r *laneRow) MouseOut() {
	r.hover = -1
	r.Refresh()
}

// Cursor is a hand over a step.
func (r *laneRow) Cursor() desktop.Cursor {
	if r.hover >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer is Fyne's.
func (r *laneRow) CreateRenderer() fyne.WidgetRenderer {
	d := &laneRenderer{r}
	d.Refresh()
	return d
}

type laneRenderer struct{ r *laneRow }

func (d *laneRenderer) Destroy()           {}
func (d *laneRenderer) MinSize() fyne.Size { return fyne.NewSize(420, laneHeight) }

func (d *laneRenderer) Objects() []fyne.CanvasObject {
	r := d.r
	all := []fyne.CanvasObject{r.ring, r.name, r.server, r.track}
	for _, b := range r.bars {
		all = append(all, b)
	}
	for _, t := range r.labels {
		all = append(all, t)
	}
	return append(all, r.took, r.pill.Box)
}

func (d *laneRenderer) Layout(size fyne.Size) {
	r, c := d.r, columnsFor(size.Width)
	put := func(o fyne.CanvasObject, x, w, h float32) {
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
		o.Resize(fyne.NewSize(w, h))
	}
	put(r.ring, -6, size.Width+12, size.Height-2)
	put(r.name, 0, c.server, r.name.MinSize().Height)
	put(r.server, c.server, c.bar-c.server-10, r.server.MinSize().Height)
	put(r.took, c.took, c.pill-c.took-10, r.took.MinSize().Height)
	put(r.pill.Box, c.pill+2, 86, r.pill.Box.MinSize().Height)
	put(r.track, c.bar, c.barEnd-c.bar, barHeight)
	d.bars(c)
}

// bars places the segments: each at least a little wide, a gap between.
func (d *laneRenderer) bars(c laneColumns) {
	r := d.r
	segments := r.model().Segments
	r.barsX, r.barsTo = r.barsX[:0], r.barsTo[:0]
	scale := (c.barEnd - c.bar) / float32(max(r.lanes.axis.Max, time.Millisecond))
	x := c.bar
	for i, s := range segments {
		from := max(x, c.bar+float32(s.Start)*scale)
		to := min(max(from+4, c.bar+float32(s.End)*scale), c.barEnd)
		from = min(from, to)
		r.barsX, r.barsTo = append(r.barsX, from), append(r.barsTo, to)
		x = to
		if i >= len(r.bars) {
			continue
		}
		y := (laneHeight - barHeight) / 2
		r.bars[i].Move(fyne.NewPos(from, y))
		r.bars[i].Resize(fyne.NewSize(max(1, to-from-1), barHeight))
		label := r.labels[i]
		size := label.MinSize()
		label.Hidden = size.Width+8 > to-from-1
		label.Move(fyne.NewPos(from+(to-from-1-size.Width)/2, y+(barHeight-size.Height)/2))
		label.Resize(size)
	}
}
