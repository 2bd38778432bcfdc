package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/look"
)

// Entry is Fyne's entry with a border like the buttons'. Keys that it has no
// use for go on to the window, so that Escape closes a dialog.
type Entry struct {
	widget.Entry
	// OnPaste, which may be nil, is asked before something is pasted; it can
	// take the text in the entry's place.
	OnPaste func(text string) (taken bool)
	// OnLeft, which may be nil, is called when the focus goes, also when it is
	// the window that loses it.
	OnLeft func()

	focused bool
}

// NewEntry makes a line to type in.
func NewEntry(hint string) *Entry {
	e := &Entry{}
	e.PlaceHolder = hint
	e.ExtendBaseWidget(e)
	return e
}

// NewSecretEntry makes a masked line.
func NewSecretEntry(hint string) *Entry {
	e := &Entry{}
	e.PlaceHolder = hint
	e.Password = true
	e.ExtendBaseWidget(e)
	return e
}

// NewTextEntry makes several lines to type in.
func NewTextEntry(rows int) *Entry {
	e := &Entry{}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	e.ExtendBaseWidget(e)
	return e
}

// NewMonoEntry makes several lines for what programs say; view is what to place
// in the window.
func NewMonoEntry(hint string) (e *Entry, view fyne.CanvasObject) {
	e = &Entry{}
	e.PlaceHolder = hint
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapBreak
	e.TextStyle.Monospace = true
	e.ExtendBaseWidget(e)
	return e, container.NewThemeOverride(e, look.Mono{})
}

// AcceptsTab lets Tab leave an entry of several lines, too.
func (e *Entry) AcceptsTab() bool { return false }

// TypedShortcut asks OnPaste first.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); ok && e.OnPaste != nil && e.OnPaste(p.Clipboard.Content()) {
		return
	}
	e.Entry.TypedShortcut(s)
}

// TypedKey passes Escape on.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		passKey(e, k)
		return
	}
	e.Entry.TypedKey(k)
}

// FocusGained is Fyne's.
func (e *Entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
}

// FocusLost is Fyne's.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	if e.OnLeft != nil {
		e.OnLeft()
	}
}

// CreateRenderer puts a ground of this program's under the text.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{e: e, inner: e.Entry.CreateRenderer(), ground: canvas.NewRectangle(nil)}
	r.paint()
	return r
}

type entryRenderer struct {
	e      *Entry
	inner  fyne.WidgetRenderer
	ground *canvas.Rectangle
}

func (r *entryRenderer) Destroy()           { r.inner.Destroy() }
func (r *entryRenderer) MinSize() fyne.Size { return r.inner.MinSize() }

// Objects puts the ground over the two that Fyne draws below the text: its own
// ground and border.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	inner := r.inner.Objects()
	const below = 2
	all := make([]fyne.CanvasObject, 0, len(inner)+1)
	all = append(all, inner[:below]...)
	all = append(all, r.ground)
	return append(all, inner[below:]...)
}

func (r *entryRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.inner.Layout(size)
}

func (r *entryRenderer) Refresh() {
	r.inner.Refresh()
	r.paint()
}

func (r *entryRenderer) paint() {
	p := look.Current()
	r.ground.FillColor, r.ground.StrokeColor = p.Panel, p.Line
	r.ground.CornerRadius, r.ground.StrokeWidth = look.Radius, 1
	if r.e.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = p.Accent, 2
	}
	r.ground.Refresh()
}
