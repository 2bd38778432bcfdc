package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
	"mailknock/ui/run"
)

// Known is what a form asks about what was typed. None of it blocks.
type Known interface {
	NewAccount(providerID string) mail.Account
	Providers() []provider.Provider
	Guess(address string) (p provider.Provider, why string, ok bool)
	Plan(a mail.Account) (run.Plan, error)
	Registration(a mail.Account) run.Registration
}

// Form is the page where an account is made or changed. What is typed stays
// until the person leaves.
type Form struct {
	Root *fyne.Container
	// OnSubmit gets the account, the client secret and the given token once
	// nothing is missing. OnCancel leaves the page.
	OnSubmit func(a mail.Account, secret, token wire.Secret)
	OnCancel func()
	OnCopy   func(text string)
	OnOpen   func(url string)
	// OnVault is the wish to choose where refresh tokens are kept.
	OnVault func()
	// OnFault is the wish to choose what the sandbox plays.
	OnFault func(current string, chosen func(id, title string))

	known   Known
	base    mail.Account
	isNew   bool
	chosen  provider.Provider // the zero Provider: nobody knows whose the address is
	offered string            // the provider whose registration was filled in last
	byHand  bool              // the provider was chosen by hand
	pressed bool              // the button was pressed: show what is missing, too
	filling bool              // the fields are being filled, not typed in
	plan    run.Plan

	title, sub *widgets.Text
	submit     *widgets.Button
	top        formTop
	reg        formRegistration
	regCard    *fyne.Container
	adv        formAdvanced
}

// NewForm makes one.
func NewForm(known Known) *Form {
	f := &Form{known: known}
	f.title = widgets.NewBold("", look.TitleSize, widgets.Plain).Cut()
	f.sub = widgets.NewText("", look.SmallSize, widgets.Dim).Cut()
	f.submit = widgets.NewButton(widgets.Primary, "Sign in", f.press)
	cancel := widgets.NewButton(widgets.Secondary, "Cancel", func() { f.OnCancel() })
	words := flow.Column(0, f.title, f.sub)
	head := flow.Row(12, words, words, flow.Row(10, nil, cancel, f.submit))

	f.top.build(f)
	f.reg.build(f)
	f.adv.build(f)
	f.regCard = widgets.Panel(16, 20, f.reg.root)
	cards := flow.Column(12,
		widgets.Panel(16, 20, f.top.root),
		f.regCard,
		widgets.Panel(12, 20, f.adv.root))
	scroll := flow.Scroll(flow.Inset(0, 2, 6, 2, cards))
	f.Root = &fyne.Container{
		Layout:  &stage{gap: 12, squeeze: head, grow: scroll, least: 200},
		Objects: []fyne.CanvasObject{flow.Inset(0, 0, 2, 0, head), scroll},
	}
	return f
}

// Start fills the form with an account. hasSecret tells that its client
// secret is known.
func (f *Form) Start(a mail.Account, isNew bool) {
	f.base, f.isNew, f.pressed, f.offered = a, isNew, false, ""
	f.byHand = !isNew
	f.title.SetText("New account")
	f.sub.SetText("Type the address. The rest fills itself, and you can change all of it.")
	if !isNew {
		f.title.SetText(a.Label())
		f.sub.SetText("Change what you like; press the button to sign in and check anew.")
	}
	f.filling = true
	form := present.NewForm(a)
	f.top.fill(form)
	f.reg.fill(form)
	f.adv.fill(form)
	f.filling = false
	f.choose(a.Provider)
	f.changed()
}

// First is the field to type in first.
func (f *Form) First() fyne.Focusable { return f.top.address }

// read gives what stands in the fields.
func (f *Form) read() present.Form {
	form := present.Form{Provider: f.chosen.ID}
	f.top.read(&form)
	f.reg.read(&form)
	f.adv.read(&form)
	return form
}

// typedAddress lets the address choose the provider, until the person did. A
// whole address of a domain that nobody knows chooses none.
func (f *Form) typedAddress() {
	p, _, ok := f.known.Guess(f.top.address.Text)
	switch {
	case f.byHand:
	case ok:
		f.choose(p.ID)
	case present.WholeAddress(f.top.address.Text):
		f.choose("")
	}
	f.changed()
}

// choose shows a provider and its registration; "" is none.
func (f *Form) choose(id string) {
	f.chosen = provider.Provider{}
	for _, p := range f.known.Providers() {
		if p.ID == id {
			f.chosen = p
		}
	}
	for pid, b := range f.top.providers {
		b.SetSelected(pid == f.chosen.ID)
	}
	if f.chosen.ID == provider.Sandbox && !strings.Contains(f.top.address.Text, "@") {
		f.filling = true
		f.top.address.SetText(f.known.NewAccount(provider.Sandbox).User)
		f.filling = false
	}
	if f.chosen.ID != "" && (f.offered != f.chosen.ID || f.reg.clientID.Entry.Text == "") {
		f.offered = f.chosen.ID
		f.reg.offer(f)
	}
}

// changed works out anew what the fields mean.
func (f *Form) changed() {
	if f.filling {
		return
	}
	a, problems := f.account()
	f.show(a, problems)
}

// account gives what the fields mean, and what is wrong with them.
func (f *Form) account() (mail.Account, present.Problems) {
	form := f.read()
	a, problems := form.Account(f.base)
	if f.chosen.ID == provider.Sandbox {
		a.Name = "Sandbox"
		a.Fault = f.reg.fault
	} else {
		a.Fault = ""
	}
	if f.chosen.ID == "" {
		f.plan = emptyPlan
		problems.Merge("provider", chooseProvider)
		return a, problems
	}
	plan, err := f.known.Plan(a)
	f.plan = plan
	problems.Add(err)
	f.reg.missing(f, a, problems)
	return a, problems
}

// press signs in when nothing is missing, else shows what is.
func (f *Form) press() {
	f.pressed = true
	a, problems := f.account()
	f.show(a, problems)
	if len(problems) > 0 {
		f.sub.SetTone(problems.First(), widgets.Failed)
		return
	}
	f.OnSubmit(a, f.reg.typedSecret(), f.reg.typedToken())
}
