package text

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
)

// The bounds of what is kept of a text, however long it is.
const (
	// maxLine is the length of a line; a longer one is taken as several.
	maxLine = 8 << 10
	// keepAll is how many lines at the beginning are kept whatever they say.
	keepAll = 1500
	// keepTold is how many later lines are kept because they tell something
	// new, and keepLast how many at the end.
	keepTold = 2000
	keepLast = 200
	// keepBytes bounds all of them.
	keepBytes = 768 << 10
	// maxTemplates bounds the memory of what was said before.
	maxTemplates = 1 << 16
)

// Read reads a text to its end in bounded memory and gives the lines that
// matter, in order: all of a short one; of a long one the beginning, the lines
// of which telling says that they may tell something and that are not like one
// before, and the end. telling gets a line's words. The error is r's own.
func Read(r io.Reader, telling func(words []byte) bool) ([]Line, error) {
	k := &keeper{telling: telling, seen: map[uint64]int{}}
	in := bufio.NewReaderSize(r, maxLine)
	number := 1
	for {
		piece, err := in.ReadSlice('\n')
		if number == 1 {
			piece = bytes.TrimPrefix(bytes.TrimPrefix(piece, []byte("\xff\xfe")), []byte("\xfe\xff"))
		}
		for line := range bytes.SplitSeq(bytes.TrimRight(piece, "\r\n"), []byte{'\r'}) {
			if len(piece) > 0 {
				k.add(number, line)
			}
		}
		if err == nil {
			number++
			continue
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if !errors.Is(err, io.EOF) {
			return nil, err
		}
		return finish(k.lines()), nil
	}
}

// raw is a kept line before it is taken apart.
type raw struct {
	number int
	text   string
	// end is the number of the last line that was joined to it, 0 for none.
	end int
}

type keeper struct {
	telling func([]byte) bool
	seen    map[uint64]int
	head    []raw
	told    []raw
	last    []raw
	bytes   int
	words   []byte
}

func (k *keeper) add(number int, piece []byte) {
	if len(piece) > 1 && (piece[1] == 0 || piece[0] == 0) {
		piece = bytes.ReplaceAll(piece, []byte{0}, nil) // UTF-16, as Windows PowerShell writes it
	}
	if len(k.head) < keepAll && k.bytes < keepBytes/2 {
		k.head = append(k.head, raw{number: number, text: string(piece)})
		k.bytes += len(piece)
		return
	}
	k.tail(number, piece)
	if len(k.told) >= keepTold || k.bytes >= keepBytes {
		return
	}
	k.words = appendWords(append(k.words[:0], ' '), string(piece))
	if !k.telling(k.words) {
		return
	}
	like := template(k.words)
	if k.seen[like]++; k.seen[like] > 2 {
		return
	}
	if len(k.seen) > maxTemplates {
		clear(k.seen)
	}
	k.told = append(k.told, raw{number: number, text: string(piece)})
	k.bytes += len(piece)
}

// tail keeps the last lines, in turn.
func (k *keeper) tail(number int, piece []byte) {
	k.last = append(k.last, raw{number: number, text: string(piece)})
	if len(k.last) >= 4*keepLast {
		k.last = slices.Delete(k.last, 0, len(k.last)-keepLast)
	}
}

func (k *keeper) lines() []raw {
	all := slices.Concat(k.head, k.told)
	if len(k.last) > keepLast {
		k.last = k.last[len(k.last)-keepLast:]
	}
	end := 0
	if len(all) > 0 {
		end = all[len(all)-1].number
	}
	for _, l := range k.last {
		if l.number > end {
			all = append(all, l)
		}
	}
	return all
}

// finish takes the lines apart.
func finish(kept []raw) []Line {
	kept = fill(unwrap(unquote(kept)))
	var lines []Line
	before := ""
	for _, k := range kept {
		l := Line{Number: k.number, End: max(k.number, k.end), Raw: k.text}
		var p prefix
		l.Text, p = unprefix(unescape(k.text))
		l.Writer = p.writer
		l.Words, l.Side = Words(l.said()), p.side
		l.Stamped, l.At = p.any && l.Side == Nobody, moment(p.stamp)
		// One message of several lines has one time stamp.
		same := p.stamp != "" && p.stamp == before && l.Side == Nobody
		l.Fresh, before = p.any && !same || starts(l.Text), p.stamp
		lines = append(lines, l)
	}
	return lines
}

// starts tells of a line that begins with a reply, a command or a number in a
// list: it belongs to no sentence before it.
func starts(s string) bool {
	if replyCode(s) || listed.MatchString(s) || tagged.MatchString(s) || s == "STARTTLS" {
		return true
	}
	for _, p := range []string{"* ", "+ ", "+OK", "-ERR", "AUTH ", "EHLO ", "HELO ", "QUIT", "MAIL FROM", "RCPT TO"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

var tagged = regexp.MustCompile(`^[A-Za-z]{0,8}\d{1,8} (?:OK|NO|BAD|LOGIN|AUTHENTICATE|CAPABILITY|SELECT|EXAMINE|ID|LOGOUT)\b`)

var listed = regexp.MustCompile(`^\d{1,2}[.)] `)
