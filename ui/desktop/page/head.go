package page

import (
	"fyne.io/fyne/v2"

	"mailknock/mail/provider"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// Head is what stands above an account: who it is, how it is signed in, and
// what can be done.
type Head struct {
	Root *fyne.Container

	badge               *widgets.Badge
	title, sub, warning *widgets.Text
	// words is what stands below the title, said what covers it for a moment.
	words, said string
	// The buttons, from left to right.
	Fault, Edit, Save, SignIn, Check, Stop *widgets.Button
}

// NewHead makes one; its buttons do nothing yet.
func NewHead() *Head {
	h := &Head{
		badge: widgets.NewBadge("", 40, look.HeadingSize),
		title: widgets.NewBold("", look.TitleSize, widgets.Plain).Cut(),
		sub:   widgets.NewText("", look.SmallSize, widgets.Dim).Cut(),

		warning: widgets.NewParagraph("", look.SmallSize, widgets.Warning),
		Fault:   widgets.NewButton(widgets.Tool, "Play a fault…", nil),
		Edit:    widgets.NewButton(widgets.Tool, "Edit", nil),
		Save:    widgets.NewButton(widgets.Secondary, "Save", nil),
		SignIn:  widgets.NewButton(widgets.Secondary, "Sign in", nil),
		Check:   widgets.NewButton(widgets.Primary, "Check", nil),
		Stop:    widgets.NewButton(widgets.Secondary, "Stop", nil),
	}
	words := flow.Column(0, h.title, h.sub)
	buttons := flow.Row(8, nil, h.Fault, h.Edit, h.Save, h.SignIn, h.Check, h.Stop)
	row := flow.Row(14, words, h.badge.Box, words, buttons)
	h.Root = flow.Column(6, row, flow.Inset(0, 0, 0, 54, h.warning))
	return h
}

// Say confirms something below the title; "" takes it away.
func (h *Head) Say(text string) {
	if h.said = text; text != "" {
		h.sub.SetTone("✓ "+text, widgets.Passed)
		return
	}
	h.sub.SetTone(h.words, widgets.Dim)
}

// Set shows a session's header and the buttons that fit.
func (h *Head) Set(d present.Header, s *present.Session) {
	h.badge.SetLetter(d.Letter)
	h.title.SetText(d.Title)
	h.words = d.Sub
	h.Say(h.said)
	h.warning.SetText("⚠ " + d.Warning)
	show(h.warning, d.Warning != "")

	running := s.Running()
	signedIn := !s.SignIn.Until.IsZero()
	h.SignIn.SetLabel("Sign in")
	if signedIn {
		h.SignIn.SetLabel("Sign in again")
	}
	h.Stop.SetLabel("Stop")
	if s.Awaits() {
		h.Stop.SetLabel("Cancel")
	}
	show(h.Stop, running)
	show(h.Check, !running)
	show(h.SignIn, !running)
	sandbox := s.Provider.ID == provider.Sandbox
	show(h.Fault, !running && sandbox)
	show(h.Edit, !running)
	h.Save.SetEnabled(s.Saving == "")
	show(h.Save, !running && (!s.Saved || s.Changed) && s.Outcome != nil)
}

// show shows or hides an object.
func show(o fyne.CanvasObject, on bool) {
	if on == o.Visible() {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
