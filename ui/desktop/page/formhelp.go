package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formHelp is how one gets a registration, folded where there is one already.
type formHelp struct {
	root  *fyne.Container
	fold  *widgets.Text
	steps *fyne.Container
	open  bool
	// stepsFor is what the steps are about: they are built anew only when that
	// changed, so that a link keeps the focus.
	stepsFor string
}

func (h *formHelp) build(f *Form) {
	h.fold = widgets.NewBold("", look.CaptionSize, widgets.Dim).Cut()
	tap := widgets.NewTappable(h.fold, func() {
		h.open = !h.open
		f.changed()
	})
	h.steps = flow.Column(6)
	h.root = flow.Column(6, tap, h.steps)
}

// show lists the steps of the way that is chosen.
func (h *formHelp) show(f *Form, a mail.Account) {
	p := f.chosen
	redirect := f.plan.RedirectURI
	scopes := present.ScopesToRegister(p, f.plan.Scopes)
	way := a.Method
	notes := present.GoodToKnow(p)
	steps := present.RegistrationSteps(p, way, redirect, scopes)
	wanted := !f.sandboxed() && way != mail.GivenToken && (len(steps) > 0 || len(notes) > 0 || p.Registration.Closed != "")
	show(h.root, wanted)
	title := "How do I get one?"
	switch {
	case way == mail.ServiceAccount:
		title = "How do I get a service account?"
	case p.Registration.Closed != "":
		title = "Can I get one?"
	}
	if h.open {
		h.fold.SetText("▾ " + title)
	} else {
		h.fold.SetText("▸ " + title)
	}
	show(h.steps, h.open)
	key := p.ID + string(way) + redirect + strings.Join(scopes, " ")
	if !wanted || key == h.stepsFor {
		return
	}
	h.stepsFor = key
	h.steps.Objects = nil
	if p.Registration.Closed != "" {
		h.steps.Add(widgets.NewParagraph("⚠ "+p.Registration.Closed, look.SmallSize, widgets.Warning))
	}
	for i, s := range steps {
		h.steps.Add(numbered(i+1, look.SmallSize, h.step(f, s)))
	}
	if len(notes) > 0 {
		h.steps.Add(flow.Inset(6, 0, 0, 0, caption("Good to know")))
	}
	for _, n := range notes {
		h.steps.Add(widgets.NewParagraph(n, look.SmallSize, widgets.Dim))
	}
}

// step is one of them, with its link and what is to be copied.
func (h *formHelp) step(f *Form, s present.RegistrationStep) fyne.CanvasObject {
	text := widgets.NewParagraph(s.Text, look.SmallSize, widgets.Plain)
	parts := []fyne.CanvasObject{text}
	if s.Link != "" {
		open := widgets.NewButton(widgets.Link, s.LinkName, func() { f.OnOpen(s.Link) })
		parts = append(parts, flow.Wrap(14, open, widgets.NewButton(widgets.Link, "Copy link", func() { f.OnCopy(s.Link) })))
	}
	for _, c := range s.Copies {
		parts = append(parts, widgets.Code(c, 0, func() { f.OnCopy(c) }))
	}
	return flow.Column(4, parts...)
}
