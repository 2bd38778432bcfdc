package wire

import "fmt"

// MaxLine bounds a line from a server, its line end included.
const MaxLine = 64 << 10

// ReplyLines is how many lines one reply of a few lines (a greeting,
// capabilities, an SMTP reply) may have at most. Protocols count; Conn does
// not know where a reply ends.
const ReplyLines = 1000

// Limits bounds what a server may send. A zero field means the value of
// DefaultLimits.
type Limits struct {
	// Bytes and Lines count from one Bind to the next, that is per step.
	Bytes int64
	Lines int
	// Literal is the most bytes that one IMAP literal may have, Literals how
	// many may come per step, and Nesting how deep parentheses may go.
	Literal  int64
	Literals int
	Nesting  int
}

// DefaultLimits are the limits of a new Conn.
var DefaultLimits = Limits{Bytes: 8 << 20, Lines: 20_000, Literal: 1 << 20, Literals: 1000, Nesting: 20}

func (l Limits) orDefault() Limits {
	if l.Bytes <= 0 {
		l.Bytes = DefaultLimits.Bytes
	}
	if l.Lines <= 0 {
		l.Lines = DefaultLimits.Lines
	}
	if l.Literal <= 0 {
		l.Literal = DefaultLimits.Literal
	}
	if l.Literals <= 0 {
		l.Literals = DefaultLimits.Literals
	}
	if l.Nesting <= 0 {
		l.Nesting = DefaultLimits.Nesting
	}
	return l
}

// LimitError tells that the server sent more than this program reads. The
// connection is of no use afterwards.
type LimitError struct {
	// What is counted: "a line of more than %d bytes".
	What  string
	Limit int64
}

func (e *LimitError) Error() string { return "the server sent " + fmt.Sprintf(e.What, e.Limit) }

// ErrLineTooLong is the answer to a line of more than MaxLine bytes; it is a
// *LimitError.
var ErrLineTooLong error = &LimitError{What: "a line of more than %d bytes", Limit: MaxLine}

func tooMany(what string, limit int64) error { return &LimitError{What: what, Limit: limit} }
