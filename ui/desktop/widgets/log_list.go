package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
)

// LogList shows the lines of a log; only those in view are drawn. Up, Down,
// Page Up, Page Down, Home and End move the choice.
type LogList struct {
	widget.List
	// Line and Count give the lines; MarkOf says how one stands out.
	Line   func(int) (present.Line, bool)
	Count  func() int
	MarkOf func(present.Line) Mark
	// OnChoose is called with the place of a line that was chosen.
	OnChoose func(int)
	// OnResize is called when the list got another size.
	OnResize func()
	at       int
}

// NewLogList makes one; view is what to place in the window.
func NewLogList() (list *LogList, view fyne.CanvasObject) {
	l := &LogList{at: -1}
	l.HideSeparators = true
	l.Length = func() int {
		if l.Count == nil {
			return 0
		}
		return l.Count()
	}
	l.CreateItem = func() fyne.CanvasObject { return newLogRow() }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		line, ok := l.Line(i)
		if !ok {
			return
		}
		mark := Unmarked
		if l.MarkOf != nil {
			mark = l.MarkOf(line)
		}
		o.(*logRow).set(line, mark, func() { l.choose(i) })
	}
	l.ExtendBaseWidget(l)
	return l, container.NewThemeOverride(l, look.Dense{Theme: fyne.CurrentApp().Settings().Theme()})
}

// Resize is Fyne's.
func (l *LogList) Resize(size fyne.Size) {
	changed := size != l.Size()
	l.List.Resize(size)
	if changed && l.OnResize != nil {
		l.OnResize()
	}
}

// Lowest is the scroll offset at which the line before n is the last in view.
func (l *LogList) Lowest(n int) float32 { return max(0, float32(n)*rowHeight-l.Size().Height) }

func (l *LogList) choose(i int) {
	n := l.Length()
	if n == 0 {
		return
	}
	l.at = min(max(i, 0), n-1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && c.Focused() != l {
		c.Focus(l)
	}
	if l.OnChoose != nil {
		l.OnChoose(l.at)
	}
}

// TypedKey moves the choice.
func (l *LogList) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(l.Size().Height/rowHeight)-1)
	to := l.at
	switch e.Name {
	case fyne.KeyUp:
		to--
	case fyne.KeyDown:
		to++
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = l.Length() - 1
	default:
		passKey(l, e)
		return
	}
	l.choose(to)
	l.Reveal(l.at)
}

// Reveal scrolls to a line.
func (l *LogList) Reveal(i int) {
	if i >= 0 && i < l.Length() {
		l.ScrollTo(i)
	}
}

// Rows is how many lines have room.
func (l *LogList) Rows() int { return int(l.Size().Height / rowHeight) }
