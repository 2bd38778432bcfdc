package accounts

import (
	"slices"

	"mailknock/mail"
)

// refresh works out the view. The mutex is held.
func (s *Store) refresh() {
	view := s.doc.clone()
	for _, c := range s.pending {
		c(&view)
	}
	s.view = view
	for _, r := range view.accounts {
		if r.raw == nil {
			s.remember(r.account)
		}
	}
}

// remembered is how many states of an account are kept.
const remembered = 8

func (s *Store) remember(a mail.Account) {
	states := slices.DeleteFunc(s.seen[a.ID], func(old mail.Account) bool { return old.Revision == a.Revision })
	states = append(states, a)
	s.seen[a.ID] = states[max(0, len(states)-remembered):]
}

// base gives the state of an account that a change started from.
func (s *Store) base(id string, revision int) (mail.Account, bool) {
	for _, a := range s.seen[id] {
		if a.Revision == revision {
			return a, true
		}
	}
	return mail.Account{}, false
}
