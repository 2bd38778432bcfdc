package accounts

import (
	"strings"

	"mailknock/mail"
)

// Get gives the account of an id, a name or a user, in this order: the first
// that fits anything counts. Small and capital letters differ only in an id.
// The error is a *NotFoundError or an *AmbiguousError.
func (s *Store) Get(query string) (mail.Account, error) {
	list := s.List()
	for _, fits := range []func(mail.Account) bool{
		func(a mail.Account) bool { return a.ID == query },
		func(a mail.Account) bool { return a.Name == query },
		func(a mail.Account) bool { return strings.EqualFold(a.Name, query) },
		func(a mail.Account) bool { return strings.EqualFold(a.User, query) },
	} {
		var found []mail.Account
		for _, a := range list {
			if query != "" && fits(a) {
				found = append(found, a)
			}
		}
		switch len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return mail.Account{}, &AmbiguousError{Query: query, Accounts: found}
		}
	}
	return mail.Account{}, &NotFoundError{Query: query}
}
