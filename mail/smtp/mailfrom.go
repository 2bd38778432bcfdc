package smtp

import (
	"fmt"
	"strconv"
)

// envelope is who sends to whom, ready for the wire.
type envelope struct {
	from, to string
	// size is the message's in bytes, 0 when none is sent.
	size int
	// utf8 is true when an address, in the envelope or in the message, is not
	// ASCII before the @ (RFC 6531).
	utf8 bool
}

// mailFrom gives the MAIL command with the parameters that are needed and
// offered. The error is a sentence.
func (c *Conversation) mailFrom(e envelope) (string, error) {
	line := "MAIL FROM:<" + e.from + ">"
	if _, ok := c.extension("SIZE"); ok && e.size > 0 {
		if limit := c.maxSize(); limit > 0 && int64(e.size) > limit {
			return "", fmt.Errorf("the message has %d bytes, and the server takes no more than %d", e.size, limit)
		}
		line += " SIZE=" + strconv.Itoa(e.size)
	}
	if e.utf8 {
		if _, ok := c.extension("SMTPUTF8"); !ok {
			return "", fmt.Errorf("an address is not in ASCII before its @, and the server does not offer SMTPUTF8: %s to %s", e.from, e.to)
		}
		line += " SMTPUTF8"
	}
	return line, nil
}
