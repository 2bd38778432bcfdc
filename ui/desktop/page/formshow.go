package page

import (
	"mailknock/mail"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// show shows what the fields came to.
func (f *Form) show(a mail.Account, problems present.Problems) {
	f.submit.SetLabel(present.SignInLabel(f.chosen, a))
	if f.isNew {
		f.sub.SetTone("Type the address. The rest fills itself, and you can change all of it.", widgets.Dim)
	} else {
		f.sub.SetTone("Change what you like; press the button to sign in and check anew.", widgets.Dim)
	}
	f.top.show(f, a.Protocols, problems)
	f.reg.show(f, a, problems)
	f.adv.show(f, problems)
	f.Root.Refresh()
}

// wording gives the problem of a field. What was not typed yet is no problem
// before the button was pressed.
func (f *Form) wording(problems present.Problems, name, typed string) string {
	if typed == "" && !f.pressed {
		return ""
	}
	return problems[name]
}
