package page

import (
	"slices"

	"fyne.io/fyne/v2"

	"mailknock/mail/diagnose"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// VerdictCard tells what a run came to, and what to do next.
type VerdictCard struct {
	causeView
	Root     *fyne.Container
	OnReport func()
	OnSave   func()
	OnSend   func()
	OnAgain  func()
	OnToken  func()
	// OnTry starts an experiment; OnKeep puts what it changed in the account.
	OnTry  func(diagnose.Experiment)
	OnKeep func(diagnose.Experiment)

	edge    *widgets.Surface
	content *fyne.Container
	// foot holds the buttons: it stays in sight while the rest scrolls.
	foot *fyne.Container
	line *fyne.Container
}

// NewVerdictCard makes one that is hidden.
func NewVerdictCard() *VerdictCard {
	v := &VerdictCard{causeView: newCauseView(), content: flow.Column(14), foot: flow.Wrap(8), line: widgets.Rule()}
	scroll := flow.Scroll(flow.Inset(11, 14, 8, 18, v.content))
	foot := flow.Column(0, v.line, flow.Inset(8, 14, 9, 14, v.foot))
	v.Root, v.edge = widgets.EdgePanel(2, 2, flow.Grow(0, scroll, scroll, flow.Inset(0, 0, 0, look.Unit, foot)))
	v.Root.Hide()
	return v
}

// Set shows a session's verdict, or nothing.
func (v *VerdictCard) Set(s *present.Session) {
	show(v.Root, s.Verdict != nil)
	if s.Verdict == nil {
		v.unfold = map[string]bool{}
		return
	}
	d := *s.Verdict
	v.edge.SetEdge(widgets.StatusTone(d.Status))
	v.content.Objects, v.foot.Objects = nil, v.actions(d, s)
	show(v.line, d.Status == present.Failed)
	if d.Status != present.Failed {
		v.content.Objects = []fyne.CanvasObject{v.good(d)}
		return
	}
	if len(d.Causes) > 1 {
		v.add(widgets.NewBold(d.Title, look.HeadingSize, widgets.Plain).Cut())
	}
	for i, c := range d.Causes {
		if i > 0 {
			v.add(widgets.Rule())
		}
		v.add(v.cause(c, d.Summary))
	}
}

func (v *VerdictCard) add(o fyne.CanvasObject) { v.content.Objects = append(v.content.Objects, o) }

func (v *VerdictCard) good(d present.Verdict) fyne.CanvasObject {
	title := widgets.NewSpans(look.HeadingSize,
		widgets.Span{Text: d.Status.Shape() + "  ", Tone: widgets.StatusTone(d.Status)},
		widgets.Span{Text: d.Title, Bold: true})
	title.Wrap = true
	summary := widgets.NewParagraph(d.Summary, look.SmallSize, widgets.Dim)
	column := []fyne.CanvasObject{flow.Column(1, title, summary)}
	if len(d.Proofs) > 0 {
		var proofs []fyne.CanvasObject
		for _, p := range d.Proofs {
			proofs = append(proofs, proofRow(p))
		}
		column = append(column, flow.Column(3, proofs...))
	}
	return flow.Column(11, column...)
}

func proofRow(p present.Proof) fyne.CanvasObject {
	name := widgets.NewSpans(look.SmallSize, widgets.Span{Text: "✓ ", Tone: widgets.Passed}, widgets.Span{Text: p.Name, Bold: true})
	took := widgets.NewText(p.Took, look.SmallSize, widgets.Dim)
	text := widgets.NewParagraph(p.Text, look.SmallSize, widgets.Plain)
	text.MaxLines = 3
	return flow.TopRow(8, text, flow.Fixed(62, 0, name), flow.Fixed(70, 0, took), text)
}

func (v *VerdictCard) actions(d present.Verdict, s *present.Session) []fyne.CanvasObject {
	var row []fyne.CanvasObject
	add := func(kind widgets.Kind, label string, tap func()) {
		row = append(row, widgets.NewButton(kind, label, tap))
	}
	switch {
	case d.Status == present.Passed && s.Trial != nil:
		if s.Trial.Lasting {
			add(widgets.Primary, "Keep it so", func() { v.OnKeep(*s.Trial) })
		}
		add(widgets.Secondary, "Back to your settings", func() { v.OnAgain() })
	case d.Status == present.Passed:
		if !s.Saved || s.Changed {
			save := widgets.NewButton(widgets.Primary, "Save", func() { v.OnSave() })
			save.SetEnabled(s.Saving == "")
			row = append(row, save)
		}
		if slices.Contains(s.Account.Protocols, wire.SMTP) {
			add(widgets.Secondary, "Send a test message…", func() { v.OnSend() })
		}
	default:
		add(widgets.Secondary, "Try again", func() { v.OnAgain() })
		for _, e := range s.Experiments() {
			add(widgets.Secondary, e.Label, func() { v.OnTry(e) })
		}
	}
	add(widgets.Secondary, "Copy report", func() { v.OnReport() })
	if s.Outcome != nil && s.Outcome.SignIn.OK {
		add(widgets.Secondary, "Look into the token…", func() { v.OnToken() })
	}
	return row
}
