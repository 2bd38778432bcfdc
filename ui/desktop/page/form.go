package page

import (
	"fyne.io/fyne/v2"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/discover"
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
	Origin(id, field string) string
	Guess(address string) (p provider.Provider, why string, ok bool)
	Plan(a mail.Account) (run.Plan, error)
	Registration(a mail.Account) run.Registration
	Remarks(a mail.Account, secret wire.Secret) []provider.Remark
	Fill(a mail.Account, r discover.Result) mail.Account
}

// Secrets are those that were typed: they are no part of an account.
type Secrets struct{ Client, Token, Refresh wire.Secret }

// Form is the page where an account is made or changed. What is typed stays
// until the person leaves.
type Form struct {
	Root   *fyne.Container
	scroll *fyne.Container
	// OnSubmit gets the account and the secrets once nothing is missing.
	// OnCancel leaves the page.
	OnSubmit func(a mail.Account, s Secrets)
	OnCancel func()
	OnCopy   func(text string)
	OnOpen   func(url string)
	// OnLeft says that the focus goes from the address. Where to is not known
	// yet: whoever is told calls AddressLeft once the address is finished.
	OnLeft func()
	// OnLookUp asks the network about an address beside the window, until stop.
	OnLookUp func(address, caFile string, asked func(at int, a discover.Asked), done func(discover.Result, error)) (stop func())
	// OnTry asks the provider what it thinks of a registration, until stop.
	OnTry func(a mail.Account, secret wire.Secret, done func(auth.Verdict, error)) (stop func())
	// OnRegister asks the person, and then the host, to register the program.
	OnRegister func(a mail.Account, endpoint string, plan run.Plan, done func(mail.Account, error))
	// OnProviders is the wish to see the whole list of providers.
	OnProviders func(list []provider.Provider, current string, chosen func(id string))
	// OnBrowse is the wish to choose a file.
	OnBrowse func(chosen func(path string))
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
	typed   map[string]bool   // the fields that the person typed into
	plan    run.Plan

	title, sub *widgets.Text
	submit     *widgets.Button
	top        formTop
	look       formLookup
	reg        formRegistration
	pass       formPassword
	regCard    *fyne.Container
	adv        formAdvanced
	advCard    *fyne.Container
}

// NewForm makes one.
func NewForm(known Known) *Form {
	f := &Form{known: known, typed: map[string]bool{}}
	f.title = widgets.NewBold("", look.TitleSize, widgets.Plain).Cut()
	f.sub = widgets.NewText("", look.SmallSize, widgets.Dim).Cut()
	f.submit = widgets.NewButton(widgets.Primary, "Sign in", f.press)
	cancel := widgets.NewButton(widgets.Secondary, "Cancel", func() { f.OnCancel() })
	words := flow.Column(0, f.title, f.sub)
	head := flow.Row(12, words, words, flow.Row(10, nil, cancel, f.submit))

	f.look.build(f)
	f.top.build(f)
	f.reg.build(f)
	f.pass.build(f)
	f.adv.build(f)
	f.regCard = widgets.Panel(16, 20, flow.Column(0, f.reg.root, f.pass.root))
	f.advCard = widgets.Panel(12, 20, f.adv.root)
	cards := flow.Column(12, widgets.Panel(16, 20, f.top.root), f.regCard, f.advCard)
	f.scroll = flow.Scroll(flow.Inset(0, 2, 6, 2, cards))
	f.Root = &fyne.Container{
		Layout:  &stage{gap: 12, squeeze: head, grow: f.scroll, least: 200},
		Objects: []fyne.CanvasObject{flow.Inset(0, 0, 2, 0, head), f.scroll},
	}
	return f
}

// Start fills the form with an account.
func (f *Form) Start(a mail.Account, isNew bool) {
	f.Stop()
	f.look.reset(f)
	f.base, f.isNew, f.pressed, f.offered = a, isNew, false, ""
	f.byHand = !isNew
	f.title.SetText("New account")
	if !isNew {
		f.title.SetText(a.Label())
	}
	f.quietly(func() {
		form := present.NewForm(a)
		f.top.fill(form)
		f.reg.fill(form)
		f.adv.fill(form)
	})
	f.typed = map[string]bool{}
	if !isNew {
		// What was saved was typed once.
		f.look.view.Address = a.User
		for name, text := range f.texts() {
			f.typed[name] = text.get() != ""
		}
	}
	f.choose(a.Provider)
	f.changed()
	flow.ScrollToTop(f.scroll)
}

// Stop ends what is asked for the form.
func (f *Form) Stop() {
	f.look.end()
	f.reg.try.end()
}

// First is the field to type in first.
func (f *Form) First() fyne.Focusable { return f.top.address }

// quietly changes fields in the person's place.
func (f *Form) quietly(do func()) {
	before := f.filling
	f.filling = true
	do()
	f.filling = before
}

// edited takes what the person typed into a field.
func (f *Form) edited(name string) {
	if !f.filling {
		f.typed[name] = true
		f.changed()
	}
}

// read gives what stands in the fields.
func (f *Form) read() present.Form {
	form := present.Form{Provider: f.chosen.ID}
	f.top.read(&form)
	f.reg.read(f, &form)
	f.adv.read(&form)
	return form
}

// changed works out anew what the fields mean.
func (f *Form) changed() {
	if f.filling {
		return
	}
	a, problems := f.account()
	f.reg.try.forget(a, f.reg.typedSecret())
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
	if !f.submit.Enabled() || !f.submit.Visible() {
		return
	}
	f.pressed = true
	a, problems := f.account()
	f.show(a, problems)
	if len(problems) > 0 {
		f.sub.SetTone(problems.First(), widgets.Failed)
		return
	}
	f.Stop()
	f.OnSubmit(a, f.reg.secrets(a.Method))
}
