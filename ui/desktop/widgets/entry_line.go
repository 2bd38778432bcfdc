package widgets

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// SelectLine selects a line of the text, counted from 1, brings it in view and
// takes the focus.
func (e *Entry) SelectLine(line int) {
	from := 0
	lines := strings.Split(e.Text, "\n")
	if line < 1 || line > len(lines) {
		return
	}
	for _, before := range lines[:line-1] {
		from += utf8.RuneCountInString(before) + 1
	}
	first := e.rowOf(from)
	last := max(first, e.rowOf(from+utf8.RuneCountInString(lines[line-1])+1)-1)
	if line == len(lines) {
		last = e.rowOf(1 << 30)
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
		c.Focus(e)
	}
	// The toolkit selects as a person does: from the cursor, with Shift.
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	e.CursorRow, e.CursorColumn = first, 0
	e.KeyDown(shift)
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	e.CursorRow = last
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	e.KeyUp(shift)
}

// rowOf gives the drawn row, wrapped ones counted, that begins at a place of the
// text or, where none does, the last one before it. The cursor moves.
func (e *Entry) rowOf(place int) int {
	e.CursorColumn = 0
	for row := 0; ; row++ {
		e.CursorRow = row
		at := e.CursorTextOffset()
		if row > 0 && at == 0 || at > place {
			return row - 1
		}
	}
}
