package page

import (
	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formPassword stands in place of a registration where a provider has no
// OAuth for mail.
type formPassword struct {
	root     *fyne.Container
	showsFor string
}

func (w *formPassword) build(*Form) { w.root = flow.Column(9) }

func (w *formPassword) show(f *Form) {
	p := f.chosen
	if w.showsFor == p.ID {
		return
	}
	w.showsFor = p.ID
	title := widgets.NewBold("No OAuth here: this is how a mail program gets in", look.HeadingSize, widgets.Plain)
	title.Wrap = true
	w.root.Objects = []fyne.CanvasObject{title}
	if help := p.Password; help != nil {
		w.root.Add(widgets.NewParagraph(help.Text, look.BodySize, widgets.Plain))
		open := widgets.NewButton(widgets.Link, help.URL, func() { f.OnOpen(help.URL) })
		w.root.Add(flow.Wrap(14, open, widgets.NewButton(widgets.Link, "Copy link", func() { f.OnCopy(help.URL) })))
	}
	if servers := present.PasswordServers(p); servers != "" {
		w.root.Add(flow.Column(4, caption("Its servers"), widgets.Code(servers, 0, func() { f.OnCopy(servers) })))
	}
	for _, n := range p.Notes {
		w.root.Add(widgets.NewParagraph(n, look.SmallSize, widgets.Dim))
	}
	w.root.Add(widgets.NewParagraph("Mailknock checks sign-ins with OAuth alone, so it has nothing to check here.", look.SmallSize, widgets.Dim))
}
