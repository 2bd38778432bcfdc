package modal

import (
	"fyne.io/fyne/v2"

	"mailknock/auth/vault"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/widgets"
	"mailknock/ui/run"
)

// Vault asks where refresh tokens are kept. use gets the choice.
func Vault(c fyne.Canvas, state run.VaultState, use func(vault.Kind, wire.Secret)) *Modal {
	d := &deferred{}
	chosen := state.Kind
	if chosen == "" {
		chosen = vault.Memory
		if state.Keychain == vault.OK {
			chosen = vault.Keychain
		}
	}
	first := widgets.NewField("Passphrase, at least 8 characters", widgets.NewSecretEntry(""))
	again := widgets.NewField("The same again", widgets.NewSecretEntry(""))
	passphrase := flow.Columns(14, 380, []float32{1, 1}, first.Box, again.Box)
	explain := dim("")
	ok := widgets.NewButton(widgets.Primary, "Keep them there", nil)
	buttons := map[vault.Kind]*widgets.Button{}

	update := func() {
		for k, b := range buttons {
			b.SetSelected(k == chosen)
		}
		ready := true
		passphrase.Hide()
		switch chosen {
		case vault.Keychain:
			explain.SetText("The system's keychain keeps a key; the tokens lie encrypted with it in your configuration folder. You sign in once.")
			if state.Keychain != vault.OK {
				explain.SetText("It cannot be used now: " + state.Keychain.Describe() + ".")
				ready = state.Kind == vault.Keychain
			}
		case vault.File:
			explain.SetText("The tokens lie encrypted in your configuration folder. Mailknock asks for the passphrase at each start; nobody can recover it.")
			passphrase.Show()
			note := ""
			switch {
			case len(first.Entry.Text) < 8:
				ready = false
			case first.Entry.Text != again.Entry.Text:
				ready = false
				if again.Entry.Text != "" {
					note = "This is not the same."
				}
			}
			again.SetNote(note, widgets.Failed)
		default:
			explain.SetText("Nothing is written. You sign in again after each start of Mailknock.")
		}
		ok.SetEnabled(ready)
		if d.modal != nil {
			d.modal.fit()
		}
	}
	var row []fyne.CanvasObject
	for _, k := range []struct {
		kind  vault.Kind
		label string
	}{{vault.Keychain, "The system's keychain"}, {vault.File, "An encrypted file"}, {vault.Memory, "Memory only"}} {
		buttons[k.kind] = widgets.NewButton(widgets.Choice, k.label, func() {
			chosen = k.kind
			update()
			if chosen == vault.File {
				c.Focus(first.Entry)
			}
		})
		row = append(row, buttons[k.kind])
	}
	first.Entry.OnChanged = func(string) { update() }
	again.Entry.OnChanged = func(string) { update() }
	update()
	ok.OnTap = func() {
		secret := wire.Secret{}
		if chosen == vault.File {
			secret = wire.NewSecret(first.Entry.Text)
		}
		d.close()
		use(chosen, secret)
	}
	again.Entry.OnSubmitted = func(string) { ok.Tapped(nil) }
	body := flow.Column(12,
		paragraph("A refresh token lets Mailknock sign in without you. Where should it lie?"),
		flow.Wrap(8, row...), explain, passphrase)
	d.modal = open(c, "Where to keep refresh tokens", 560, body, buttons[chosen], d.cancel("Not now"), ok)
	return d.modal
}

// Passphrase asks for the passphrase of the encrypted file. problem is what
// was wrong the last time.
func Passphrase(c fyne.Canvas, problem string, use func(wire.Secret)) *Modal {
	d := &deferred{}
	field := widgets.NewField("Passphrase", widgets.NewSecretEntry(""))
	field.SetNote(problem, widgets.Failed)
	ok := widgets.NewButton(widgets.Primary, "Unlock", func() {
		secret := wire.NewSecret(field.Entry.Text)
		d.close()
		use(secret)
	})
	field.Entry.OnSubmitted = func(string) { ok.Tapped(nil) }
	body := flow.Column(12,
		paragraph("Your refresh tokens lie in an encrypted file. Without its passphrase you can still sign in by the browser."),
		field.Box)
	d.modal = open(c, "Unlock your refresh tokens", 440, body, field.Entry, d.cancel("Not now"), ok)
	return d.modal
}
