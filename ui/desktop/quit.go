package desktop

import (
	"mailknock/ui/desktop/modal"
	"mailknock/ui/desktop/present"
)

// quit closes the window. It asks first when an account would be lost.
func (h *shell) quit() {
	list := h.unsaved()
	if len(list) == 0 {
		h.goAway()
		return
	}
	title, text := "Save "+list[0].Account.Label()+"?", "The account is not saved. Without that its settings and its sign-in are gone when Mailknock ends."
	if len(list) > 1 {
		names := make([]string, len(list))
		for i, s := range list {
			names[i] = s.Account.Label()
		}
		title, text = "Save your accounts?", present.Words(names)+" are not saved. Without that their settings and sign-ins are gone when Mailknock ends."
	}
	h.show(modal.Keep(h.window.Canvas(), title, text, func() { h.keepAll(list) }, h.goAway))
}

// unsaved lists the accounts that would be lost, or what was changed in them.
// One that did not sign in counts too: somebody typed it.
func (h *shell) unsaved() []*present.Session {
	var list []*present.Session
	for _, s := range h.sessions {
		if s.Changed || !s.Saved {
			list = append(list, s)
		}
	}
	return list
}

// keepAll saves accounts, one after the other, and closes the window. It stays
// open when one of them cannot be saved.
func (h *shell) keepAll(list []*present.Session) {
	if len(list) == 0 {
		h.goAway()
		return
	}
	h.keep(list[0], func() { h.keepAll(list[1:]) })
}

// goAway closes the window and asks nothing.
func (h *shell) goAway() {
	keepSize(h.app.Preferences(), h.window.Canvas().Size())
	h.shut()
}
