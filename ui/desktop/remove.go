package desktop

import (
	"context"

	"mailknock/auth/token"
	"mailknock/ui/desktop/modal"
	"mailknock/ui/desktop/present"
)

// signOut forgets the tokens of the account that is shown.
func (h *shell) signOut() {
	s, ok := h.usable()
	if !ok {
		return
	}
	h.show(modal.Confirm(h.window.Canvas(), "Sign out "+s.Account.Label()+"?",
		"Mailknock revokes its tokens where the provider offers it, and forgets them in any case.", "Sign out", func() {
			var said inbox
			var err error
			h.work(func(ctx context.Context) { err = h.services.SignOut(ctx, s.Account, said.put) }, func() {
				s.SignIn, s.TokenInfo = h.services.SignInState(s.Account), token.Info{}
				if events := said.take(); len(events) > 0 && !s.Running() {
					s.Show(events)
					if s == h.current && h.at == onAccount {
						h.choose(s)
					}
				}
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
	text := "Its sign-in is revoked where the provider offers it, and its settings and refresh token are removed from this machine. The mailbox itself is not touched."
	h.show(modal.Confirm(h.window.Canvas(), "Remove "+s.Account.Label()+"?", text, "Remove", func() {
		var revoked, removed error
		h.work(func(ctx context.Context) {
			revoked = h.services.SignOut(ctx, s.Account, nil)
			if s.Saved {
				removed = h.services.RemoveAccount(ctx, s.Account.ID)
			}
		}, func() {
			if removed != nil {
				h.tell("The account was not removed", removed.Error())
				return
			}
			h.drop(s)
			if revoked != nil {
				h.tell("Removed, but still signed in at the provider", revoked.Error())
			}
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
