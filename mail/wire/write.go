package wire

import (
	"errors"
	"io"
	"strings"
)

// ErrNotSecure tells that a line with a secret was not sent, because TLS is
// not up (RFC 6750 section 5.3, RFC 7628 section 5).
var ErrNotSecure = errors.New("refused to send a secret without TLS")

// WriteLine sends one line and records it. CR, LF and NUL in it are refused,
// and so is a registered secret while TLS is not up (ErrNotSecure).
func (c *Conn) WriteLine(line string) error {
	if c.untrusted() && c.rec.transcript.Redactor.Holds(line) {
		return ErrNotSecure
	}
	if err := c.write(line); err != nil {
		return err
	}
	c.rec.Out([]byte(line), false)
	return nil
}

// WriteMasked sends prefix+secret as one line; the transcript gets prefix and,
// in the secret's place, the summary. It refuses to send without TLS
// (ErrNotSecure) unless AllowPlain was called.
func (c *Conn) WriteMasked(prefix, secret, summary string) error {
	if c.untrusted() {
		return ErrNotSecure
	}
	if err := c.write(prefix + secret); err != nil {
		return err
	}
	c.rec.OutMasked(prefix, summary)
	return nil
}

func (c *Conn) write(line string) error {
	if strings.ContainsAny(line, "\r\n\x00") {
		return errors.New("refused to send a line with a line break or a NUL inside")
	}
	if _, err := io.WriteString(c.cur, line+"\r\n"); err != nil {
		return c.failed(err)
	}
	return nil
}
