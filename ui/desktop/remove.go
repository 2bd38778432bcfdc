package desktop

import (
	"context"

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
