package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
)

// Surface is a rounded area that follows the palette.
type Surface struct {
	widget.BaseWidget
	fill, line func(look.Palette) color.NRGBA
	radius     float32
	edge       *Tone
}

// NewSurface makes one; line may be nil.
func NewSurface(radius float32, fill, line func(look.Palette) color.NRGBA) *Surface {
	s := &Surface{fill: fill, line: line, radius: radius}
	s.ExtendBaseWidget(s)
	return s
}

// SetEdge marks the left edge with a tone.
func (s *Surface) SetEdge(t Tone) {
	s.edge = &t
	s.Refresh()
}

// Panel is a white area with a border around its content.
func Panel(vertical, horizontal float32, content fyne.CanvasObject) *fyne.Container {
	return flow.Stack(newPanelSurface(), flow.Pad(vertical, horizontal, content))
}

// EdgePanel is a Panel; the Surface given with it takes the edge's tone.
func EdgePanel(vertical, horizontal float32, content fyne.CanvasObject) (*fyne.Container, *Surface) {
	s := newPanelSurface()
	return flow.Stack(s, flow.Pad(vertical, horizontal, content)), s
}

func newPanelSurface() *Surface {
	return NewSurface(look.Radius+1,
		func(p look.Palette) color.NRGBA { return p.Panel },
		func(p look.Palette) color.NRGBA { return p.Line })
}

// Fill is a plain area of one colour of the palette.
func Fill(fill func(look.Palette) color.NRGBA) *Surface { return NewSurface(0, fill, nil) }

// Rule is a thin line.
func Rule() *fyne.Container {
	return flow.Fixed(1, 1, Fill(func(p look.Palette) color.NRGBA { return p.Line }))
}

// CreateRenderer is Fyne's.
func (s *Surface) CreateRenderer() fyne.WidgetRenderer {
	r := &surfaceRenderer{s: s, back: canvas.NewRectangle(nil), front: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type surfaceRenderer struct {
	s           *Surface
	back, front *canvas.Rectangle
}

const edgeWidth = look.Unit

func (r *surfaceRenderer) Destroy()           {}
func (r *surfaceRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }
func (r *surfaceRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.front}
}

func (r *surfaceRenderer) Layout(size fyne.Size) {
	// A little less high, so that it does not shine through the front's border.
	r.back.Move(fyne.NewPos(0, 1))
	r.back.Resize(fyne.NewSize(min(size.Width, 3*edgeWidth), size.Height-2))
	var left float32
	if r.s.edge != nil {
		left = edgeWidth
	}
	r.front.Move(fyne.NewPos(left, 0))
	r.front.Resize(fyne.NewSize(size.Width-left, size.Height))
}

func (r *surfaceRenderer) Refresh() {
	p, s := look.Current(), r.s
	r.front.FillColor, r.front.CornerRadius = s.fill(p), s.radius
	r.front.StrokeWidth = 0
	if s.line != nil {
		r.front.StrokeColor, r.front.StrokeWidth = s.line(p), 1
	}
	r.back.Hidden = s.edge == nil
	if s.edge != nil {
		r.back.FillColor = s.edge.Of(p)
		r.back.TopLeftCornerRadius, r.back.BottomLeftCornerRadius = s.radius, s.radius
		r.front.TopLeftCornerRadius, r.front.BottomLeftCornerRadius = 2, 2
		r.front.TopRightCornerRadius, r.front.BottomRightCornerRadius = s.radius, s.radius
	}
	r.Layout(s.Size())
	r.back.Refresh()
	r.front.Refresh()
}
