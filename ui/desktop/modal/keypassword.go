package modal

import (
	"fyne.io/fyne/v2"

	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/widgets"
)

// KeyPassword asks for the password of an encrypted key file. problem is what
// was wrong the last time; empty: nothing was typed yet.
func KeyPassword(c fyne.Canvas, file, problem string, use func(wire.Secret)) *Modal {
	d := &deferred{}
	field := widgets.NewField("Password of the key file", widgets.NewSecretEntry(""))
	field.SetNote(problem, widgets.Failed)
	ok := widgets.NewButton(widgets.Primary, "Continue", nil)
	ok.SetEnabled(false)
	ok.OnTap = func() {
		secret := wire.NewSecret(field.Entry.Text)
		d.close()
		use(secret)
	}
	field.Entry.OnChanged = func(text string) { ok.SetEnabled(text != "") }
	field.Entry.OnSubmitted = func(string) { ok.Tapped(nil) }
	body := flow.Column(12,
		paragraph("The key that proves your app is encrypted. Mailknock keeps the password in memory only, until it is closed."),
		widgets.Code(file, 3, nil), field.Box)
	d.modal = open(c, "Open the key file", 480, body, field.Entry, d.cancel("Cancel"), ok)
	return d.modal
}
