package page

import (
	"mailknock/mail"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// show shows what the fields came to.
func (f *Form) show(a mail.Account, problems present.Problems) {
	f.submit.SetLabel(present.SignInLabel(f.chosen, a))
	none := f.chosen.ID == ""
	f.submit.SetEnabled(!none)
	show(f.regCard, !none)
	switch {
	case none:
		f.sub.SetTone(chooseProvider, widgets.Plain)
	case f.isNew:
		f.sub.SetTone("Type the address. The rest fills itself, and you can change all of it.", widgets.Dim)
	default:
		f.sub.SetTone("Change what you like; press the button to sign in and check anew.", widgets.Dim)
	}
	f.top.show(f, a.Protocols, problems)
	if !none {
		f.reg.show(f, a, problems)
	}
	f.adv.show(f, problems)
	f.Root.Refresh()
}

// chooseProvider is said where the address tells nothing.
const chooseProvider = "Choose who provides this mailbox."

// wording gives the problem of a field. What was not typed yet is no problem
// before the button was pressed.
func (f *Form) wording(problems present.Problems, name, typed string) string {
	if typed == "" && !f.pressed {
		return ""
	}
	return problems[name]
}
