package imap

import (
	"strconv"
	"strings"

	"mailknock/mail/wire"
)

type kind int

const (
	untagged kind = iota
	tagged
	continuation
)

// response is one response of the server, its literals included.
type response struct {
	kind kind
	// tag is set when it is tagged.
	tag string
	// name is the first word in capitals; after a number, the word behind it.
	name string
	// number is the one in front of the name: "* 42 EXISTS".
	number uint32
	// line is the first line, and text what follows the name in it, or what
	// follows the plus sign.
	line, text string
	// raw is all of it as it goes on to go-imap, with CRLF line ends.
	raw []byte
}

// parse takes a first line apart. ok is false when it is no response.
func parse(line string) (r response, ok bool) {
	r.line = line
	first, rest, _ := strings.Cut(line, " ")
	switch {
	case first == "*":
		r.kind = untagged
	case strings.HasPrefix(line, "+"):
		r.kind = continuation
		r.text = strings.TrimPrefix(line[1:], " ")
		return r, true
	case isTag(first):
		r.kind, r.tag = tagged, first
	default:
		return r, false
	}
	name, text, _ := strings.Cut(rest, " ")
	if r.kind == untagged && name != "" && name[0] >= '0' && name[0] <= '9' {
		n, err := strconv.ParseUint(name, 10, 32)
		if err != nil {
			return r, false
		}
		r.number = uint32(n)
		name, text, _ = strings.Cut(text, " ")
	}
	r.name, r.text = strings.ToUpper(name), text
	return r, r.name != ""
}

func isTag(s string) bool {
	for n := range len(s) {
		if c := s[n]; c <= ' ' || c > '~' || strings.IndexByte(`(){%*"\+`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// status tells whether the response is a status: its text is for people, and
// braces at its end are no literal.
func (r response) status() bool {
	switch r.name {
	case "OK", "NO", "BAD", "BYE", "PREAUTH":
		return true
	}
	return r.kind != untagged
}

// code splits "[CODE …] text" (RFC 9051 section 7.1). Without a code it is
// empty.
func (r response) code() (code, text string) {
	if strings.HasPrefix(r.text, "[") {
		if code, text, ok := strings.Cut(r.text[1:], "]"); ok {
			return code, strings.TrimPrefix(text, " ")
		}
	}
	return "", r.text
}

// hasCode gives what follows the code's name, which is compared without
// regard to case.
func (r response) hasCode(name string) (argument string, ok bool) {
	code, _ := r.code()
	first, argument, _ := strings.Cut(code, " ")
	return argument, r.status() && strings.EqualFold(first, name)
}

func (r response) refusal(command string) *wire.Refusal {
	code, text := r.code()
	return &wire.Refusal{Command: command, Status: r.name, Code: code, Text: text}
}
