package page

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// who says beside the address who was found.
func (l *formLookup) who(f *Form) (spans []widgets.Span, ok bool) {
	dim := func(text string) []widgets.Span { return []widgets.Span{{Text: text, Tone: widgets.Dim}} }
	p, why, found := f.foundProvider()
	switch {
	case l.asking():
		return dim("Looking it up…"), true
	case !l.view.Done:
		return nil, false
	case found && p.ID == f.chosen.ID:
		return []widgets.Span{{Text: "✓ " + p.Name, Tone: widgets.Passed}, {Text: "   " + why, Tone: widgets.Dim}}, true
	case found:
		return dim(why + "; you chose " + f.chosen.Name), true
	case len(l.view.Questions()) > 0:
		return []widgets.Span{{Text: "Something was found, with a question to you", Tone: widgets.Dim}}, true
	case l.view.Found():
		name := l.view.Result.Name.Value
		if name == "" {
			name = "Settings found"
		}
		return []widgets.Span{{Text: "✓ " + name, Tone: widgets.Passed}}, true
	}
	return []widgets.Span{{Text: "⚠ Nothing was found", Tone: widgets.Warning}}, true
}

// show shows what is asked, or what came of it.
func (l *formLookup) show(f *Form) {
	v := &l.view
	l.parts.Objects = nil
	l.line.SetTone("", widgets.Dim)
	switch {
	case l.asking():
		l.line.SetTone("◌ "+v.Asking(), widgets.Accent)
	case l.failed != "":
		l.line.SetTone("✕ Nobody was asked: "+l.failed, widgets.Failed)
	case v.Done:
		l.result(f)
	case f.byHand && !f.chosen.ByIssuer && f.chosen.ID != "" && !f.sandboxed():
		l.offer(f)
	}
	show(l.line, l.line.String() != "")
	show(l.parts, len(l.parts.Objects) > 0)
	folded := v.Done && len(v.Asked) > 0
	arrow := "▸ "
	if l.open {
		arrow = "▾ "
	}
	l.fold.SetText(arrow + present.AskedTitle(v.Asked))
	show(l.foldT, folded)
	show(l.asked, folded && l.open)
	l.rows()
	show(l.root, l.line.Visible() || l.parts.Visible() || folded)
}

// offer lets a domain be looked up although a provider was chosen by hand.
func (l *formLookup) offer(f *Form) {
	address := f.top.address.Text
	if _, _, known := f.known.Guess(address); known || !present.WholeAddress(address) || !f.isNew {
		return
	}
	text := widgets.NewText("You chose "+f.chosen.Name+", so nobody was asked about "+domainOf(address)+".", look.SmallSize, widgets.Dim).Cut()
	l.parts.Add(flow.Row(12, nil, flow.Fixed(text.NaturalWidth(), 0, text), widgets.NewButton(widgets.Link, "Look it up", f.ask)))
}

// result lists what is to be known, decided or typed.
func (l *formLookup) result(f *Form) {
	v := &l.view
	say := func(text string, tone widgets.Tone) {
		l.parts.Add(widgets.NewParagraph(text, look.SmallSize, tone))
	}
	p, _, found := f.foundProvider()
	if found && p.ID == f.chosen.ID {
		from := "Mailknock's table of providers"
		if len(l.filled) == 0 {
			say("Servers, endpoints and scopes are those of "+from+".", widgets.Dim)
		}
	}
	if found && f.byHand && p.ID != f.chosen.ID {
		l.decide("You chose "+f.chosen.Name+"; the address looks like "+p.Name+"'s.", answer{"Use " + p.Name, func() {
			f.fillFound(true)
			f.changed()
		}})
	}
	for _, q := range v.Questions() {
		reply := func(yes bool) func() {
			return func() {
				v.Answers[q.Text] = yes
				f.fillFound(false)
				f.changed()
			}
		}
		l.decide("? "+q.Servers+": "+q.Text, answer{"Use it", reply(true)}, answer{"No", reply(false)})
	}
	for _, k := range l.kept {
		l.decide(fmt.Sprintf("%s: you typed %s, found was %s.", present.FieldName(k.name), k.typed, k.found), answer{"Use what was found", func() { f.use(k) }})
	}
	for _, c := range v.Result.Conflicts {
		say("⚠ "+present.Conflict(c), widgets.Warning)
	}
	for _, n := range v.Result.Notes {
		say("⚠ "+n, widgets.Warning)
	}
	if found || len(v.Questions()) > 0 || !f.chosen.ByIssuer {
		return
	}
	if needs := v.Needs(); len(needs) > 0 {
		head := "Still needed:"
		if !v.Found() {
			head = "Nothing was found about " + v.Result.Domain + ". Choose its provider, or type these:"
		}
		say(head, widgets.Plain)
		for i, n := range needs {
			text := widgets.NewParagraph(n, look.SmallSize, widgets.Plain)
			l.parts.Add(flow.TopRow(0, text, flow.Fixed(18, 0, widgets.NewText(strconv.Itoa(i+1)+".", look.SmallSize, widgets.Plain)), text))
		}
	}
}

type answer struct {
	label string
	do    func()
}

// decide is a line with what one can do about it.
func (l *formLookup) decide(text string, answers ...answer) {
	t := widgets.NewParagraph(text, look.SmallSize, widgets.Plain)
	row := []fyne.CanvasObject{t}
	for _, a := range answers {
		row = append(row, widgets.NewButton(widgets.Link, a.label, a.do))
	}
	l.parts.Add(flow.Row(14, t, row...))
}

// rows lists the questions that were asked.
func (l *formLookup) rows() {
	l.asked.Objects = nil
	if !l.open {
		return
	}
	for _, a := range l.view.Asked {
		status, text := present.AskedLine(a)
		shape := widgets.NewText(status.Shape(), look.SmallSize, widgets.StatusTone(status))
		line := widgets.NewParagraph(text, look.CaptionSize, widgets.Dim)
		line.MaxLines = 3
		l.asked.Add(flow.TopRow(0, line, flow.Fixed(20, 0, shape), line))
	}
}
