package page

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// VerdictCard tells what a run came to, and what to do next.
type VerdictCard struct {
	Root *fyne.Container
	// OnEvidence is called with the number of an event.
	OnEvidence func(seq int)
	OnCopy     func(text string)
	OnReport   func()
	OnSave     func()
	OnSend     func()
	OnAgain    func()
	// OnLayout is called when the card's height changed.
	OnLayout func()

	edge    *widgets.Surface
	content *fyne.Container
	unfold  map[string]bool
}

// NewVerdictCard makes one that is hidden.
func NewVerdictCard() *VerdictCard {
	v := &VerdictCard{content: flow.Column(14), unfold: map[string]bool{}}
	v.Root, v.edge = widgets.EdgePanel(2, 2, flow.Scroll(flow.Inset(11, 14, 11, 18, v.content)))
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
	v.content.Objects = nil
	if d.Status != present.Failed {
		v.content.Objects = []fyne.CanvasObject{v.good(d, s)}
		return
	}
	if len(d.Causes) > 1 {
		v.add(widgets.NewBold(d.Title, look.HeadingSize, widgets.Plain).Cut())
	}
	for i, c := range d.Causes {
		if i > 0 {
			v.add(widgets.Rule())
		}
		v.add(v.cause(c, d.Summary, s))
	}
	v.add(v.actions(d, s))
}

func (v *VerdictCard) add(o fyne.CanvasObject) { v.content.Objects = append(v.content.Objects, o) }

func (v *VerdictCard) good(d present.Verdict, s *present.Session) fyne.CanvasObject {
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
	return flow.Column(11, append(column, v.actions(d, s))...)
}

func proofRow(p present.Proof) fyne.CanvasObject {
	name := widgets.NewSpans(look.SmallSize, widgets.Span{Text: "✓ ", Tone: widgets.Passed}, widgets.Span{Text: p.Name, Bold: true})
	took := widgets.NewText(p.Took, look.SmallSize, widgets.Dim)
	text := widgets.NewParagraph(p.Text, look.SmallSize, widgets.Plain)
	text.MaxLines = 3
	return flow.TopRow(8, text, flow.Fixed(62, 0, name), flow.Fixed(70, 0, took), text)
}

func (v *VerdictCard) actions(d present.Verdict, s *present.Session) fyne.CanvasObject {
	var row []fyne.CanvasObject
	add := func(kind widgets.Kind, label string, tap func()) {
		row = append(row, widgets.NewButton(kind, label, tap))
	}
	if d.Status == present.Passed {
		if !s.Saved || s.Changed {
			add(widgets.Primary, "Save", func() { v.OnSave() })
		}
		if slices.Contains(s.Account.Protocols, wire.SMTP) {
			add(widgets.Secondary, "Send a test message…", func() { v.OnSend() })
		}
	} else {
		add(widgets.Secondary, "Try again", func() { v.OnAgain() })
	}
	add(widgets.Secondary, "Copy report", func() { v.OnReport() })
	return flow.Wrap(8, row...)
}

func (v *VerdictCard) cause(c present.Cause, summary string, s *present.Session) fyne.CanvasObject {
	return flow.Columns(24, 640, []float32{1.22, 1}, v.why(c, summary), v.what(c))
}

func (v *VerdictCard) why(c present.Cause, summary string) fyne.CanvasObject {
	title := widgets.NewBold(c.Title, look.HeadingSize, widgets.Plain)
	title.Wrap = true
	chip := widgets.NewChip(0)
	chip.Set(c.Confidence, widgets.Accent)
	who := strings.TrimSpace(c.Who + " " + summary)
	// The chip stands beside a short title and below a long one.
	head := flow.Column(3, titleRow(title, chip), widgets.NewParagraph(who, look.SmallSize, widgets.Dim))
	column := []fyne.CanvasObject{head, caption("Because")}
	for _, e := range c.Evidence {
		if e.Seq < 0 {
			column = append(column, widgets.Code(e.Text, 6, nil))
			continue
		}
		column = append(column, widgets.TapCode(e.Text, 6, func() { v.OnEvidence(e.Seq) }))
	}
	return flow.Column(5, append(column, v.rivals(c))...)
}

func caption(text string) *widgets.Text { return widgets.NewBold(text, look.CaptionSize, widgets.Dim) }

// rivals are folded: what else it might be.
func (v *VerdictCard) rivals(c present.Cause) fyne.CanvasObject {
	if len(c.Rivals) == 0 {
		text := "Nothing else fits this answer."
		if c.Confidence != "certain" {
			text = "No other cause is known for this answer."
		}
		return flow.Inset(3, 0, 0, 0, widgets.NewParagraph(text, look.SmallSize, widgets.Dim))
	}
	open := v.unfold[c.ID]
	label := "▸ Also possible: " + c.Rivals[0].Title
	if open {
		label = "▾ Also possible"
	}
	fold := widgets.NewTappable(flow.Pad(3, 0, widgets.NewText(label, look.SmallSize, widgets.Dim).Cut()), nil)
	column := flow.Column(6, fold)
	fold.SetTap(func() {
		v.unfold[c.ID] = !v.unfold[c.ID]
		column.Objects = v.rivals(c).(*fyne.Container).Objects
		v.OnLayout()
	})
	if open {
		for _, r := range c.Rivals {
			title := widgets.NewSpans(look.SmallSize, widgets.Span{Text: r.Title, Bold: true},
				widgets.Span{Text: "   " + string(r.Confidence), Tone: widgets.Accent})
			title.Wrap = true
			column.Add(title)
			for _, a := range r.Advice {
				column.Add(widgets.NewParagraph(a, look.SmallSize, widgets.Dim))
			}
		}
	}
	return column
}
