package wire

import (
	"bytes"
	"encoding/base64"
	"slices"
)

// mark is a part of a text that must not be shown.
type mark struct {
	from, to int
	label    string
	// certain is a registered secret, not something that looks like one.
	certain bool
}

// merge sorts and joins marks that overlap. A registered secret's label wins
// over a suspect's, and then the longer part's.
func merge(marks []mark) []mark {
	slices.SortStableFunc(marks, func(a, b mark) int { return a.from - b.from })
	var merged []mark
	for _, m := range marks {
		if m.to <= m.from {
			continue
		}
		last := len(merged) - 1
		if last < 0 || m.from >= merged[last].to {
			merged = append(merged, m)
			continue
		}
		l := &merged[last]
		if m.certain && !l.certain || m.certain == l.certain && m.to-m.from > l.to-l.from {
			l.label, l.certain = m.label, m.certain
		}
		l.to = max(l.to, m.to)
	}
	return merged
}

// maxNested is how many layers of base64 are looked into.
const maxNested = 2

// find gives the registered secrets in text. The lock is held.
func (r *Redactor) find(text []byte, depth int) []mark {
	if len(r.secrets) == 0 {
		return nil
	}
	all, plain := views(text)
	var marks []mark
	for _, v := range all {
		marks = append(marks, r.runs(v)...)
	}
	marks = append(marks, r.shorts(view{text: text})...)
	if len(plain.text) != len(text) {
		marks = append(marks, r.shorts(plain)...)
	}
	if marks = merge(marks); depth < maxNested {
		marks = merge(append(marks, r.nested(plain, marks, depth)...))
	}
	return marks
}

// runs joins the windows that were found to runs.
func (r *Redactor) runs(v view) (marks []mark) {
	type run struct {
		first, last int
		count       map[int32]int
	}
	var current *run
	end := func() {
		if current == nil {
			return
		}
		var best int32
		for form, n := range current.count {
			if n > current.count[best] || n == current.count[best] && form < best {
				best = form
			}
		}
		form := r.forms[best]
		label := r.secrets[form.secret]
		text := "[" + label.name + ", " + label.facts + "]"
		if current.last-current.first+1 < form.length {
			text = "[part of " + label.name + ", " + label.facts + "]"
		}
		from, to := v.origin(current.first, current.last)
		marks = append(marks, mark{from, to, text, true})
	}
	r.windows.find(v.text, func(at int, form int32) {
		if current == nil || at > current.last {
			end()
			current = &run{first: at, count: map[int32]int{}}
		}
		current.last = at + window - 1
		current.count[form]++
	})
	end()
	return marks
}

// shorts finds the secrets that are too short for windows. Those of less than
// four characters count only where no letter or digit stands beside them.
func (r *Redactor) shorts(v view) (marks []mark) {
	for _, s := range r.short {
		for at := 0; ; {
			i := bytes.Index(v.text[at:], []byte(s.text))
			if i < 0 {
				break
			}
			first := at + i
			at = first + len(s.text)
			if len(s.text) < 4 && (first > 0 && wordByte(v.text[first-1]) || at < len(v.text) && wordByte(v.text[at])) {
				continue
			}
			from, to := v.origin(first, at-1)
			label := r.secrets[s.secret]
			marks = append(marks, mark{from, to, "[" + label.name + ", " + label.facts + "]", true})
		}
	}
	return marks
}

func wordByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}

// minNested is how long base64 must be to hold nine bytes at any place in it,
// with some more so that ordinary words are left alone.
const minNested = 24

// nested looks into base64 in which nothing was found yet, and marks all of it
// when a secret is inside in some form.
func (r *Redactor) nested(v view, known []mark, depth int) (marks []mark) {
	for from := 0; from < len(v.text); {
		to := from
		for to < len(v.text) && base64Byte(v.text[to]) {
			to++
		}
		if to-from >= minNested {
			first, last := v.origin(from, to-1)
			if !slices.ContainsFunc(known, func(m mark) bool { return m.from < last && first < m.to }) {
				if label := r.inside(v.text[from:to], depth); label != "" {
					marks = append(marks, mark{first, last, label, true})
				}
			}
		}
		from = to + 1
	}
	return marks
}

func (r *Redactor) inside(encoded []byte, depth int) string {
	encoded = bytes.Clone(encoded)
	for i, b := range encoded {
		switch b {
		case '-':
			encoded[i] = '+'
		case '_':
			encoded[i] = '/'
		}
	}
	for offset := range 4 {
		part := encoded[offset:]
		part = part[:len(part)/4*4]
		decoded := make([]byte, base64.RawStdEncoding.DecodedLen(len(part)))
		if _, err := base64.RawStdEncoding.Decode(decoded, part); err != nil {
			continue
		}
		if found := r.find(decoded, depth+1); len(found) > 0 {
			return found[0].label
		}
	}
	return ""
}

func base64Byte(b byte) bool {
	return wordByte(b) && b < 0x80 || b == '+' || b == '/' || b == '-' || b == '_'
}
