package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// Domain is the page where a mail domain is checked, for people who run one.
type Domain struct {
	Root *fyne.Container
	// Answer is what is shown; the zero Conformance: nothing.
	Answer present.Conformance
	// OnRun is the wish to ask the domain, OnStop to end that. OnReport is the
	// wish for the report.
	OnRun, OnStop, OnReport func()

	field   *widgets.Field
	button  *widgets.Button
	asked   *widgets.Text
	answer  *fyne.Container
	running bool
}

// NewDomain makes one.
func NewDomain() *Domain {
	d := &Domain{field: widgets.NewField("Domain", widgets.NewEntry("example.org")), answer: flow.Column(12)}
	title := widgets.NewBold("Check a mail domain", look.TitleSize, widgets.Plain).Cut()
	sub := widgets.NewText("Does it tell mail programs all that they need to set themselves up and sign in?", look.SmallSize, widgets.Dim).Cut()
	d.button = widgets.NewButton(widgets.Primary, "Ask the domain", d.press)
	words := flow.Column(0, title, sub)
	head := flow.Row(12, words, words, d.button)
	d.asked = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	d.field.Entry.OnChanged = func(string) {
		if d.running {
			d.OnStop()
		}
		d.Answer = present.Conformance{}
		d.field.SetNote("", widgets.Failed)
		d.show()
	}
	d.field.Entry.OnSubmitted = func(string) {
		if !d.running && d.Text() != "" {
			d.OnRun()
		}
	}
	input := widgets.Panel(14, 16, flow.Column(10, d.field.Box, d.asked))
	scroll := flow.Scroll(flow.Inset(0, 2, 6, 2, flow.Column(12, input, d.answer)))
	d.Root = &fyne.Container{
		Layout:  &stage{gap: 12, squeeze: head, grow: scroll, least: 200},
		Objects: []fyne.CanvasObject{flow.Inset(0, 0, 2, 0, head), scroll},
	}
	d.show()
	return d
}

func (d *Domain) press() {
	if d.running {
		d.OnStop()
		return
	}
	d.OnRun()
}

// First is the field to type in first.
func (d *Domain) First() fyne.Focusable { return d.field.Entry }

// Text gives what was typed.
func (d *Domain) Text() string { return strings.TrimSpace(d.field.Entry.Text) }

// SetRunning shows that the domain is being asked, or not.
func (d *Domain) SetRunning(on bool) {
	d.running = on
	d.show()
}

// SetAnswer shows what the domain answered.
func (d *Domain) SetAnswer(c present.Conformance) {
	d.Answer, d.running = c, false
	d.show()
}

// SetProblem tells what is wrong with what was typed.
func (d *Domain) SetProblem(text string) {
	d.running = false
	d.field.SetNote(text, widgets.Failed)
	d.show()
}

func (d *Domain) show() {
	name := d.Text()
	d.button.SetLabel("Ask the domain")
	if d.running {
		d.button.SetLabel("Stop asking")
	}
	d.button.SetEnabled(name != "")
	if name == "" {
		name = "the domain"
	}
	text := "Nobody is asked before you press the button. Then Mailknock asks the DNS about " + name + ", the web servers of " + name +
		" and of the hosts and issuers that it names, and Thunderbird's directory of mail servers. Nobody's address is sent, nothing is changed, and it takes at most 8 seconds."
	if d.running {
		text = "Asking the DNS and web servers of " + name + ", and those that they name…"
	}
	d.asked.SetText(text)
	d.answer.Objects = nil
	if d.Answer.Report != "" {
		d.answer.Objects = []fyne.CanvasObject{d.summary(), d.rows()}
	}
	d.Root.Refresh()
}

func (d *Domain) summary() fyne.CanvasObject {
	c := d.Answer
	line := widgets.NewSpans(look.HeadingSize,
		widgets.Span{Text: c.Status.Shape() + "  ", Tone: widgets.StatusTone(c.Status)}, widgets.Span{Text: c.Summary, Bold: true})
	line.Wrap = true
	report := widgets.NewButton(widgets.Secondary, "Copy report", func() { d.OnReport() })
	card, edge := widgets.EdgePanel(11, 16, flow.Row(14, line, line, report))
	edge.SetEdge(widgets.StatusTone(c.Status))
	return card
}

func (d *Domain) rows() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, r := range d.Answer.Rows {
		if i > 0 {
			rows = append(rows, widgets.Rule())
		}
		rows = append(rows, conformanceRow(r))
	}
	return widgets.Panel(13, 16, flow.Column(10, rows...))
}

// conformanceRow is a verdict with what it is about on its right: what was
// asked, what came, and what to do.
func conformanceRow(r present.ConformanceRow) fyne.CanvasObject {
	chip := widgets.NewChip(122)
	chip.Set(r.Status.Shape()+" "+r.Word, widgets.StatusTone(r.Status))
	topic := widgets.NewBold(r.Topic, look.BodySize, widgets.Plain)
	topic.Wrap = true
	came := widgets.NewMono(r.Came, widgets.Plain)
	came.MaxLines = 6
	asked := widgets.NewParagraph(r.Asked, look.CaptionSize, widgets.Dim)
	asked.MaxLines = 3
	said := flow.Column(4, flow.Column(1, topic, asked), widgets.Ground(came))
	if r.Do != "" {
		said.Add(widgets.NewParagraph("→ "+r.Do, look.BodySize, widgets.Plain))
	}
	said.Add(widgets.NewParagraph(r.Source, look.CaptionSize, widgets.Dim))
	return flow.TopRow(14, said, chip.Box, said)
}
