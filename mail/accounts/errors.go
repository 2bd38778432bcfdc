package accounts

import (
	"errors"
	"fmt"
	"strings"

	"mailknock/mail"
)

// ErrNotFound tells that no account is meant. The error itself is a
// *NotFoundError.
var ErrNotFound = errors.New("there is no such account")

// NotFoundError is ErrNotFound with what was looked for.
type NotFoundError struct{ Query string }

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("no saved account is called %q: type its name, its address or its id", e.Query)
}

// Unwrap gives ErrNotFound.
func (e *NotFoundError) Unwrap() error { return ErrNotFound }

// AmbiguousError tells that a name means more than one account.
type AmbiguousError struct {
	Query    string
	Accounts []mail.Account
}

func (e *AmbiguousError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q means %d accounts; type the id of one:", e.Query, len(e.Accounts))
	for _, a := range e.Accounts {
		fmt.Fprintf(&b, "\n  %s  %q, %q, %s", a.ID, a.Name, a.User, a.Provider)
	}
	return b.String()
}

// UnsavedError tells that a change could not be written. The file is whole,
// as it was; the change is kept in memory: call Retry.
type UnsavedError struct {
	// Waiting is how many changes are kept.
	Waiting int
	Err     error
}

func (e *UnsavedError) Error() string {
	return fmt.Sprintf("could not save your accounts: %v; what you changed is kept until you close Mailknock", e.Err)
}

// Unwrap gives the reason.
func (e *UnsavedError) Unwrap() error { return e.Err }

// NewerError tells that the file was written by a newer program.
type NewerError struct{ Version int }

func (e *NewerError) Error() string {
	return fmt.Sprintf("accounts.json was written by a newer Mailknock (version %d, this one knows %d): you can use its accounts, but not change them; update Mailknock",
		e.Version, version)
}

// ImportError tells why a file was not imported. Nothing of it was.
type ImportError struct{ Reason string }

func (e *ImportError) Error() string { return "nothing was imported: " + e.Reason }
