package page

import (
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// show shows what the fields came to.
func (f *Form) show(a mail.Account, problems present.Problems) {
	none, oauth := f.chosen.ID == "", f.chosen.OAuth()
	f.submit.SetLabel(present.SignInLabel(f.chosen, a))
	f.submit.SetEnabled(!none)
	show(f.submit, none || oauth)
	show(f.regCard, !none)
	show(f.reg.root, oauth)
	show(f.pass.root, !oauth)
	show(f.advCard, none || oauth)
	switch {
	case f.look.asking():
		f.sub.SetTone("Looking up who provides this mailbox…", widgets.Plain)
	case none:
		f.sub.SetTone(chooseProvider, widgets.Plain)
	case !oauth:
		f.sub.SetTone("There is nothing to sign in to here.", widgets.Plain)
	case f.isNew:
		f.sub.SetTone("Type the address. The rest fills itself, and you can change all of it.", widgets.Dim)
	default:
		f.sub.SetTone("Change what you like; press the button to sign in and check anew.", widgets.Dim)
	}
	remarks := f.known.Remarks(a, f.reg.typedSecret())
	f.top.show(f, a, problems)
	f.look.show(f)
	switch {
	case none:
	case oauth:
		f.reg.show(f, a, problems, remarks)
	default:
		f.pass.show(f)
	}
	f.adv.show(f, a, problems, remarks)
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

// note shows a problem, or else a remark, below a field; or else where its
// text comes from.
func (f *Form) note(field *widgets.Field, name string, problems present.Problems, n present.Note) {
	typed := field.Entry.Text
	problem := f.wording(problems, name, typed)
	switch {
	case problem != "":
		field.SetNote(problem, widgets.Failed)
	case n.Text != "" && (typed != "" || f.pressed):
		field.SetNote(n.Status.Shape()+" "+n.Text, widgets.StatusTone(n.Status))
	default:
		field.SetNote(f.look.source(name, typed), widgets.Dim)
	}
}

func setHint(e *widgets.Entry, hint string) {
	if e.PlaceHolder != hint {
		e.SetPlaceHolder(hint)
	}
}

// sandboxed tells whether the account is the sandbox's.
func (f *Form) sandboxed() bool { return f.chosen.ID == provider.Sandbox }
