package wire

import (
	"io"
)

// ReadLiteral blocks for the n bytes of an IMAP literal, or of anything else
// whose length the server told, and copies them to w, which may be nil. It
// never holds more than a buffer. The beginning is recorded line by line. More
// than the limit is a *LimitError, before anything is read.
func (c *Conn) ReadLiteral(n int64, w io.Writer) error {
	c.mu.Lock()
	limit := c.limits.Literal
	c.used.literals++
	literals, most := c.used.literals, c.limits.Literals
	c.mu.Unlock()
	switch {
	case n < 0 || n > limit:
		return c.failed(tooMany("a literal of more than %d bytes", limit))
	case literals > most:
		return c.failed(tooMany("more than %d literals in one step", int64(most)))
	}
	lines := lineRecorder{record: func(line []byte, length int) { c.rec.stretch(In, line, length, c.untrusted()) }, note: c.rec.Note}
	defer lines.endLiteral()
	buffer := make([]byte, min(n, 4096))
	for n > 0 {
		m, err := c.reader.Read(buffer[:min(n, int64(len(buffer)))])
		n -= int64(m)
		ended := lines.literal(buffer[:m])
		if limit := c.count(m, ended); limit != nil {
			lines.flush()
			return c.failed(limit)
		}
		if w != nil {
			if _, err := w.Write(buffer[:m]); err != nil {
				return err
			}
		}
		if err != nil {
			return c.failed(c.closed(err, lines.flush()))
		}
	}
	lines.flush()
	return nil
}
