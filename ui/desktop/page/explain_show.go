package page

import (
	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// SetRunning shows that the text is being read, or not.
func (e *Explain) SetRunning(on bool) {
	e.running = on
	e.show()
}

// SetAnswer shows what the text came to.
func (e *Explain) SetAnswer(x present.Explanation) {
	e.Answer, e.running = x, false
	e.causes.unfold = map[string]bool{}
	e.problem.SetText("")
	e.show()
}

// SetProblem tells why the text could not be read.
func (e *Explain) SetProblem(text string) {
	e.running = false
	e.problem.SetText(text)
	e.show()
}

// show brings everything in line with the text and the answer.
func (e *Explain) show() {
	_, there := e.Source()
	e.button.SetLabel("Explain")
	if e.running {
		e.button.SetLabel("Stop reading")
	}
	e.button.SetEnabled(there)
	show(e.clear, there)
	show(e.problem, e.problem.String() != "")

	long := e.held.Open != nil
	e.size.SetText(e.held.Words())
	name := "Too long to be shown here; Explain reads all of it."
	if e.held.Name != "" {
		name = e.held.Name + " · " + name
	}
	e.name.SetText(name)
	answered := e.Answer.Report != ""
	switch {
	case long:
		e.room.Objects = []fyne.CanvasObject{e.long}
	case answered:
		e.room.Objects = []fyne.CanvasObject{e.low}
	case !there:
		e.room.Objects = []fyne.CanvasObject{e.high}
	}
	e.answer.Objects = nil
	switch {
	case answered:
		e.answer.Objects = e.cards(e.Answer)
	case !there:
		e.answer.Objects = []fyne.CanvasObject{flow.Pad(4, 16, helpful("What helps"))}
	}
	e.Root.Refresh()
}

// quoted is a line of the text that leads to its place in it.
func (e *Explain) quoted(line int, what, text string) fyne.CanvasObject {
	row := quoted(line, what, text, func() { e.ShowEvidence(line) })
	if e.quotes[line] == nil {
		e.quotes[line] = row
	}
	return row
}

// ShowEvidence selects a line of the text; of a text that is not shown, it brings the
// quoted line in view.
func (e *Explain) ShowEvidence(line int) {
	if e.held.Open == nil {
		flow.ScrollTo(e.scroll, e.room)
		e.entry.SelectLine(line)
		return
	}
	if row := e.quotes[line]; row != nil {
		flow.ScrollTo(e.scroll, row)
	}
}

// cards are the verdict, the lines that decided, and what was decoded.
func (e *Explain) cards(x present.Explanation) []fyne.CanvasObject {
	e.quotes = map[int]fyne.CanvasObject{}
	card, edge := widgets.EdgePanel(13, 16, e.verdict(x))
	edge.SetEdge(widgets.Failed)
	if len(x.Causes) == 0 {
		edge.SetEdge(widgets.Warning)
	}
	cards := []fyne.CanvasObject{card}
	if len(x.Marks) > 0 {
		rows := []fyne.CanvasObject{caption("Lines that decided")}
		for _, m := range x.Marks {
			rows = append(rows, e.quoted(m.Line, "", m.Text))
		}
		cards = append(cards, widgets.Panel(13, 18, flow.Column(5, rows...)))
	}
	if len(x.Decoded) > 0 {
		cards = append(cards, widgets.Panel(13, 18, flow.Column(5, e.decoded(x)...)))
	}
	return cards
}

func (e *Explain) verdict(x present.Explanation) fyne.CanvasObject {
	var column []fyne.CanvasObject
	for i, c := range x.Causes {
		if i > 0 {
			column = append(column, widgets.Rule())
		}
		column = append(column, e.causes.cause(c, ""))
	}
	if len(x.Causes) == 0 {
		column = append(column, nothing())
	}
	return flow.Column(14, append(column, flow.Wrap(8, widgets.NewButton(widgets.Secondary, "Copy report", func() { e.OnReport() })))...)
}

// nothing says what to paste where nothing was recognised.
func nothing() fyne.CanvasObject {
	title := widgets.NewBold(present.NoCause, look.HeadingSize, widgets.Plain)
	title.Wrap = true
	return flow.Column(8, title, helpful("What to paste instead"))
}

// helpful lists what can be explained best.
func helpful(label string) fyne.CanvasObject {
	column := []fyne.CanvasObject{caption(label)}
	for _, text := range present.Better {
		point := widgets.NewText("·", look.BodySize, widgets.Dim)
		words := widgets.NewParagraph(text, look.BodySize, widgets.Plain)
		column = append(column, flow.TopRow(0, words, flow.Fixed(16, 0, point), words))
	}
	return flow.Column(6, column...)
}

// maxDecoded is how much of what was decoded is shown; the report has all.
const maxDecoded = 12

func (e *Explain) decoded(x present.Explanation) []fyne.CanvasObject {
	rows := []fyne.CanvasObject{caption("Decoded")}
	for _, d := range x.Decoded[:min(len(x.Decoded), maxDecoded)] {
		rows = append(rows, e.quoted(d.Line, d.What, d.Text))
	}
	if n := len(x.Decoded) - maxDecoded; n > 0 {
		rows = append(rows, widgets.NewParagraph("The report has "+lines(n)+" more of these.", look.SmallSize, widgets.Dim))
	}
	return rows
}
