package accounts

import (
	"maps"
	"slices"

	"mailknock/mail"
)

// copyOf gives an account that shares nothing with a.
func copyOf(a mail.Account) mail.Account {
	a.Protocols = slices.Clone(a.Protocols)
	a.Servers = maps.Clone(a.Servers)
	a.Scopes = slices.Clone(a.Scopes)
	a.Last = maps.Clone(a.Last)
	return a
}
