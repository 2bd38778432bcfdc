package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/mail/diagnose"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// causeView draws a cause: what it is, who has to act, how it is known, what to
// do, and, folded, what else it might be.
type causeView struct {
	// OnEvidence is called with the number of an event.
	OnEvidence func(seq int)
	OnCopy     func(text string)
	// OnOpen is called with the address of a page to read.
	OnOpen func(url string)
	// OnLayout is called when the height changed.
	OnLayout func()

	unfold map[string]bool
}

func newCauseView() causeView { return causeView{unfold: map[string]bool{}} }

func (v *causeView) cause(c present.Cause, summary string) fyne.CanvasObject {
	return flow.Columns(24, 640, []float32{1.22, 1}, v.why(c, summary), v.what(c))
}

func (v *causeView) why(c present.Cause, summary string) fyne.CanvasObject {
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
	if c.Explanation != "" && c.ID != diagnose.Unknown {
		column = append(column, widgets.NewParagraph(c.Explanation, look.SmallSize, widgets.Plain))
	}
	return flow.Column(5, append(column, v.rivals(c))...)
}

func caption(text string) *widgets.Text { return widgets.NewBold(text, look.CaptionSize, widgets.Dim) }

// rivals are folded: what else it might be.
func (v *causeView) rivals(c present.Cause) fyne.CanvasObject {
	if len(c.Rivals) == 0 && len(c.RuledOut) == 0 {
		text := "Nothing else fits this answer."
		if c.Confidence != "certain" {
			text = "No other cause is known for this answer."
		}
		return flow.Inset(3, 0, 0, 0, widgets.NewParagraph(text, look.SmallSize, widgets.Dim))
	}
	open := v.unfold[c.ID]
	label := "Ruled out, and why"
	if len(c.Rivals) > 0 {
		label = "Also possible"
		if !open {
			label += ": " + c.Rivals[0].Title
		}
	}
	if open {
		label = "▾ " + label
	} else {
		label = "▸ " + label
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
			if r.Tells != "" {
				column.Add(widgets.NewParagraph("What would tell: "+r.Tells, look.SmallSize, widgets.Plain))
			}
			for _, a := range r.Advice {
				column.Add(widgets.NewParagraph(a, look.SmallSize, widgets.Dim))
			}
		}
		if len(c.RuledOut) > 0 && len(c.Rivals) > 0 {
			column.Add(caption("Ruled out"))
		}
		for _, text := range c.RuledOut {
			column.Add(widgets.NewParagraph(text, look.SmallSize, widgets.Dim))
		}
	}
	return column
}
