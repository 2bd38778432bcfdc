package desktop

import (
	"context"

	"mailknock/mail"
	"mailknock/mail/smtp"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/modal"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

// usable gives the session that is shown and does not run; ok is false where
// there is none.
func (h *shell) usable() (s *present.Session, ok bool) {
	return h.current, h.current != nil && !h.inForm && !h.current.Running()
}

func request(s *present.Session) run.Request {
	return run.Request{Account: s.Account, ClientSecret: s.Secret, Token: s.Token}
}

// check tries all protocols, and signs in when that is needed.
func (h *shell) check() {
	s, ok := h.usable()
	if !ok {
		return
	}
	if s.Account.Method == mail.GivenToken && s.Token.Empty() {
		h.edit()
		return
	}
	h.start(s, request(s))
}

// signIn signs in by the browser even when there is a token.
func (h *shell) signIn() {
	if s, ok := h.usable(); ok {
		r := request(s)
		r.NewSignIn = s.Account.Method != mail.GivenToken
		h.start(s, r)
	}
}

// stop ends the run that is shown.
func (h *shell) stop() {
	if job, ok := h.runs[h.current]; ok {
		job.cancel()
		h.account.Head.Stop.SetLabel("Stopping…")
	}
}

// paste hands the address where the browser ended to the sign-in.
func (h *shell) paste(text string) {
	job, ok := h.runs[h.current]
	if !ok || text == "" {
		return
	}
	select {
	case job.pasted <- text:
		h.account.Wait.SetPasteNote("")
	default:
		h.account.Wait.SetPasteNote("The address before this one is still being looked at.")
	}
}

// submit takes the form: the account is shown, and signs in at once.
func (h *shell) submit(a mail.Account, secret, token wire.Secret) {
	s := h.edited
	if s == nil {
		s = h.newSession(a, false)
		if a.Provider == "sandbox" && !h.sandbox.Saved && !h.sandbox.Running() {
			h.sandbox = s
		} else {
			h.sessions = append(h.sessions, s)
		}
	} else {
		s.Account, s.Changed = a, s.Saved
		s.Provider = h.provider(a.Provider)
		s.Fault = h.faultTitle(a.Fault)
	}
	if !secret.Empty() {
		s.Secret = secret
	}
	s.Token = token
	r := request(s)
	r.NewSignIn = a.Method != mail.GivenToken
	h.start(s, r)
}

// sendMessage asks for a test message and sends it with a check of SMTP.
func (h *shell) sendMessage() {
	s, ok := h.usable()
	if !ok {
		return
	}
	h.show(modal.Message(h.window.Canvas(), s.Account.Sender(), func(m *smtp.Message) {
		r := request(s)
		r.Message = m
		h.start(s, r)
	}))
}

// copy puts text on the clipboard. Everything that the window shows is masked.
func (h *shell) copy(text string) { h.app.Clipboard().SetContent(text) }

func (h *shell) copyReport() {
	if h.current != nil && h.current.Report != "" {
		h.copy(h.current.Report)
	}
}

func (h *shell) copyLine() {
	if line, ok := h.account.Log.Chosen(); ok {
		h.copy(line.String())
	}
}

// open shows an address in the system's browser.
func (h *shell) open(url string) {
	var err error
	h.work(func(context.Context) { err = h.services.OpenURL(url) }, func() {
		if err != nil {
			h.tell("No browser could be opened", err.Error(), "Open this address yourself: "+url)
		}
	})
}

// signOut forgets the tokens of the account that is shown.
func (h *shell) signOut() {
	s, ok := h.usable()
	if !ok {
		return
	}
	h.show(modal.Confirm(h.window.Canvas(), "Sign out "+s.Account.Label()+"?",
		"Mailknock revokes its tokens where the provider offers it, and forgets them in any case.", "Sign out", func() {
			var err error
			h.work(func(ctx context.Context) { err = h.services.SignOut(ctx, s.Account) }, func() {
				s.SignIn = h.services.SignInState(s.Account)
				h.refresh(s)
				if err != nil {
					h.tell("Signed out, but not everywhere", err.Error())
				}
			})
		}))
}

// remove takes the account that is shown out of the list.
func (h *shell) remove() {
	s, ok := h.usable()
	if !ok || !s.Saved && s == h.sandbox {
		return
	}
	text := "Its settings and its refresh token are removed from this machine. The mailbox itself is not touched."
	h.show(modal.Confirm(h.window.Canvas(), "Remove "+s.Account.Label()+"?", text, "Remove", func() {
		var err error
		h.work(func(ctx context.Context) {
			if s.Saved {
				err = h.services.RemoveAccount(ctx, s.Account.ID)
			}
		}, func() {
			if err != nil {
				h.tell("The account was not removed", err.Error())
				return
			}
			h.drop(s)
		})
	}))
}

// drop forgets a session and shows its neighbour.
func (h *shell) drop(s *present.Session) {
	if s == h.sandbox {
		h.sandbox = nil
	}
	for i, other := range h.sessions {
		if other == s {
			h.sessions = append(h.sessions[:i:i], h.sessions[i+1:]...)
			break
		}
	}
	h.reload()
	next := h.sandbox
	if len(h.sessions) > 0 {
		next = h.sessions[0]
	}
	h.choose(next)
}
