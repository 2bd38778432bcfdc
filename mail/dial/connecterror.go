package dial

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"time"
)

// ConnectKind is why no connection came about.
type ConnectKind string

// The reasons why no connection came about.
const (
	Refused     ConnectKind = "refused"
	TimedOut    ConnectKind = "timeout"
	Reset       ConnectKind = "reset"
	Unreachable ConnectKind = "unreachable"
	// Stopped means that somebody stopped the run.
	Stopped ConnectKind = "stopped"
	Other   ConnectKind = "other"
)

// Attempt is one address that was tried.
type Attempt struct {
	// Address is IP:PORT.
	Address string
	// Err is the net package's.
	Err      error
	Duration time.Duration
}

// ConnectError tells that none of a server's addresses took a connection.
type ConnectError struct {
	Attempts []Attempt
	// Kind is that of the attempt that tells most: refused before reset,
	// timeout and unreachable.
	Kind ConnectKind
}

func (e *ConnectError) Error() string {
	var parts []string
	for _, a := range e.Attempts {
		parts = append(parts, a.Address+": "+words(a.Err))
	}
	return "could not connect to " + strings.Join(parts, "; ")
}

// Unwrap gives the errors of the attempts.
func (e *ConnectError) Unwrap() []error {
	var all []error
	for _, a := range e.Attempts {
		all = append(all, a.Err)
	}
	return all
}

// kindOf knows the errors of Unix and of Windows, whose numbers Go does not
// translate (Winsock error codes).
func kindOf(err error) ConnectKind {
	var number syscall.Errno
	errors.As(err, &number)
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, context.Canceled):
		return Stopped
	case errors.Is(err, syscall.ECONNREFUSED) || number == 10061:
		return Refused
	case errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.ECONNABORTED) || number == 10054 || number == 10053:
		return Reset
	case errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.EADDRNOTAVAIL) ||
		errors.Is(err, syscall.EAFNOSUPPORT) || errors.Is(err, syscall.ENETDOWN) || errors.Is(err, syscall.EINVAL) ||
		number == 10051 || number == 10065 || number == 10049 || number == 10047:
		return Unreachable
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout():
		return TimedOut
	}
	return Other
}

func words(err error) string {
	switch kindOf(err) {
	case Refused:
		return "connection refused"
	case TimedOut:
		return "no answer"
	case Reset:
		return "connection reset"
	case Unreachable:
		return "network unreachable"
	case Stopped:
		return "stopped"
	}
	return err.Error()
}

// worst gives the kind of the attempt that tells most about the server.
func worst(attempts []Attempt) ConnectKind {
	kinds := map[ConnectKind]bool{}
	for _, a := range attempts {
		kinds[kindOf(a.Err)] = true
	}
	for _, kind := range []ConnectKind{Stopped, Refused, Reset, TimedOut, Unreachable} {
		if kinds[kind] {
			return kind
		}
	}
	return Other
}
