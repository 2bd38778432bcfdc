package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
)

// Entry is Fyne's entry; keys that it has no use for go on to the window, so
// that Escape closes a dialog.
type Entry struct{ widget.Entry }

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

// TypedKey passes Escape on.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		passKey(e, k)
		return
	}
	e.Entry.TypedKey(k)
}

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
