package vault

import (
	"errors"
	"fmt"
)

// ErrNotFound tells that the vault has nothing under a key. The error itself
// is a *NotFoundError.
var ErrNotFound = errors.New("nothing is saved")

// ErrPassphrase tells that the passphrase does not open the identity. Nothing
// was changed: ask again.
var ErrPassphrase = errors.New("this passphrase does not open your saved sign-ins: type the one that you chose when you saved the first")

// ErrNoPassphrase tells that the passphrase is empty, or that nobody can be
// asked for one.
var ErrNoPassphrase = errors.New("the file for secrets needs a passphrase, and there is none")

// NotFoundError is ErrNotFound with what is known about it.
type NotFoundError struct {
	Account string
	// Elsewhere is the other kind that holds the key; empty: none does.
	Elsewhere Kind
}

func (e *NotFoundError) Error() string {
	if e.Elsewhere != "" {
		return fmt.Sprintf("nothing is saved for %s here: it lies in %s", e.Account, e.Elsewhere.Label())
	}
	return "nothing is saved for " + e.Account
}

// Unwrap gives ErrNotFound.
func (e *NotFoundError) Unwrap() error { return ErrNotFound }

// UnreadableError tells that a file of the vault is damaged, was put in
// another's place, or is newer than this program. It stays as it is.
type UnreadableError struct {
	Path string
	// Reason completes "PATH cannot be read: ".
	Reason string
	Err    error
}

func (e *UnreadableError) Error() string {
	return e.Path + " cannot be read: " + e.Reason + "; it stays where it is, sign in again"
}

// Unwrap gives the cause; nil when Reason says all.
func (e *UnreadableError) Unwrap() error { return e.Err }

// LostError tells that there are saved secrets, but the identity that opens
// them is gone. They stay. The next Put sets them aside and starts anew.
type LostError struct {
	Kind Kind
	// recipient is the public half of what is gone.
	recipient string
}

func (e *LostError) Error() string {
	return "your saved sign-ins cannot be opened: their key is no longer in " + e.Kind.Label() + "; sign in again"
}
