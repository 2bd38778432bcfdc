package page

import (
	"strconv"

	"fyne.io/fyne/v2"

	"mailknock/mail/diagnose"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// quoted is a line of the text with its number before it, and what it is. A tap
// leads to the line.
func quoted(line int, what, text string, tap func()) fyne.CanvasObject {
	number := widgets.NewSpans(look.MonoSize, widgets.Span{Text: strconv.Itoa(line), Mono: true, Tone: widgets.Dim}).Cut()
	number.Align = fyne.TextAlignTrailing
	mono := widgets.NewMono(text, widgets.Plain)
	mono.MaxLines = 4
	var said fyne.CanvasObject = widgets.NewTappable(widgets.Ground(mono), tap)
	top := float32(6)
	if what != "" {
		top = 0
		said = flow.Column(2, widgets.NewParagraph(what, look.SmallSize, widgets.Dim), said)
	}
	return flow.TopRow(10, said, flow.Fixed(52, 0, flow.Inset(top, 0, 0, 0, number)), said)
}

// hintChips are what the person may know about a text. They are folded until
// somebody wants to say something.
type hintChips struct {
	root *fyne.Container
	hint diagnose.Hint

	label              *widgets.Text
	rows               *fyne.Container
	provider, protocol string
}

func (c *hintChips) build(providers []provider.Provider, changed, layout func()) {
	ids, names := []string{""}, []string{"Unknown"}
	for _, p := range providers {
		if p.OAuth() && p.ID != provider.Sandbox {
			ids, names = append(ids, p.ID), append(names, p.Name)
		}
	}
	from := chips(ids, names, func(id, name string) {
		c.hint.Provider, c.provider = id, name
		c.show()
		changed()
	})
	ids, names = []string{""}, []string{"Unknown"}
	for _, p := range append([]wire.Protocol{wire.OAuth}, wire.MailProtocols...) {
		ids, names = append(ids, string(p)), append(names, present.ProtocolName(p))
	}
	over := chips(ids, names, func(id, name string) {
		c.hint.Protocol, c.protocol = wire.Protocol(id), name
		c.show()
		changed()
	})
	c.provider, c.protocol = "Unknown", "Unknown"
	c.label = widgets.NewText("", look.SmallSize, widgets.Dim).Cut()
	c.rows = flow.Column(6, hintRow("Provider", from), hintRow("Protocol", over))
	c.rows.Hide()
	fold := widgets.NewTappable(flow.Pad(3, 0, c.label), func() {
		show(c.rows, !c.rows.Visible())
		c.show()
		layout()
	})
	c.root = flow.Column(6, fold, c.rows)
	c.show()
}

// show says on the folded line what is chosen.
func (c *hintChips) show() {
	shape := "▸"
	if c.rows.Visible() {
		shape = "▾"
	}
	text := " You know where it comes from? Say so, if nothing is found without."
	if c.hint.Provider != "" || c.hint.Protocol != "" {
		text = " Provider: " + c.provider + " · Protocol: " + c.protocol
	}
	c.label.SetText(shape + text)
}

func hintRow(label string, o fyne.CanvasObject) fyne.CanvasObject {
	return flow.Row(0, o, flow.Fixed(88, 0, caption(label)), o)
}

// chips are buttons of which one is chosen, the first at the beginning.
func chips(ids, names []string, chosen func(id, name string)) fyne.CanvasObject {
	var row []fyne.CanvasObject
	all := make([]*widgets.Button, len(ids))
	for i, id := range ids {
		all[i] = widgets.NewButton(widgets.Choice, names[i], func() {
			for n, b := range all {
				b.SetSelected(n == i)
			}
			chosen(id, names[i])
		})
		row = append(row, all[i])
	}
	all[0].SetSelected(true)
	return flow.Wrap(8, row...)
}
