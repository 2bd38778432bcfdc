package desktop

import (
	"slices"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/ui/desktop/page"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

// reload reads the saved accounts anew. Sessions of accounts that are still
// there, and of those that were never saved, stay.
func (h *shell) reload() {
	old := h.sessions
	if h.sandbox != nil {
		old = append(slices.Clone(old), h.sandbox)
	}
	kept := func(id string) *present.Session {
		for _, s := range old {
			if s.Account.ID == id {
				return s
			}
		}
		return nil
	}
	var list []*present.Session
	box := h.sandbox
	boxSaved := false
	for _, a := range h.services.Accounts() {
		s := kept(a.ID)
		if s == nil {
			s = h.newSession(a, true)
		} else if !s.Running() {
			h.take(s, a)
		}
		if a.Provider == provider.Sandbox && !boxSaved {
			box, boxSaved = s, true
			continue
		}
		list = append(list, s)
	}
	for _, s := range h.sessions {
		if !s.Saved {
			list = append(list, s)
		}
	}
	if box == nil || !boxSaved && box.Saved {
		box = h.newSession(h.services.NewAccount(provider.Sandbox), false)
	}
	h.sessions, h.sandbox = list, box
	h.showList()
}

// take brings what was saved into a session, but for what was changed there.
func (h *shell) take(s *present.Session, a mail.Account) {
	if s.Changed {
		s.Account.Revision, s.Account.Last = a.Revision, a.Last
		return
	}
	fault := s.Account.Fault
	s.Account, s.Saved = a, true
	s.Account.Fault = fault
	s.Plan = h.plan(s.Account)
}

func (h *shell) plan(a mail.Account) run.Plan {
	plan, err := h.services.Plan(a)
	if err != nil {
		return plan // the run tells it; what is known is shown all the same
	}
	return plan
}

// showList shows the accounts on the left.
func (h *shell) showList() {
	item := func(s *present.Session) page.Item {
		name := s.Account.Label()
		if s == h.sandbox {
			name = "Sandbox"
		}
		if s.Changed || !s.Saved && s != h.sandbox {
			name += " *"
		}
		return page.Item{ID: s.Account.ID, Letter: s.Provider.Letter, Name: name, Marks: present.AccountMarks(s)}
	}
	items := make([]page.Item, len(h.sessions))
	for i, s := range h.sessions {
		items[i] = item(s)
	}
	selected := ""
	switch {
	case h.at == onExplain:
		selected = page.ExplainID
	case h.at == onAccount && h.current != nil:
		selected = h.current.Account.ID
	}
	h.side.Set(items, item(h.sandbox), selected)
}

func (h *shell) chooseID(id string) {
	if h.sandbox.Account.ID == id {
		h.choose(h.sandbox)
		return
	}
	for _, s := range h.sessions {
		if s.Account.ID == id {
			h.choose(s)
		}
	}
}

// choose shows an account.
func (h *shell) choose(s *present.Session) {
	if s != h.current || h.at != onAccount {
		h.unsay()
	}
	h.current, h.edited = s, nil
	h.goTo(onAccount)
	if !s.Running() {
		s.SignIn = h.services.SignInState(s.Account)
	}
	h.account.Set(s, h.now())
	h.showList()
	h.updateMenu()
}

// refresh shows what changed in a session.
func (h *shell) refresh(s *present.Session) {
	if s == h.current && h.at == onAccount {
		h.account.Update(h.now())
	}
	h.showList()
	h.updateMenu()
}

// newAccount opens an empty form.
func (h *shell) newAccount() {
	h.showForm(h.services.NewAccount(provider.Google), nil)
}

// edit opens the form with the account that is shown.
func (h *shell) edit() {
	if h.current != nil && !h.current.Running() && h.at == onAccount {
		h.showForm(h.current.Account, h.current)
	}
}

func (h *shell) showForm(a mail.Account, edited *present.Session) {
	h.edited = edited
	h.goTo(onForm)
	h.form.Start(a, edited == nil)
	h.showList()
	h.updateMenu()
	h.window.Canvas().Focus(h.form.First())
}

// leave goes back to the account that was shown before.
func (h *shell) leave() {
	if h.current == nil {
		h.current = h.sandbox
	}
	h.choose(h.current)
}
