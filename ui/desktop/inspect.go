package desktop

import (
	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/ui/desktop/modal"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

// inspect looks into the token of the account that is shown.
func (h *shell) inspect() {
	s := h.current
	if s == nil || h.at != onAccount {
		return
	}
	view := func(info token.Info) present.TokenView {
		return present.NewTokenView(h.services.Inspect(s.Account, info, h.now()))
	}
	parts := modal.TokenParts{
		Title:  "The token of " + present.NewHeader(s, h.now()).Title,
		Text:   "No access token has come for this account since Mailknock was opened. Press Check to get one, or paste one.",
		Look:   func(text string) present.TokenView { return view(token.Inspect(text)) },
		OnCopy: h.copy,
	}
	info := s.TokenInfo
	if info.Kind == "" && !s.Token.Empty() {
		info = token.Inspect(s.Token.Reveal())
	}
	if info.Kind != "" {
		known := view(info)
		parts.Known = &known
		parts.Text = "What the access token that came last tells, held to what " + s.Provider.Name + " wants. To look into it asks nobody."
	}
	if s.SignIn.RefreshToken && !s.Running() {
		parts.OnLasting = h.lasting
	}
	h.show(modal.Token(h.window.Canvas(), parts))
}

// inspectAny looks into a token that belongs to no account.
func (h *shell) inspectAny() {
	h.show(modal.Token(h.window.Canvas(), modal.TokenParts{
		Title: "Look into a token",
		Text:  "Paste an access token of any provider: it tells for whom it is, for what and until when, and whether it is good for mail. To look into it asks nobody.",
		Look: func(text string) present.TokenView {
			info := token.Inspect(text)
			return present.NewTokenView(h.services.Inspect(mail.Account{Provider: run.IssuedBy(info)}, info, h.now()))
		},
		OnCopy: h.copy,
	}))
}
