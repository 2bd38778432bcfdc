package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
)

// Lanes draws the checks of a run: a row per protocol with its steps as a bar,
// on a common axis.
type Lanes struct {
	widget.BaseWidget
	// OnStep is called with the lane's and the step's place.
	OnStep func(lane, step int)

	model    *present.Lanes
	axis     present.Axis
	rows     []*laneRow
	ticks    []*Text
	selected [2]int
	phase    float64
}

// NewLanes makes one that shows nothing yet.
func NewLanes() *Lanes {
	l := &Lanes{model: &present.Lanes{}, selected: [2]int{-1, -1}}
	l.ExtendBaseWidget(l)
	return l
}

// SetModel shows other lanes.
func (l *Lanes) SetModel(m *present.Lanes) {
	l.model = m
	l.selected = [2]int{-1, -1}
	l.Refresh()
}

// Select marks a step; -1, -1 none.
func (l *Lanes) Select(lane, step int) {
	l.selected = [2]int{lane, step}
	l.Refresh()
}

// Animate sets the brightness of what runs, by a phase from 0 to 1.
func (l *Lanes) Animate(phase float64) {
	l.phase = phase
	l.Refresh()
}

const (
	laneHeight float32 = 30
	axisHeight float32 = 20
	barHeight  float32 = 17
)

// HeightFor gives the rows' and the axis' height.
func (l *Lanes) HeightFor(float32) float32 {
	h := laneHeight * float32(len(l.model.List))
	if l.model.End() > 0 {
		h += axisHeight
	}
	return h
}

// laneColumns are the places of the columns at a width.
type laneColumns struct{ server, bar, barEnd, took, pill float32 }

func columnsFor(width float32) laneColumns {
	c := laneColumns{server: 62}
	c.bar = c.server + min(190, max(120, width*0.24))
	c.pill = width - 88
	c.took = c.pill - 78
	c.barEnd = c.took - 8
	return c
}

// CreateRenderer is Fyne's.
func (l *Lanes) CreateRenderer() fyne.WidgetRenderer {
	r := &lanesRenderer{l}
	r.Refresh()
	return r
}

type lanesRenderer struct{ l *Lanes }

func (r *lanesRenderer) Destroy()           {}
func (r *lanesRenderer) MinSize() fyne.Size { return fyne.NewSize(420, r.l.HeightFor(0)) }

func (r *lanesRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, row := range r.l.rows {
		all = append(all, row)
	}
	for _, t := range r.l.ticks {
		all = append(all, t)
	}
	return all
}

func (r *lanesRenderer) Layout(size fyne.Size) {
	l := r.l
	for i, row := range l.rows {
		row.Move(fyne.NewPos(0, laneHeight*float32(i)))
		row.Resize(fyne.NewSize(size.Width, laneHeight))
	}
	c := columnsFor(size.Width)
	for i, t := range l.ticks {
		x := c.bar + (c.barEnd-c.bar)*float32(l.axis.Ticks[i].At)/float32(l.axis.Max)
		w := t.MinSize().Width
		switch {
		case i == len(l.ticks)-1:
			x -= w
		case i > 0:
			x -= w / 2
		}
		t.Move(fyne.NewPos(x, laneHeight*float32(len(l.rows))))
		t.Resize(t.MinSize())
	}
}

func (r *lanesRenderer) Refresh() {
	l := r.l
	l.axis = present.NewAxis(l.model.End())
	for len(l.rows) < len(l.model.List) {
		l.rows = append(l.rows, newLaneRow(l, len(l.rows)))
	}
	l.rows = l.rows[:len(l.model.List)]
	ticks := l.axis.Ticks
	if l.model.End() == 0 {
		ticks = nil
	}
	for len(l.ticks) < len(ticks) {
		l.ticks = append(l.ticks, NewText("", look.TinySize, Faint))
	}
	l.ticks = l.ticks[:len(ticks)]
	for i, t := range ticks {
		l.ticks[i].SetText(t.Label)
	}
	r.Layout(l.Size())
	for _, row := range l.rows {
		row.Refresh()
	}
	canvas.Refresh(l)
}
