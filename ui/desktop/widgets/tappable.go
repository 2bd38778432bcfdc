package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
)

// Tappable lets anything be pressed, with the pointer or with Space and Enter.
type Tappable struct {
	widget.BaseWidget
	content fyne.CanvasObject
	tap     func()
	focused bool
}

var (
	_ fyne.Tappable      = (*Tappable)(nil)
	_ fyne.Focusable     = (*Tappable)(nil)
	_ desktop.Cursorable = (*Tappable)(nil)
	_ flow.Flowing       = (*Tappable)(nil)
)

// NewTappable wraps content.
func NewTappable(content fyne.CanvasObject, tap func()) *Tappable {
	t := &Tappable{content: content, tap: tap}
	t.ExtendBaseWidget(t)
	return t
}

// SetTap replaces what happens when it is pressed.
func (t *Tappable) SetTap(tap func()) { t.tap = tap }

// HeightFor gives the content's.
func (t *Tappable) HeightFor(width float32) float32 { return flow.Height(t.content, width) }

// Tapped presses it.
func (t *Tappable) Tapped(*fyne.PointEvent) {
	if t.tap != nil {
		t.tap()
	}
}

// FocusGained is Fyne's.
func (t *Tappable) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost is Fyne's.
func (t *Tappable) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune is Fyne's.
func (t *Tappable) TypedRune(rune) {}

// TypedKey presses it with Space and Enter.
func (t *Tappable) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		t.Tapped(nil)
	default:
		passKey(t, e)
	}
}

// Cursor is a hand.
func (t *Tappable) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is Fyne's.
func (t *Tappable) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(color.Transparent)
	ring.CornerRadius = look.SmallRadius
	ring.StrokeWidth = 2
	return &tappableRenderer{t, ring}
}

type tappableRenderer struct {
	t    *Tappable
	ring *canvas.Rectangle
}

func (r *tappableRenderer) Destroy()           {}
func (r *tappableRenderer) MinSize() fyne.Size { return r.t.content.MinSize() }
func (r *tappableRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.content, r.ring}
}

func (r *tappableRenderer) Layout(size fyne.Size) {
	r.t.content.Resize(size)
	r.ring.Resize(size)
}

func (r *tappableRenderer) Refresh() {
	r.ring.StrokeColor = color.Transparent
	if r.t.focused {
		r.ring.StrokeColor = look.Current().Accent
	}
	r.ring.Refresh()
	r.t.content.Refresh()
}
