// Package present turns what happened into what the window shows: words,
// rows, segments and sentences. It knows no toolkit.
package present

import (
	"strings"

	"mailknock/mail/wire"
)

// Status is how something stands. Each has a shape, a word and, in the
// window, a colour.
type Status int

// The statuses.
const (
	Never Status = iota
	Waiting
	Running
	Passed
	Failed
	Skipped
	Warned
	// Stopped means that the person ended it.
	Stopped
)

// Shape is the glyph that stands before the word.
func (s Status) Shape() string {
	switch s {
	case Passed:
		return "✓"
	case Failed:
		return "✕"
	case Running:
		return "◌"
	case Skipped, Stopped:
		return "–"
	case Warned:
		return "⚠"
	}
	return "○"
}

// Word names the status.
func (s Status) Word() string {
	switch s {
	case Waiting:
		return "Waiting"
	case Running:
		return "Running"
	case Passed:
		return "Passed"
	case Failed:
		return "Failed"
	case Skipped:
		return "Skipped"
	case Warned:
		return "Warning"
	case Stopped:
		return "Stopped"
	}
	return "Never checked"
}

// ProtocolName is how a protocol is written.
func ProtocolName(p wire.Protocol) string {
	if p == wire.OAuth {
		return "OAuth"
	}
	return strings.ToUpper(string(p))
}

// ProtocolNames lists protocols in words: "IMAP, POP3 and SMTP".
func ProtocolNames(list []wire.Protocol) string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = ProtocolName(p)
	}
	return Words(names)
}

// Words joins words as a sentence does: "a, b and c".
func Words(list []string) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return list[0]
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " and " + list[last]
}
