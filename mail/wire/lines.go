package wire

import "bytes"

// Of a literal this much is recorded.
const (
	shownLiteral      = 16 << 10
	shownLiteralLines = 200
)

// lineRecorder cuts a stream into lines and records them.
type lineRecorder struct {
	// record gets a line, or its beginning, and how long it was.
	record func(line []byte, length int)
	note   func(format string, args ...any)

	line   []byte // the first bytes of the line
	length int    // of the whole line
	// Of the literal that is being read:
	bytes, lines int
	hidden       int64
}

// write takes bytes and gives the number of lines that ended in them. g may be
// nil, where nothing is bounded.
func (l *lineRecorder) write(p []byte, g *grammar) (lines int) {
	for len(p) > 0 {
		if g != nil && g.err != nil {
			return lines
		}
		if g != nil && g.literal > 0 {
			n := int(min(int64(len(p)), g.literal))
			lines += l.literal(p[:n])
			g.literal -= int64(n)
			p = p[n:]
			if g.literal == 0 {
				l.endLiteral()
			}
			continue
		}
		n := bytes.IndexByte(p, '\n') + 1
		if n == 0 {
			n = len(p)
		}
		if g != nil {
			for i, b := range p[:n] {
				if g.next(b); g.err != nil {
					n = i + 1
					break
				}
			}
		}
		lines += l.add(p[:n])
		p = p[n:]
	}
	return lines
}

// literal records the beginning of a literal and counts the rest.
func (l *lineRecorder) literal(p []byte) (lines int) {
	for len(p) > 0 {
		n := bytes.IndexByte(p, '\n') + 1
		if n == 0 {
			n = len(p)
		}
		if l.bytes > shownLiteral || l.lines >= shownLiteralLines {
			l.hidden += int64(len(p))
			return lines + bytes.Count(p, []byte("\n"))
		}
		l.bytes += n
		ended := l.add(p[:n])
		l.lines += ended
		lines += ended
		p = p[n:]
	}
	return lines
}

func (l *lineRecorder) endLiteral() {
	if l.hidden > 0 {
		l.flush()
		l.note("%d more bytes of the literal are not shown", l.hidden)
	}
	l.bytes, l.lines, l.hidden = 0, 0, 0
}

// add takes bytes of one line.
func (l *lineRecorder) add(p []byte) (lines int) {
	l.line = append(l.line, p[:min(len(p), max(0, MaxLine-len(l.line)))]...)
	l.length += len(p)
	if p[len(p)-1] != '\n' {
		return 0
	}
	l.flush()
	return 1
}

// flush records the line so far, if any, and gives it.
func (l *lineRecorder) flush() []byte {
	if l.length == 0 {
		return nil
	}
	line := bytes.Clone(trimEnd(l.line))
	l.record(line, l.length-(len(l.line)-len(line)))
	l.line, l.length = l.line[:0], 0
	return line
}
