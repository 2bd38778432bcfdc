package present

import (
	"fmt"
	"strings"

	"mailknock/mail/wire"
)

// The bounds of a log. The oldest lines go first, a tenth at a time.
const (
	MaxLines = 100_000
	MaxBytes = 64 << 20
)

// Filter says which lines are shown. The zero Filter shows all.
type Filter struct {
	Protocol wire.Protocol
	Text     string
}

func (f Filter) zero() bool { return f.Protocol == "" && f.Text == "" }

// Keeps tells whether a line is shown.
func (f Filter) Keeps(l Line) bool {
	if f.Protocol != "" && l.Protocol != f.Protocol {
		return false
	}
	return f.Text == "" || strings.Contains(strings.ToLower(l.Text), strings.ToLower(f.Text))
}

// Log is a bounded list of lines with a filtered view. It is not safe for
// concurrent use.
type Log struct {
	max    int
	lines  []Line
	bytes  int
	filter Filter
	// shown are the indexes of the lines that the filter keeps; unused while
	// there is no filter.
	shown   []int
	dropped int
}

// NewLog gives an empty log that keeps at most limit lines.
func NewLog(limit int) *Log { return &Log{max: limit} }

// Add appends the lines of events.
func (l *Log) Add(events ...wire.Event) {
	for _, e := range events {
		line, ok := NewLine(e)
		if !ok || e.Kind == wire.Ended && l.said(e) {
			continue
		}
		if len(l.lines) >= l.max || l.bytes+len(line.Text) > MaxBytes {
			l.drop()
		}
		l.lines = append(l.lines, line)
		l.bytes += len(line.Text)
		if !l.filter.zero() && l.filter.Keeps(line) {
			l.shown = append(l.shown, len(l.lines)-1)
		}
	}
}

// Last gives the number of the newest event; -1: there is none.
func (l *Log) Last() int {
	if len(l.lines) == 0 {
		return -1
	}
	return l.lines[len(l.lines)-1].Seq
}

// said tells whether the end of a step only repeats what the server said last.
func (l *Log) said(e wire.Event) bool {
	for i := len(l.lines) - 1; i >= max(0, len(l.lines)-50); i-- {
		if line := l.lines[i]; line.Protocol == e.Protocol && line.Direction == wire.In {
			return strings.Contains(line.Text, e.Step.Detail) || strings.Contains(e.Step.Detail, line.Text)
		}
	}
	return false
}

func (l *Log) drop() {
	n := max(1, len(l.lines)/10)
	if n > len(l.lines) {
		return
	}
	for _, line := range l.lines[:n] {
		l.bytes -= len(line.Text)
	}
	kept := copy(l.lines, l.lines[n:])
	clear(l.lines[kept:])
	l.lines = l.lines[:kept]
	l.dropped += n
	kept = 0
	for _, i := range l.shown {
		if i >= n {
			l.shown[kept] = i - n
			kept++
		}
	}
	l.shown = l.shown[:kept]
}

// SetFilter changes the view.
func (l *Log) SetFilter(f Filter) {
	l.filter, l.shown = f, nil
	if f.zero() {
		return
	}
	for i, line := range l.lines {
		if f.Keeps(line) {
			l.shown = append(l.shown, i)
		}
	}
}

// Filter gives the filter.
func (l *Log) Filter() Filter { return l.filter }

// Len is how many lines are shown.
func (l *Log) Len() int {
	if l.filter.zero() {
		return len(l.lines)
	}
	return len(l.shown)
}

// At gives a line that is shown; ok is false where there is none.
func (l *Log) At(i int) (line Line, ok bool) {
	if i < 0 || i >= l.Len() {
		return line, false
	}
	if !l.filter.zero() {
		i = l.shown[i]
	}
	return l.lines[i], true
}

// Index gives the place in the view of the first line with a number of at
// least seq; -1 where there is none.
func (l *Log) Index(seq int) int {
	for i := range l.Len() {
		if line, _ := l.At(i); line.Seq >= seq {
			return i
		}
	}
	return -1
}

// Total is how many lines are kept, Dropped how many went.
func (l *Log) Total() int { return len(l.lines) }

// Dropped is how many lines were too many.
func (l *Log) Dropped() int { return l.dropped }

// Text gives the shown lines, to be copied or saved.
func (l *Log) Text() string {
	var b strings.Builder
	if l.dropped > 0 {
		fmt.Fprintf(&b, "[%s older lines were dropped]\n", group(l.dropped))
	}
	for i := range l.Len() {
		line, _ := l.At(i)
		b.WriteString(line.String())
		b.WriteByte('\n')
	}
	return b.String()
}
