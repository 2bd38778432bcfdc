package wire

import "math"

// grammar follows what an IMAP server sends just closely enough to bound it:
// lines, quoted strings, parentheses and literals (RFC 9051 sections 4.3, 9).
type grammar struct {
	limits Limits
	// literal is how many bytes of a literal are still to come.
	literal  int64
	literals int

	line   int
	depth  int
	quoted bool
	escape bool
	// number is the literal's size while its {…} is read.
	number int64
	state  numberState
	err    error
}

type numberState byte

const (
	noNumber numberState = iota
	digits               // after {
	plus                 // after the + of {123+}
	closed               // after }: a literal if the line ends here
	carriage             // after } CR
)

// maxLiteral keeps a number of many digits from overflowing.
const maxLiteral = math.MaxInt64 / 16

// next takes one byte outside a literal.
func (g *grammar) next(b byte) {
	g.line++
	if g.line > MaxLine && g.err == nil {
		g.err = ErrLineTooLong
	}
	if b == '\n' {
		if g.state == closed || g.state == carriage {
			g.begin()
		} else {
			g.depth = 0
		}
		g.line, g.quoted, g.escape, g.state = 0, false, false, noNumber
		return
	}
	g.size(b)
	switch {
	case g.escape:
		g.escape = false
	case g.quoted:
		g.escape = b == '\\'
		g.quoted = b != '"'
	case b == '"':
		g.quoted = true
	case b == '(':
		if g.depth++; g.depth > g.limits.Nesting && g.err == nil {
			g.err = tooMany("parentheses nested more than %d deep", int64(g.limits.Nesting))
		}
	case b == ')':
		g.depth = max(0, g.depth-1)
	}
}

// size follows a literal's {123}, {123+} or ~{123}, which ends the line.
func (g *grammar) size(b byte) {
	switch {
	case b == '{':
		g.state, g.number = digits, 0
	case g.state == digits && b >= '0' && b <= '9':
		g.number = min(g.number*10+int64(b-'0'), maxLiteral)
	case g.state == digits && b == '+':
		g.state = plus
	case (g.state == digits || g.state == plus) && b == '}':
		g.state = closed
	case g.state == closed && b == '\r':
		g.state = carriage
	default:
		g.state = noNumber
	}
}

// begin starts a literal.
func (g *grammar) begin() {
	g.literals++
	switch {
	case g.err != nil:
	case g.number > g.limits.Literal:
		g.err = tooMany("a literal of more than %d bytes", g.limits.Literal)
	case g.literals > g.limits.Literals:
		g.err = tooMany("more than %d literals in one step", int64(g.limits.Literals))
	}
	g.literal = g.number
}
