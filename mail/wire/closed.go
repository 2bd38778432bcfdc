package wire

import (
	"errors"
	"io"
	"net"
)

// ClosedError tells that the server closed the connection. errors.Is finds
// io.EOF in it, and io.ErrUnexpectedEOF when something was cut.
type ClosedError struct {
	// Partial is the line that was cut, without its end; empty when the server
	// closed between two lines.
	Partial []byte
	// Truncated tells that TLS ended without close_notify, so that anybody on
	// the way may have cut the connection (RFC 8446 section 6.1).
	Truncated bool
}

func (e *ClosedError) Error() string {
	text := "the server closed the connection"
	if len(e.Partial) > 0 {
		text += " in the middle of a line"
	}
	if e.Truncated {
		text += " without ending TLS first"
	}
	return text
}

// Unwrap gives io.EOF, and io.ErrUnexpectedEOF when something was cut.
func (e *ClosedError) Unwrap() []error {
	if e.Truncated || len(e.Partial) > 0 {
		return []error{io.EOF, io.ErrUnexpectedEOF}
	}
	return []error{io.EOF}
}

// HungUp tells whether err is the server's going away, in order or not; a
// deadline that passed is none.
func HungUp(err error) bool {
	var broken net.Error
	return errors.Is(err, io.EOF) || (errors.As(err, &broken) && !broken.Timeout())
}

// isEOF tells an end from a network error; a *ClosedError is given as it is.
func isEOF(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
