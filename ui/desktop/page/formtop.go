package page

import (
	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formTop is the first card: address, provider, protocols, servers, and the
// way to sign in.
type formTop struct {
	root         *fyne.Container
	addressLabel *widgets.Text
	address      *widgets.Entry
	found        *widgets.Text
	problem      *widgets.Text
	formProviders
	protocols  map[wire.Protocol]*widgets.Button
	checkRow   *fyne.Container
	serverLine *widgets.Text
	change     *widgets.Button
	servers    map[wire.Protocol]*serverField
	serverBox  *fyne.Container
	formWays
	protoIssue  *widgets.Text
	editServers bool
}

const labelWidth float32 = 128

// labelled puts a caption before an object.
func labelled(label string, o fyne.CanvasObject) *fyne.Container {
	return labelledBy(caption(label), o)
}

func labelledBy(label, o fyne.CanvasObject) *fyne.Container {
	return flow.Row(0, o, flow.Fixed(labelWidth, 0, label), o)
}

// indented stands below what has a label.
func indented(o fyne.CanvasObject) *fyne.Container { return flow.Inset(0, 0, 0, labelWidth, o) }

func (t *formTop) build(f *Form) {
	t.buildAddress(f)
	t.protoIssue = widgets.NewParagraph("", look.SmallSize, widgets.Failed)
	t.formProviders.build(f)
	t.formWays.build(f)
	checks := t.buildProtocols(f)
	t.serverLine = widgets.NewText("", look.SmallSize, widgets.Dim).Cut()
	t.change = widgets.NewButton(widgets.Link, "Change", func() { t.toggleServers(f) })

	t.addressLabel = widgets.NewBold("Address", look.CaptionSize, widgets.Dim)
	address := flow.Row(14, t.found, flow.Fixed(320, 0, t.address), t.found)
	line := flow.Row(12, t.serverLine, flow.Row(8, nil, checks...), t.change, t.serverLine)
	t.checkRow = flow.Column(4, labelled("Check", line), indented(t.protoIssue))
	t.root = flow.Column(14,
		flow.Column(6, labelledBy(t.addressLabel, address), indented(t.problem), indented(f.look.root)),
		t.formProviders.root,
		t.checkRow,
		indented(t.serverBox),
		t.formWays.root)
}

func (t *formTop) buildAddress(f *Form) {
	t.address = widgets.NewEntry("anna@example.org")
	t.address.OnChanged = func(string) {
		if !f.filling {
			f.typedAddress()
		}
	}
	t.address.OnSubmitted = func(string) {
		if !f.lookUp() {
			f.press()
		}
	}
	t.address.OnLeft = func() {
		if f.OnLeft != nil {
			f.OnLeft()
		}
	}
	t.found = widgets.NewSpans(look.SmallSize).Cut()
	t.problem = widgets.NewParagraph("", look.SmallSize, widgets.Failed)
}

func (t *formTop) buildProtocols(f *Form) (checks []fyne.CanvasObject) {
	t.protocols, t.servers = map[wire.Protocol]*widgets.Button{}, map[wire.Protocol]*serverField{}
	var fields []fyne.CanvasObject
	for _, p := range wire.MailProtocols {
		b := widgets.NewButton(widgets.Choice, present.ProtocolName(p), nil)
		b.Checkable = true
		b.OnTap = func() {
			b.SetSelected(!b.Selected)
			f.edited("protocols")
		}
		t.protocols[p] = b
		checks = append(checks, b)
		t.servers[p] = newServerField(present.ProtocolName(p), func() { f.edited(string(p)) })
		fields = append(fields, t.servers[p].root)
	}
	t.serverBox = flow.Column(8, fields...)
	return checks
}

// toggleServers lets servers be typed, or gives the provider's back.
func (t *formTop) toggleServers(f *Form) {
	t.editServers = !t.editServers
	f.quietly(func() {
		for p, s := range t.servers {
			s.set("")
			f.typed[string(p)] = false
		}
	})
	f.changed()
}

func (t *formTop) fill(form present.Form) {
	t.address.SetText(form.Address)
	t.fillProtocols(form)
	t.method = form.Method
}

func (t *formTop) fillProtocols(form present.Form) {
	t.editServers = len(form.Servers) > 0
	for p, b := range t.protocols {
		b.SetSelected(form.Protocols[p])
		t.servers[p].set(form.Servers[p])
	}
}

func (t *formTop) read(form *present.Form) {
	form.Address = t.address.Text
	form.Method = t.method
	form.Protocols, form.Servers = map[wire.Protocol]bool{}, map[wire.Protocol]string{}
	for p, b := range t.protocols {
		form.Protocols[p] = b.Selected
		form.Servers[p] = t.servers[p].text()
	}
}

// show tells what the address and the protocols came to.
func (t *formTop) show(f *Form, a mail.Account, problems present.Problems) {
	t.showAddress(f, a, problems)
	t.formProviders.show(f, a)
	t.formWays.show(f)
	t.protoIssue.SetText(problems["protocols"])
	show(t.protoIssue, problems["protocols"] != "")

	none := f.chosen.ID == ""
	oauth := none || f.chosen.OAuth()
	show(t.checkRow, oauth)
	own := f.chosen.ByIssuer && len(f.chosen.Servers) == 0
	show(t.change, !own && !f.sandboxed() && !none)
	t.change.SetLabel("Change")
	if t.editServers {
		t.change.SetLabel("Use the provider's")
	}
	open := (t.editServers && !none || own) && !f.sandboxed() && oauth
	show(t.serverBox, open)
	t.serverLine.SetText(present.ServerLine(a.Protocols, f.plan.Servers))
	if open {
		t.serverLine.SetText("")
	}
	for p, s := range t.servers {
		show(s.root, open && t.protocols[p].Selected)
		hint := ""
		if known := f.chosen.Servers[p]; len(known) > 0 {
			hint = known[0].Address()
		}
		s.show(hint, f.wording(problems, string(p), s.host.Text), f.look.source(string(p), s.text()))
	}
}

func (t *formTop) showAddress(f *Form, a mail.Account, problems present.Problems) {
	t.addressLabel.SetText("Address")
	if a.Method.Unattended() {
		t.addressLabel.SetText("Mailbox")
	}
	p, why, ok := f.known.Guess(t.address.Text)
	who, found := f.look.who(f)
	switch {
	case ok && p.ID == f.chosen.ID && p.ID != provider.Sandbox:
		t.found.SetSpans(widgets.Span{Text: "✓ " + p.Name, Tone: widgets.Passed}, widgets.Span{Text: "   " + why + ", so nobody was asked", Tone: widgets.Dim})
	case ok && p.ID == f.chosen.ID:
		t.found.SetSpans(widgets.Span{Text: "✓ " + p.Name, Tone: widgets.Passed}, widgets.Span{Text: "   " + why, Tone: widgets.Dim})
	case ok:
		t.found.SetSpans(widgets.Span{Text: why + "; you chose " + f.chosen.Name, Tone: widgets.Dim})
	case found:
		t.found.SetSpans(who...)
	case f.wantsLookup():
		t.found.SetSpans(widgets.Span{Text: "This domain is not known to Mailknock. Press Enter to look it up.", Tone: widgets.Dim})
	case f.chosen.ID == "":
		t.found.SetSpans(widgets.Span{Text: "This domain is not known to Mailknock.", Tone: widgets.Dim})
	default:
		t.found.SetSpans()
	}
	t.problem.SetText(f.wording(problems, "user", t.address.Text))
	show(t.problem, t.problem.String() != "")
}
