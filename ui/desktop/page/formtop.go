package page

import (
	"fyne.io/fyne/v2"

	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formTop is the first card: address, provider, protocols, servers.
type formTop struct {
	root        *fyne.Container
	address     *widgets.Entry
	found       *widgets.Text
	problem     *widgets.Text
	providers   map[string]*widgets.Button
	protocols   map[wire.Protocol]*widgets.Button
	serverLine  *widgets.Text
	change      *widgets.Button
	servers     map[wire.Protocol]*serverField
	serverBox   *fyne.Container
	browser     *widgets.Button
	given       *widgets.Button
	methodRow   *fyne.Container
	protoIssue  *widgets.Text
	editServers bool
}

const labelWidth float32 = 128

// labelled puts a caption before an object.
func labelled(label string, o fyne.CanvasObject) *fyne.Container {
	return flow.Row(0, o, flow.Fixed(labelWidth, 0, caption(label)), o)
}

func (t *formTop) build(f *Form) {
	t.address = widgets.NewEntry("anna@example.org")
	t.address.OnChanged = func(string) {
		if !f.filling {
			f.typedAddress()
		}
	}
	t.address.OnSubmitted = func(string) { f.press() }
	t.found = widgets.NewSpans(look.SmallSize).Cut()
	t.problem = widgets.NewParagraph("", look.SmallSize, widgets.Failed)
	t.protoIssue = widgets.NewParagraph("", look.SmallSize, widgets.Failed)
	t.providers = map[string]*widgets.Button{}
	var chips []fyne.CanvasObject
	for _, p := range f.known.Providers() {
		t.providers[p.ID] = widgets.NewButton(widgets.Choice, p.Name, func() {
			f.byHand = true
			f.choose(p.ID)
			f.changed()
		})
		chips = append(chips, t.providers[p.ID])
	}
	t.protocols, t.servers = map[wire.Protocol]*widgets.Button{}, map[wire.Protocol]*serverField{}
	var checks, fields []fyne.CanvasObject
	for _, p := range wire.MailProtocols {
		b := widgets.NewButton(widgets.Choice, present.ProtocolName(p), nil)
		b.Checkable = true
		b.OnTap = func() {
			b.SetSelected(!b.Selected)
			f.changed()
		}
		t.protocols[p] = b
		checks = append(checks, b)
		t.servers[p] = newServerField(present.ProtocolName(p), f.changed)
		fields = append(fields, t.servers[p].root)
	}
	t.serverLine = widgets.NewText("", look.SmallSize, widgets.Dim).Cut()
	t.change = widgets.NewButton(widgets.Link, "Change", func() {
		t.editServers = !t.editServers
		f.changed()
	})
	t.serverBox = flow.Column(8, fields...)
	t.browser = widgets.NewButton(widgets.Choice, "Browser", func() { t.method(f, false) })
	t.given = widgets.NewButton(widgets.Choice, "I have a token", func() { t.method(f, true) })
	t.methodRow = labelled("Sign-in by", flow.Wrap(8, t.browser, t.given))

	address := flow.Row(14, t.found, flow.Fixed(320, 0, t.address), t.found)
	line := flow.Row(12, t.serverLine, flow.Wrap(8, checks...), t.change, t.serverLine)
	line.Objects[0] = flow.Row(8, nil, checks...)
	t.root = flow.Column(14,
		flow.Column(4, labelled("Address", address), flow.Inset(0, 0, 0, labelWidth, t.problem)),
		labelled("Provider", flow.Wrap(8, chips...)),
		flow.Column(4, labelled("Check", line), flow.Inset(0, 0, 0, labelWidth, t.protoIssue)),
		flow.Inset(0, 0, 0, labelWidth, t.serverBox),
		t.methodRow)
}

func (t *formTop) method(f *Form, given bool) {
	t.given.SetSelected(given)
	t.browser.SetSelected(!given)
	f.changed()
}

func (t *formTop) fill(form present.Form) {
	t.address.SetText(form.Address)
	t.editServers = len(form.Servers) > 0
	for p, b := range t.protocols {
		b.SetSelected(form.Protocols[p])
		t.servers[p].set(form.Servers[p])
	}
	t.given.SetSelected(form.GivenToken)
	t.browser.SetSelected(!form.GivenToken)
}

func (t *formTop) read(form *present.Form) {
	form.Address = t.address.Text
	form.GivenToken = t.given.Selected
	form.Protocols, form.Servers = map[wire.Protocol]bool{}, map[wire.Protocol]string{}
	for p, b := range t.protocols {
		form.Protocols[p] = b.Selected
		form.Servers[p] = t.servers[p].text()
	}
}

// show tells what the address and the protocols came to.
func (t *formTop) show(f *Form, chosen []wire.Protocol, problems present.Problems) {
	p, why, ok := f.known.Guess(t.address.Text)
	switch {
	case ok && p.ID == f.chosen.ID:
		t.found.SetSpans(widgets.Span{Text: "✓ " + p.Name, Tone: widgets.Passed}, widgets.Span{Text: "   " + why, Tone: widgets.Dim})
	case ok:
		t.found.SetSpans(widgets.Span{Text: why + "; you chose " + f.chosen.Name, Tone: widgets.Dim})
	case f.chosen.ID == "":
		t.found.SetSpans(widgets.Span{Text: "This domain is not known to Mailknock.", Tone: widgets.Dim})
	default:
		t.found.SetSpans()
	}
	t.problem.SetText(f.wording(problems, "user", t.address.Text))
	show(t.problem, t.problem.String() != "")
	t.protoIssue.SetText(problems["protocols"])
	show(t.protoIssue, problems["protocols"] != "")

	own := f.chosen.ID == provider.Custom
	sandbox := f.chosen.ID == provider.Sandbox
	t.serverLine.SetText(present.ServerLine(chosen, f.plan.Servers))
	show(t.change, !own && !sandbox && f.chosen.ID != "")
	t.change.SetLabel("Change")
	if t.editServers {
		t.change.SetLabel("Use the provider's")
	}
	t.change.OnTap = func() {
		t.editServers = !t.editServers
		for _, s := range t.servers {
			s.set("")
		}
		f.changed()
	}
	open := (t.editServers && f.chosen.ID != "" || own) && !sandbox
	show(t.serverBox, open)
	for p, s := range t.servers {
		show(s.root, open && f.top.protocols[p].Selected)
		hint := ""
		if known := f.chosen.Servers[p]; len(known) > 0 {
			hint = known[0].Address()
		}
		s.show(hint, f.wording(problems, string(p), s.host.Text))
	}
	show(t.methodRow, !sandbox)
}
