package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formTry asks the provider what it thinks of the registration, without a
// person, and shows what that proves and what it does not.
type formTry struct {
	root    *fyne.Container
	button  *widgets.Button
	line    *widgets.Text
	finding *widgets.Text
	open    *widgets.Text
	words   *fyne.Container
	stop    func() // nil: nothing is asked
	round   int
	// about is what was asked: another registration takes the answer away.
	about  tried
	secret wire.Secret
}

// tried tells one registration from another; the secret is compared apart.
type tried struct {
	provider, method, id, tenant, key, issuer, token, scopes string
	redirect                                                 auth.Redirect
}

func triedOf(a mail.Account) tried {
	return tried{
		a.Provider, string(a.Method), a.ClientID, a.Tenant, a.KeyFile, a.Issuer, a.TokenURL, strings.Join(a.Scopes, " "),
		auth.Redirect{Host: a.RedirectHost, Port: a.RedirectPort, Path: a.RedirectPath},
	}
}

func (t *formTry) build(f *Form) {
	t.button = widgets.NewButton(widgets.Secondary, "Try it", func() { t.press(f) })
	t.line = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	t.finding = widgets.NewParagraph("", look.SmallSize, widgets.Plain)
	t.open = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	t.words = flow.Column(0)
	t.root = flow.Column(6, flow.Row(12, t.line, t.button, t.line), t.finding, t.open, t.words)
}

func (t *formTry) press(f *Form) {
	if t.stop != nil {
		t.end()
		f.changed()
		return
	}
	a, _ := f.account()
	secret := f.reg.typedSecret()
	t.end()
	t.about, t.secret = triedOf(a), secret
	round := t.round
	t.stop = func() {}
	stop := f.OnTry(a, secret, func(v auth.Verdict, err error) {
		if t.round != round {
			return
		}
		t.stop = nil
		t.answer(v, err)
		f.changed()
	})
	if t.stop != nil {
		t.stop = stop
	}
	f.changed()
}

// end stops the question, and takes its answer away.
func (t *formTry) end() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	t.round++
	t.about, t.secret = tried{}, wire.Secret{}
	t.clear()
}

func (t *formTry) clear() {
	t.finding.SetTone("", widgets.Plain)
	t.open.SetText("")
	t.words.Objects = nil
}

// forget takes away an answer that was about another registration.
func (t *formTry) forget(a mail.Account, secret wire.Secret) {
	if t.about != (tried{}) && (t.about != triedOf(a) || t.secret.Reveal() != secret.Reveal()) {
		t.end()
	}
}

func (t *formTry) answer(v auth.Verdict, err error) {
	t.clear()
	if err != nil {
		t.finding.SetTone("✕ "+present.Sentence(err.Error()), widgets.Failed)
		return
	}
	n := present.FindingNote(v)
	t.finding.SetTone(n.Status.Shape()+" "+n.Text, widgets.StatusTone(n.Status))
	if v.NotProven != "" {
		t.open.SetText("Not proven: " + v.NotProven)
	}
	if v.Refusal != nil {
		t.words.Add(widgets.Code(v.Refusal.Error(), 4, nil))
	}
}

func (t *formTry) show(f *Form, a mail.Account, w wants) {
	show(t.root, w.client)
	t.button.SetEnabled(a.ClientID != "")
	t.button.SetLabel("Try it")
	t.line.SetText("Asks " + present.ShortName(f.chosen) + " about this registration; nobody signs in.")
	if t.stop != nil {
		t.button.SetLabel("Stop")
		t.line.SetText("◌ Asking " + present.ShortName(f.chosen) + "…")
	}
	show(t.finding, t.finding.String() != "")
	show(t.open, t.open.String() != "")
	show(t.words, len(t.words.Objects) > 0)
}
