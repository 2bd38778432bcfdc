package sandbox

import (
	"strconv"
	"strings"
)

// imapParser reads the arguments of a command from left to right (RFC 3501
// section 9). After a mistake failed is true and everything reads as empty.
type imapParser struct {
	rest   string
	failed bool
}

// endsInLiteral tells whether a line ends in "{n}" or "{n+}" (RFC 7888).
func endsInLiteral(line string) (size int, sync, ok bool) {
	body, ok := strings.CutSuffix(line, "}")
	if !ok {
		return 0, false, false
	}
	open := strings.LastIndexByte(body, '{')
	if open < 0 {
		return 0, false, false
	}
	digits, plus := strings.CutSuffix(body[open+1:], "+")
	if !isNumber(digits) {
		return 0, false, false
	}
	n, err := strconv.ParseInt(digits, 10, 31)
	if err != nil {
		n = 1<<31 - 1
	}
	return int(n), !plus, true
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

func (p *imapParser) fail() string {
	p.failed, p.rest = true, ""
	return ""
}

// space takes one space.
func (p *imapParser) space() bool { return p.take(" ") }

// take takes a text if it comes next.
func (p *imapParser) take(text string) bool {
	rest, ok := strings.CutPrefix(p.rest, text)
	if ok {
		p.rest = rest
	}
	return ok
}

// need takes a text that must come next.
func (p *imapParser) need(text string) {
	if !p.take(text) {
		p.fail()
	}
}

// while takes characters as long as good says so, at least one.
func (p *imapParser) while(good func(c byte) bool) string {
	n := 0
	for n < len(p.rest) && good(p.rest[n]) {
		n++
	}
	if n == 0 {
		return p.fail()
	}
	word := p.rest[:n]
	p.rest = p.rest[n:]
	return word
}

func isAtomChar(c byte) bool {
	return c > ' ' && c < 0x7f && strings.IndexByte(`(){%*"\]`, c) < 0
}

func (p *imapParser) tag() string {
	return p.while(func(c byte) bool { return c != '+' && (isAtomChar(c) || c == ']') })
}

func (p *imapParser) atom() string { return p.while(isAtomChar) }

// astring is an atom, a quoted string or a literal.
func (p *imapParser) astring() string {
	return p.text(func(c byte) bool { return isAtomChar(c) || c == ']' })
}

// pattern is an astring that may hold * and %.
func (p *imapParser) pattern() string {
	return p.text(func(c byte) bool { return isAtomChar(c) || strings.IndexByte("]*%", c) >= 0 })
}

func (p *imapParser) text(good func(c byte) bool) string {
	switch {
	case strings.HasPrefix(p.rest, `"`):
		return p.quoted()
	case strings.HasPrefix(p.rest, "{"):
		return p.literal()
	}
	return p.while(good)
}

func (p *imapParser) quoted() string {
	var text strings.Builder
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; c {
		case '"':
			p.rest = p.rest[i+1:]
			return text.String()
		case '\r', '\n', 0:
			return p.fail()
		case '\\':
			i++
			if i == len(p.rest) || p.rest[i] != '\\' && p.rest[i] != '"' {
				return p.fail()
			}
			text.WriteByte(p.rest[i])
		default:
			text.WriteByte(c)
		}
	}
	return p.fail()
}

func (p *imapParser) literal() string {
	head, rest, ok := strings.Cut(p.rest, "\r\n")
	size, _, isLiteral := endsInLiteral(head)
	if !ok || !isLiteral || strings.Count(head, "{") != 1 || size > len(rest) || strings.Contains(rest[:size], "\x00") {
		return p.fail()
	}
	p.rest = rest[size:]
	return rest[:size]
}

// list reads a parenthesised list of what one reads; it may be empty.
func (p *imapParser) list(one func()) {
	p.need("(")
	if p.take(")") {
		return
	}
	for {
		one()
		if p.failed || p.take(")") {
			return
		}
		p.need(" ")
	}
}
