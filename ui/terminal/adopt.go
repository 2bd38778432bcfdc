package terminal

import (
	"mailknock/mail"
	"mailknock/ui/run"
)

// adopt lets an account that will be saved take the place of the one that has
// its name, when that is the same mailbox: whoever signs in again must not end
// with two accounts of one name, which --account could not tell apart.
func adopt(s *run.Services, a *mail.Account) error {
	for _, saved := range s.Accounts() {
		if saved.ID == a.ID || saved.Label() != a.Label() {
			continue
		}
		if saved.Provider != a.Provider || saved.User != a.User {
			return usage("--save: %q is %s at %s already: choose another name", saved.Label(), saved.User, saved.Provider)
		}
		a.ID, a.Revision, a.Last = saved.ID, saved.Revision, saved.Last
		return nil
	}
	return nil
}
