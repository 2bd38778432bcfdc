package imap

import (
	"errors"
	"io"
	"net"
	"syscall"

	"mailknock/mail/wire"
)

// PreauthError tells that the server greeted with PREAUTH: it takes the
// connection for signed in already, so no sign-in can be tried (RFC 9051
// section 7.1.4). Before TLS this is a known attack.
type PreauthError struct {
	// Secure tells whether TLS was up.
	Secure bool
	Text   string
}

func (e *PreauthError) Error() string {
	if e.Secure {
		return "no login happened: the server says that the connection is signed in already (PREAUTH)"
	}
	return "the server says that the connection is signed in already (PREAUTH), before TLS: somebody may be in between"
}

func broken(what, line string) error {
	return &wire.ProtocolError{What: what, Line: wire.Shorten(line)}
}

// closed tells whether err is the other side's goodbye.
func closed(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, net.ErrClosed)
}
