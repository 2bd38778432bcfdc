package safefile

import "fmt"

// RefusedError tells that a file or folder is not one that is safe to use.
// Nothing was read or changed.
type RefusedError struct {
	Path string
	// Reason completes "PATH is not used: ".
	Reason string
}

func (e *RefusedError) Error() string { return e.Path + " is not used: " + e.Reason }

// TooLargeError tells that a file is larger than the reader allows.
type TooLargeError struct {
	Path  string
	Limit int64
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("%s is larger than %d bytes", e.Path, e.Limit)
}

// BusyError tells that another holder kept a lock until the context ended.
type BusyError struct {
	Path string
	// Err is the context's own error.
	Err error
}

func (e *BusyError) Error() string {
	return "another copy of Mailknock is busy with " + e.Path + ": try again in a moment"
}

// Unwrap gives the context's own error.
func (e *BusyError) Unwrap() error { return e.Err }
