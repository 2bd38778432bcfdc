package vault

import "errors"

// State is what the keychain is at a moment.
type State string

// The states of the keychain.
const (
	OK     State = "ok"
	Locked State = "locked"
	// Absent: there is no keychain here.
	Absent State = "absent"
	// TimedOut: it did not answer; mostly it waits for the person.
	TimedOut State = "timed out"
	// Failed: it answered with an error that is none of the above.
	Failed State = "failed"
)

// Describe tells the person what the state is and what to do.
func (s State) Describe() string {
	switch s {
	case OK:
		return "the keychain is open"
	case Locked:
		return "the keychain is locked: unlock it and try again, or choose another place"
	case Absent:
		return "there is no keychain here: choose the file with a passphrase, or memory"
	case TimedOut:
		return "the keychain does not answer: look for its window, unlock it and try again, or choose another place"
	}
	return "the keychain does not work: choose another place, or try again"
}

// KeychainError tells that the keychain could not be used.
type KeychainError struct {
	State State
	// Err is the system's own error; it may be nil.
	Err error
}

func (e *KeychainError) Error() string {
	text := e.State.Describe()
	if e.Err != nil && e.State == Failed {
		text += " (" + e.Err.Error() + ")"
	}
	return text
}

// Unwrap gives the system's own error.
func (e *KeychainError) Unwrap() error { return e.Err }

func stateOf(err error) State {
	var known *KeychainError
	switch {
	case err == nil:
		return OK
	case errors.As(err, &known):
		return known.State
	}
	return Failed
}
