package desktop

import (
	"errors"

	"mailknock/auth"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/modal"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

// wantsKeyPassword tells whether something ended because the account's key
// file waits for its password.
func wantsKeyPassword(err error) bool {
	var f *run.FieldError
	return errors.As(err, &f) && f.Field == "key_password"
}

// askKeyPassword asks for it, and then does again what failed.
func (h *shell) askKeyPassword(s *present.Session, err error, again func()) {
	problem := ""
	var e *auth.KeyPasswordError
	if errors.As(err, &e) && e.Wrong {
		problem = "That password does not open the file. Type it again."
	}
	s.SetKeyPassword(wire.Secret{})
	h.show(modal.KeyPassword(h.window.Canvas(), s.Account.KeyFile, problem, func(password wire.Secret) {
		s.SetKeyPassword(password)
		again()
	}))
}
