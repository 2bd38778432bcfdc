package desktop

import (
	"context"
	"errors"

	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/modal"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

// save stores the account that is shown. Before the first one, the person
// chooses where refresh tokens are kept.
func (h *shell) save() {
	if s, ok := h.usable(); ok {
		h.keep(s, nil)
	}
}

// keep stores a session's account; then, which may be nil, comes after it when
// all of it was saved.
func (h *shell) keep(s *present.Session, then func()) {
	if s.Saving != "" {
		return
	}
	var state run.VaultState
	h.saving(s, "Looking for the keychain…")
	h.work(func(ctx context.Context) { state = h.services.Vault(ctx) }, func() {
		h.saving(s, "")
		switch {
		case state.Kind == "":
			h.askVault(state, func() { h.store(s, then) })
		case state.Locked:
			h.unlock("", func() { h.store(s, then) })
		default:
			h.store(s, then)
		}
	})
}

// store saves a session's account and registration.
func (h *shell) store(s *present.Session, then func()) {
	account, secret := s.Account, s.Secret
	var saved mail.Account
	var err error
	h.saving(s, "Saving…")
	h.work(func(ctx context.Context) {
		err = h.services.SetRegistration(ctx, account, secret)
		var kept error
		saved, kept = h.services.SaveAccount(ctx, account)
		err = errors.Join(err, kept)
	}, func() {
		h.saving(s, "")
		if saved.ID != "" {
			s.Account, s.Saved, s.Changed = saved, true, false
			s.SignIn = h.services.SignInState(saved)
			h.reload()
			h.refresh(s)
		}
		if err != nil {
			h.tell("Not everything was saved", err.Error())
			return
		}
		h.say("The account is saved")
		if then != nil {
			then()
		}
	})
}

// saving shows at once what takes a moment: a keychain may be slow, or ask the
// person something first.
func (h *shell) saving(s *present.Session, what string) {
	s.Saving = what
	h.refresh(s)
}

// askVault asks where refresh tokens are kept; then comes after the choice
// was made.
func (h *shell) askVault(state run.VaultState, then func()) {
	h.show(modal.Vault(h.window.Canvas(), state, func(kind vault.Kind, passphrase wire.Secret) {
		h.useVault(kind, passphrase, then)
	}))
}

// chooseVault asks the same from the menu.
func (h *shell) chooseVault(then func()) {
	var state run.VaultState
	h.wait("Looking for the keychain…", "The system's keychain may take a moment, or ask you something in a window of its own.",
		func(ctx context.Context) { state = h.services.Vault(ctx) },
		func(left bool) {
			if !left {
				h.askVault(state, then)
			}
		})
}

func (h *shell) useVault(kind vault.Kind, passphrase wire.Secret, then func()) {
	var err error
	h.work(func(ctx context.Context) { err = h.services.UseVault(ctx, kind, passphrase) }, func() {
		switch {
		case errors.Is(err, vault.ErrPassphrase):
			h.unlock(err.Error(), then)
		case err != nil:
			h.tell("That place cannot be used", err.Error())
		case then != nil:
			then()
		}
	})
}

// unlockAtStart asks for the passphrase when the tokens lie in a locked file.
func (h *shell) unlockAtStart() {
	var state run.VaultState
	h.work(func(ctx context.Context) { state = h.services.Vault(ctx) }, func() {
		if state.Locked && h.modal == nil {
			h.unlock("", nil)
		}
	})
}

func (h *shell) unlock(problem string, then func()) {
	h.show(modal.Passphrase(h.window.Canvas(), problem, func(passphrase wire.Secret) {
		h.useVault(vault.File, passphrase, then)
	}))
}
