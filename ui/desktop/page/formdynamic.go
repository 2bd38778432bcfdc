package page

import (
	"net/url"

	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formDynamic lets the program register itself where the provider takes that
// (RFC 7591), after the person has agreed.
type formDynamic struct {
	root   *fyne.Container
	text   *widgets.Text
	button *widgets.Button
	note   string
	failed bool
}

func (d *formDynamic) build(f *Form) {
	d.text = widgets.NewParagraph("", look.SmallSize, widgets.Plain)
	d.button = widgets.NewButton(widgets.Secondary, "Register Mailknock there…", func() { d.press(f) })
	d.root = widgets.Ground(flow.Row(12, d.text, d.text, d.button))
}

func (d *formDynamic) press(f *Form) {
	endpoint := f.look.view.Result.OAuth.RegistrationURL.Value
	a, _ := f.account()
	round := f.look.round
	f.OnRegister(a, endpoint, f.plan, func(got mail.Account, err error) {
		if f.look.round != round {
			return
		}
		d.failed = err != nil
		if d.note = ""; err != nil {
			d.note = present.Sentence(err.Error())
			f.changed()
			return
		}
		f.quietly(func() { f.reg.clientID.Entry.SetText(got.ClientID) })
		f.reg.savedSecret = f.known.Registration(got).HasSecret
		d.note = "Mailknock is registered: this is its client id."
		f.changed()
	})
}

func (d *formDynamic) show(f *Form, w wants) {
	endpoint := f.look.view.Accepted().OAuth.RegistrationURL
	issuer := f.chosen.Issuer
	if f.chosen.ByIssuer {
		issuer = f.reg.issuer.Entry.Text
	}
	offers := endpoint.Value != "" || f.chosen.DynamicRegistration && issuer != ""
	if !offers {
		d.note, d.failed = "", false
	}
	empty := f.reg.clientID.Entry.Text == ""
	show(d.root, w.client && offers && (empty || d.note != ""))
	show(d.button, empty)
	host := endpoint.Value
	if u, err := url.Parse(endpoint.Value); err == nil {
		host = u.Hostname()
	}
	switch {
	case d.failed:
		d.text.SetTone("✕ "+d.note, widgets.Failed)
	case d.note != "":
		d.text.SetTone("✓ "+d.note, widgets.Passed)
	case host != "":
		d.text.SetTone("This provider registers programs by itself, at "+host+".", widgets.Plain)
	default:
		d.text.SetTone("Some providers of this kind register programs by themselves.", widgets.Plain)
	}
}
