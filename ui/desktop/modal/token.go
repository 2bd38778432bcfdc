package modal

import (
	"fyne.io/fyne/v2"

	"mailknock/auth/token"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// TokenParts are what the token's dialog shows and calls.
type TokenParts struct {
	Title, Text string
	// Known is the token to begin with; nil: none.
	Known *present.TokenView
	// Look looks into a pasted one.
	Look   func(text string) present.TokenView
	OnCopy func(text string)
	// OnLasting asks how long the sign-in lasts; nil: it is not offered.
	OnLasting func()
}

// Token shows what can be told of an access token, and takes another one.
func Token(c fyne.Canvas, p TokenParts) *Modal {
	d := &deferred{}
	label := "An access token"
	if p.Known != nil {
		label = "Look into another one"
	}
	field := widgets.NewField(label, widgets.NewSecretEntry("Paste it here. It is masked, kept nowhere, and sent nowhere."))
	rows := flow.Column(6)
	shown := ""
	copyIt := widgets.NewButton(widgets.Secondary, "Copy", func() { p.OnCopy(shown) })
	show := func(v *present.TokenView) {
		rows.Objects, shown = nil, ""
		if v != nil {
			rows.Objects, shown = tokenRows(*v), v.Text
		}
		copyIt.SetEnabled(shown != "")
		rows.Refresh()
		if d.modal != nil {
			d.modal.fit()
		}
	}
	field.Entry.OnPaste = func(text string) bool {
		field.SetNote("", widgets.Dim)
		long := len(text) > token.MaxLength
		if long {
			field.SetNote("This is too long for a token: copy nothing but the token.", widgets.Failed)
			d.modal.fit()
		}
		return long
	}
	field.Entry.OnChanged = func(text string) {
		if token.Clean(text) == "" {
			show(p.Known)
			return
		}
		v := p.Look(text)
		show(&v)
	}
	show(p.Known)
	body := flow.Column(12, dim(p.Text), rows, field.Box)
	buttons := []fyne.CanvasObject{copyIt}
	if p.OnLasting != nil {
		buttons = append(buttons, widgets.NewButton(widgets.Secondary, "Will it still work next week?", func() {
			d.close()
			p.OnLasting()
		}))
	}
	d.modal = open(c, p.Title, 640, body, field.Entry, append(buttons, widgets.NewButton(widgets.Primary, "Close", d.close))...)
	return d.modal
}

func tokenRows(v present.TokenView) []fyne.CanvasObject {
	var facts, fits []fyne.CanvasObject
	for _, r := range v.Rows {
		value := widgets.NewParagraph(r[1], look.SmallSize, widgets.Plain)
		facts = append(facts, flow.TopRow(10, value, flow.Fixed(124, 0, widgets.NewText(r[0], look.SmallSize, widgets.Dim)), value))
	}
	for _, f := range v.Fits {
		name := widgets.NewBold(f.Name, look.SmallSize, widgets.Plain)
		word := widgets.NewText(f.Status.Shape()+" "+f.Word, look.SmallSize, widgets.StatusTone(f.Status))
		why := widgets.NewParagraph(f.Why, look.SmallSize, widgets.Plain)
		fits = append(fits, flow.TopRow(10, why, flow.Fixed(50, 0, name), flow.Fixed(136, 0, word), why))
	}
	return []fyne.CanvasObject{widgets.Ground(flow.Column(4, facts...)), flow.Inset(6, 9, 4, 9, flow.Column(4, fits...))}
}
