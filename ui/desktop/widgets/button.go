package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Kind is how a button looks.
type Kind int

// Primary is the one thing to do next, Secondary anything else, Link stands in
// running text, Tool in a bar, Choice is one of several.
const (
	Secondary Kind = iota
	Primary
	Link
	Tool
	Choice
	// Wide is a Secondary with its label on the left, in the accent colour.
	Wide
)

// Button is anything that can be pressed or chosen, with the pointer, or with
// Space and Enter.
type Button struct {
	widget.BaseWidget
	Label string
	Kind  Kind
	// Selected is for Tool and Choice. A Choice that is one of a set of
	// switches shows a ✓ when Checkable.
	Selected  bool
	Checkable bool
	OnTap     func()

	disabled, hovered, focused bool
}

var (
	_ fyne.Tappable      = (*Button)(nil)
	_ fyne.Focusable     = (*Button)(nil)
	_ desktop.Hoverable  = (*Button)(nil)
	_ desktop.Cursorable = (*Button)(nil)
	_ fyne.Accessible    = (*Button)(nil)
)

// NewButton makes a button; tap may be nil and set later.
func NewButton(kind Kind, label string, tap func()) *Button {
	b := &Button{Label: label, Kind: kind, OnTap: tap}
	b.ExtendBaseWidget(b)
	return b
}

// SetLabel replaces the label.
func (b *Button) SetLabel(label string) {
	if b.Label != label {
		b.Label = label
		b.Refresh()
	}
}

// SetSelected marks or unmarks a Tool or a Choice.
func (b *Button) SetSelected(on bool) {
	if b.Selected != on {
		b.Selected = on
		b.Refresh()
	}
}

// SetEnabled lets it be pressed, or not.
func (b *Button) SetEnabled(on bool) {
	if b.disabled == on {
		b.disabled = !on
		b.Refresh()
	}
}

// Enabled tells whether it can be pressed.
func (b *Button) Enabled() bool { return !b.disabled }

// Tapped presses it.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.disabled && b.OnTap != nil {
		b.OnTap()
	}
}

// FocusGained is Fyne's.
func (b *Button) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost is Fyne's.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune is Fyne's.
func (b *Button) TypedRune(rune) {}

// TypedKey presses it with Space and Enter; other keys go to the window.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		passKey(b, e)
	}
}

// passKey gives a key that a widget has no use for to its window.
func passKey(o fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

// MouseIn is Fyne's.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved is Fyne's.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (b *Button) MouseOut() { b.hovered = false; b.Refresh() }

// Cursor is a hand over what can be pressed.
func (b *Button) Cursor() desktop.Cursor {
	if b.disabled {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel is the label.
func (b *Button) AccessibilityLabel() string { return b.Label }

// AccessibilityRole is a button or a link.
func (b *Button) AccessibilityRole() fyne.AccessibleRole {
	if b.Kind == Link {
		return fyne.AccessibleRoleLink
	}
	return fyne.AccessibleRoleButton
}
