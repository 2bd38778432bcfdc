package widgets

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"mailknock/mail/wire"
	"mailknock/ui/desktop/present"
)

// Mark is how a row of the log stands out.
type Mark int

// The marks.
const (
	Unmarked Mark = iota
	Chosen
	Blamed
)

const (
	rowHeight float32 = 20
	nameAt    float32 = 84
	arrowAt   float32 = 134
	textAt    float32 = 156
	rowPad    float32 = 12
)

// logRow draws one line. Its texts are drawn as they are and never wider than
// the row.
type logRow struct {
	widget.BaseWidget
	line present.Line
	mark Mark
	tap  func()
}

var _ fyne.Tappable = (*logRow)(nil)

func newLogRow() *logRow {
	r := &logRow{}
	r.ExtendBaseWidget(r)
	return r
}

func (r *logRow) set(line present.Line, mark Mark, tap func()) {
	r.line, r.mark, r.tap = line, mark, tap
	r.Refresh()
}

// Tapped chooses the row.
func (r *logRow) Tapped(*fyne.PointEvent) {
	if r.tap != nil {
		r.tap()
	}
}

// CreateRenderer is Fyne's.
func (r *logRow) CreateRenderer() fyne.WidgetRenderer {
	d := &logRowRenderer{r: r, back: canvas.NewRectangle(nil), time: newMono(), name: newMono(), arrow: newMono()}
	d.objects = []fyne.CanvasObject{d.back, d.time, d.name, d.arrow}
	return d
}

type logRowRenderer struct {
	r                 *logRow
	back              *canvas.Rectangle
	time, name, arrow *canvas.Text
	texts             []*canvas.Text
	chips             []*canvas.Rectangle
	objects           []fyne.CanvasObject
}

func (d *logRowRenderer) Destroy()                     {}
func (d *logRowRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, rowHeight) }
func (d *logRowRenderer) Objects() []fyne.CanvasObject { return d.objects }

func (d *logRowRenderer) Layout(size fyne.Size) {
	d.back.Resize(size)
	d.fill(size)
}

func (d *logRowRenderer) Refresh() {
	d.fill(d.r.Size())
	canvas.Refresh(d.r)
}

// part is a stretch of the line with one look.
type part struct {
	text   string
	masked bool
}

// parts cuts a text at its masks and after limit runes.
func parts(text string, masks []wire.Span, limit int) []part {
	if utf8.RuneCountInString(text) > limit {
		at, n := 0, 0
		for at = range text {
			if n == limit-1 {
				break
			}
			n++
		}
		text = text[:at] + "…"
	}
	var list []part
	at := 0
	for _, m := range masks {
		from, to := min(max(m.From, at), len(text)), min(m.To, len(text))
		if from >= to {
			continue
		}
		if from > at {
			list = append(list, part{text[at:from], false})
		}
		list = append(list, part{text[from:to], true})
		at = to
	}
	if at < len(text) {
		list = append(list, part{text[at:], false})
	}
	return list
}
