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

// AccountRow is an account in the list on the left: a letter, the address and
// a line of status words.
type AccountRow struct {
	widget.BaseWidget
	Selected bool
	OnTap    func()

	hovered, focused bool
	badge            *Badge
	name, words      *Text
	content          *fyne.Container
}

var (
	_ fyne.Tappable      = (*AccountRow)(nil)
	_ fyne.Focusable     = (*AccountRow)(nil)
	_ desktop.Hoverable  = (*AccountRow)(nil)
	_ desktop.Cursorable = (*AccountRow)(nil)
	_ fyne.Accessible    = (*AccountRow)(nil)
)

// NewAccountRow makes one.
func NewAccountRow(letter, name string, words []Span, tap func()) *AccountRow {
	r := &AccountRow{
		OnTap: tap, badge: NewBadge(letter, 28, look.SmallSize),
		name: NewBold(name, look.BodySize, Plain).Cut(), words: NewSpans(look.CaptionSize, words...).Cut(),
	}
	text := flow.Column(0, r.name, r.words)
	r.content = flow.Pad(7, 10, flow.Row(10, text, r.badge.Box, text))
	r.ExtendBaseWidget(r)
	return r
}

// Set replaces what it shows.
func (r *AccountRow) Set(letter, name string, words []Span, selected bool) {
	r.badge.SetLetter(letter)
	r.name.SetText(name)
	r.words.SetSpans(words...)
	r.Selected = selected
	r.Refresh()
}

// SetSelected marks it as the one that is shown.
func (r *AccountRow) SetSelected(on bool) {
	if r.Selected != on {
		r.Selected = on
		r.Refresh()
	}
}

// Tapped chooses the account.
func (r *AccountRow) Tapped(*fyne.PointEvent) {
	if r.OnTap != nil {
		r.OnTap()
	}
}

// FocusGained is Fyne's.
func (r *AccountRow) FocusGained() { r.focused = true; r.Refresh() }

// FocusLost is Fyne's.
func (r *AccountRow) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune is Fyne's.
func (r *AccountRow) TypedRune(rune) {}

// TypedKey chooses it with Space and Enter; Up and Down go to its neighbours.
func (r *AccountRow) TypedKey(e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(r)
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		r.Tapped(nil)
	case fyne.KeyDown:
		c.FocusNext()
	case fyne.KeyUp:
		c.FocusPrevious()
	default:
		passKey(r, e)
	}
}

// MouseIn is Fyne's.
func (r *AccountRow) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.Refresh() }

// MouseMoved is Fyne's.
func (r *AccountRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (r *AccountRow) MouseOut() { r.hovered = false; r.Refresh() }

// Cursor is a hand.
func (r *AccountRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is the address and its status.
func (r *AccountRow) AccessibilityLabel() string { return r.name.String() + ", " + r.words.String() }

// AccessibilityRole is a button.
func (r *AccountRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is Fyne's.
func (r *AccountRow) CreateRenderer() fyne.WidgetRenderer {
	d := &accountRowRenderer{r, canvas.NewRectangle(nil)}
	d.Refresh()
	return d
}

type accountRowRenderer struct {
	r    *AccountRow
	back *canvas.Rectangle
}

func (d *accountRowRenderer) Destroy() {}
func (d *accountRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(120, d.r.content.MinSize().Height)
}

func (d *accountRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.back, d.r.content}
}

func (d *accountRowRenderer) Layout(size fyne.Size) {
	d.back.Resize(size)
	d.r.content.Resize(size)
}

func (d *accountRowRenderer) Refresh() {
	p := look.Current()
	d.back.FillColor, d.back.StrokeColor = color.Transparent, color.Transparent
	d.back.CornerRadius, d.back.StrokeWidth = look.Radius, 1
	switch {
	case d.r.Selected:
		d.back.FillColor, d.back.StrokeColor = p.Panel, p.Line
	case d.r.hovered:
		d.back.FillColor = look.Blend(p.Text, p.Side, 0.05)
	}
	if d.r.focused {
		d.back.StrokeColor, d.back.StrokeWidth = p.Accent, 2
	}
	d.back.Refresh()
	d.r.content.Refresh()
}
