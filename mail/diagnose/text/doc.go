// Package text reads pasted text: logs, exceptions, dialogues, pages and URLs
// of any client. It takes off what differs from client to client (time stamps,
// prefixes, quotes, escapes, colours, line wraps) and decodes what is encoded.
// It judges nothing.
package text

import "time"

// Side is who said a line.
type Side int

// The sides. Most lines of a log are nobody's.
const (
	Nobody Side = iota
	Server
	Client
)

// Line is one line of the text.
type Line struct {
	// Number counts from 1; End is the number of the last line that was joined
	// into it.
	Number, End int
	// Raw is the line as it was pasted. It may hold secrets.
	Raw string
	// Text is the line without prefix, escapes and colours, its case kept.
	Text string
	// Writer is who wrote the line, as logs say it behind the time stamp.
	Writer string
	// Words is Writer and Text in small letters, one space between words and one
	// at both ends, CamelCase and snake_case taken apart, without punctuation:
	// " 535 5.7.139 authentication unsuccessful ".
	Words string
	Side  Side
	// Fresh tells that the line begins something: it does not go on with the
	// sentence of the line before.
	Fresh bool
	// Stamped tells that something stood before what the line says, mostly a time
	// stamp.
	Stamped bool
	// At is what the stamp says, without the zone and perhaps without the date:
	// good only to compare the lines of one text. Zero when none does.
	At time.Time
	// Decoded tells that the line does not stand in the text: it was encoded
	// in the one with the same number.
	Decoded bool
}

// said is the line with who wrote it: a secret may stand there, too.
func (l Line) said() string { return l.Writer + l.Text }
