package widgets

import (
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"

	"fyne.io/fyne/v2"
)

// Field is an entry with a label above and a remark below.
type Field struct {
	Box         *fyne.Container
	Entry       *Entry
	label, note *Text
}

// NewField wraps an entry.
func NewField(label string, e *Entry) *Field {
	f := &Field{Entry: e, label: NewBold(label, look.CaptionSize, Dim), note: NewParagraph("", look.SmallSize, Dim)}
	f.note.Hide()
	f.Box = flow.Column(look.Unit, f.label, e, f.note)
	return f
}

// Beside puts an object at the right of the entry.
func (f *Field) Beside(o fyne.CanvasObject) *Field {
	f.Box.Objects[1] = flow.Row(2*look.Unit, f.Entry, f.Entry, o)
	return f
}

// SetLabel replaces the label.
func (f *Field) SetLabel(text string) { f.label.SetText(text) }

// SetNote shows a remark below the field; "" takes it away. It tells whether
// the height changed.
func (f *Field) SetNote(text string, tone Tone) (changed bool) {
	if f.note.String() == text && f.note.Visible() == (text != "") {
		return false
	}
	f.note.SetTone(text, tone)
	if text == "" {
		f.note.Hide()
	} else {
		f.note.Show()
	}
	return true
}

// Note gives the remark.
func (f *Field) Note() string { return f.note.String() }
