package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/look"
)

// Spinner is a ring with a part of it going round.
type Spinner struct {
	widget.BaseWidget
	phase float64
}

// NewSpinner makes one.
func NewSpinner() *Spinner {
	s := &Spinner{}
	s.ExtendBaseWidget(s)
	return s
}

// Animate turns it to a phase from 0 to 1.
func (s *Spinner) Animate(phase float64) {
	s.phase = phase
	s.Refresh()
}

const spinnerSide float32 = 17

// CreateRenderer is Fyne's.
func (s *Spinner) CreateRenderer() fyne.WidgetRenderer {
	r := &spinnerRenderer{s, canvas.NewArc(0, 360, 0.66, color.Transparent), canvas.NewArc(0, 90, 0.66, color.Transparent)}
	r.Refresh()
	return r
}

type spinnerRenderer struct {
	s         *Spinner
	ring, arc *canvas.Arc
}

func (r *spinnerRenderer) Destroy()           {}
func (r *spinnerRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(spinnerSide) }
func (r *spinnerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.arc}
}

func (r *spinnerRenderer) Layout(size fyne.Size) {
	for _, a := range []*canvas.Arc{r.ring, r.arc} {
		a.Resize(fyne.NewSquareSize(spinnerSide))
		a.Move(fyne.NewPos((size.Width-spinnerSide)/2, (size.Height-spinnerSide)/2))
	}
}

func (r *spinnerRenderer) Refresh() {
	p := look.Current()
	r.ring.FillColor, r.arc.FillColor = p.AccentSoft, p.Accent
	r.arc.StartAngle = float32(r.s.phase * 360)
	r.arc.EndAngle = r.arc.StartAngle + 100
	r.ring.Refresh()
	r.arc.Refresh()
}
