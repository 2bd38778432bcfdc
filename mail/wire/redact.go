package wire

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Redactor masks the secrets that it was told of, by value: never more than 8
// characters in a row of a secret are left, in no encoding. A last net of
// patterns masks what looks like a secret and was not told. It is safe for
// concurrent use.
//
// Register the secrets themselves (a token, a code, a password), not texts
// around them: all parts of what is registered are masked wherever they stand.
type Redactor struct {
	salt [16]byte

	mu      sync.RWMutex
	known   map[[32]byte]bool
	secrets []secretLabel
	forms   []secretForm
	windows windows
	short   []shortSecret
}

type secretLabel struct{ name, facts string }

type secretForm struct{ secret, length int }

// shortSecret is a form too short for windows: it is masked as a whole.
type shortSecret struct {
	text   string
	secret int
}

// NewRedactor gives one that knows no secret yet.
func NewRedactor() *Redactor {
	r := &Redactor{known: map[[32]byte]bool{}}
	_, _ = rand.Read(r.salt[:]) // never fails
	return r
}

// Add registers a secret with the label that stands in its place.
func (r *Redactor) Add(label string, s Secret) {
	if s.Empty() {
		return
	}
	text := s.Reveal()
	r.mu.Lock()
	defer r.mu.Unlock()
	sum := sha256.Sum256([]byte(text))
	if r.known[sum] {
		return
	}
	r.known[sum] = true
	secret := len(r.secrets)
	r.secrets = append(r.secrets, secretLabel{label, r.facts([]byte(text))})
	var long [][]byte
	for i, form := range forms(text) {
		if len(form) < window {
			if i == 0 || len(form) >= 6 {
				r.short = append(r.short, shortSecret{form, secret})
			}
			continue
		}
		all, _ := views([]byte(form))
		for _, v := range all {
			r.forms = append(r.forms, secretForm{secret, len(v.text)})
			long = append(long, v.text)
		}
	}
	r.windows.add(long, len(r.forms)-len(long))
}

// facts is what may be told of a secret: its length, and a hash that is of use
// within this run only.
func (r *Redactor) facts(text []byte) string {
	sum := sha256.Sum256(append(r.salt[:], text...))
	return fmt.Sprintf("%d bytes, sha256:%x", len(text), sum[:4])
}

// Redact masks every secret in text, which may have several lines. It does not
// make the rest visible.
func (r *Redactor) Redact(text string) string {
	var b strings.Builder
	raw := []byte(text)
	r.render(&b, raw, r.marks(nil, raw, len(raw)), func(b *strings.Builder, part []byte) { b.Write(part) })
	return b.String()
}

// Holds tells whether a registered secret, or more than 8 characters in a row
// of one, stands in text, in any encoding.
func (r *Redactor) Holds(text string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.find([]byte(text), 0)) > 0
}

// clean masks and makes visible. The spans are the parts that stand in place
// of a secret.
func (r *Redactor) clean(line []byte) (string, []Span) {
	return r.cleanAfter(nil, line, len(line))
}

// cleanAfter is clean for a line of the given length, of which line is the
// beginning, and before which came the line that ended in tail.
func (r *Redactor) cleanAfter(tail, line []byte, length int) (string, []Span) {
	marks := r.marks(tail, line, maxSuspect)
	shown := cut(line, MaxShown)
	for i, m := range marks {
		if m.from >= shown {
			marks = marks[:i]
			break
		}
		shown = max(shown, m.to)
	}
	var b strings.Builder
	spans := r.render(&b, line[:shown], marks, visible)
	if shown < length {
		b.WriteString(cutNote(length))
	}
	return b.String(), spans
}

// maxSuspect is how much of a line is searched for what looks like a secret: a
// good deal more than is shown, and little enough for a hostile server's lines.
const maxSuspect = 4 * MaxShown

// reach is how much of the line before is looked at together with a line: nine
// characters, each escaped twice, with room to spare.
const reach = 64

// marks finds registered secrets, also those that begin in the line before,
// which ended in tail, and then what looks like a secret in the first limit
// bytes.
func (r *Redactor) marks(tail, text []byte, limit int) []mark {
	r.mu.RLock()
	defer r.mu.RUnlock()
	marks := r.suspects(text[:min(len(text), limit)])
	if len(r.secrets) == 0 {
		return merge(marks)
	}
	before := 0
	joined := text
	if len(tail) > 0 {
		joined = slices.Concat(tail, []byte("\r\n"), text)
		before = len(joined) - len(text)
	}
	for _, m := range r.find(joined, 0) {
		m.from, m.to = max(0, m.from-before), m.to-before
		marks = append(marks, m)
	}
	return merge(marks)
}

func (r *Redactor) render(b *strings.Builder, text []byte, marks []mark, write func(*strings.Builder, []byte)) (spans []Span) {
	done := 0
	for _, m := range marks {
		write(b, text[done:m.from])
		from := b.Len()
		b.WriteString(m.label)
		spans = append(spans, Span{from, b.Len()})
		done = m.to
	}
	write(b, text[done:])
	return spans
}
