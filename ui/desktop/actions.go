package desktop

import (
	"context"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/smtp"
	"mailknock/ui/desktop/modal"
	"mailknock/ui/desktop/page"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

// usable gives the session that is shown and does not run; ok is false where
// there is none.
func (h *shell) usable() (s *present.Session, ok bool) {
	return h.current, h.current != nil && h.at == onAccount && !h.current.Running()
}

func request(s *present.Session) run.Request {
	return run.Request{Account: s.Account, ClientSecret: s.Secret, Token: s.Token, Refresh: s.Refresh, KeyPassword: s.KeyPassword()}
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

// signIn signs in even when there is a token.
func (h *shell) signIn() {
	if s, ok := h.usable(); ok {
		h.start(s, anew(s))
	}
}

// anew is a request that signs in although there is a token. Where the person
// brought a refresh token, that is used again: there is nobody to sign in.
func anew(s *present.Session) run.Request {
	r := request(s)
	r.FreshToken = s.Account.Method == mail.GivenRefresh
	r.NewSignIn = s.Account.Method != mail.GivenToken && !r.FreshToken
	return r
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
func (h *shell) submit(a mail.Account, typed page.Secrets) {
	s := h.edited
	if s != nil && s == h.sandbox && a.Provider != provider.Sandbox {
		// The sandbox stays at the end of the list; this is another account.
		s = nil
		a.ID, a.Name, a.Revision = h.services.NewAccount(a.Provider).ID, "", 0
	}
	if s == nil {
		s = h.newSession(a, false)
		if a.Provider == provider.Sandbox && !h.sandbox.Saved && !h.sandbox.Running() {
			h.sandbox = s
		} else {
			h.sessions = append(h.sessions, s)
		}
	} else {
		if typed.Refresh.Empty() && sameGrant(s.Account, a) {
			typed.Refresh = s.Refresh
		}
		s.Account, s.Changed = a, s.Saved
		s.Provider = h.provider(a.Provider)
		s.Fault = h.faultTitle(a.Fault)
	}
	if !typed.Client.Empty() {
		s.Secret = typed.Client
	}
	s.Token, s.Refresh = typed.Token, typed.Refresh
	h.start(s, anew(s))
}

// sameGrant tells whether a refresh token that was brought for one account may
// be used for another.
func sameGrant(a, b mail.Account) bool {
	return b.Method == mail.GivenRefresh && a.Provider == b.Provider && a.ClientID == b.ClientID && a.Issuer == b.Issuer && a.TokenURL == b.TokenURL
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
func (h *shell) copy(text string) {
	h.app.Clipboard().SetContent(text)
	h.say("Copied")
}

func (h *shell) copyReport() {
	switch {
	case h.at == onExplain:
		if h.explain.Answer.Report != "" {
			h.copy(h.explain.Answer.Report)
		}
	case h.at == onDomain:
		if h.domain.Answer.Report != "" {
			h.copy(h.domain.Answer.Report)
		}
	case h.current != nil && h.current.Report != "":
		h.copy(h.current.Report)
		h.say("The report is on the clipboard")
	}
}

func (h *shell) copyLine() {
	if line, ok := h.account.Log.Chosen(); ok {
		h.copy(line.String())
	}
}

// openPage opens the page of the sign-in once more.
func (h *shell) openPage() {
	if h.current != nil && h.current.Awaits() {
		h.open(h.current.Page())
	}
}

func (h *shell) copyLink() {
	if h.current != nil && h.current.Awaits() {
		h.copy(h.current.Page())
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
