package wire

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"
)

// view is a text with its escapes taken off. Byte i of it came from the bytes
// from[i] to to[i] of the original; both are nil while nothing was changed.
type view struct {
	text     []byte
	from, to []int32
}

func newView(size int) view {
	positions := make([]int32, 2*size)
	return view{make([]byte, 0, size), positions[:0:size], positions[size:size]}
}

func (v view) origin(first, last int) (from, to int) {
	if v.from == nil {
		return first, last + 1
	}
	return int(v.from[first]), int(v.to[last])
}

// rewrite makes a new view from v: take gives what stands in place of the
// first n bytes of its argument.
func (v view) rewrite(take func([]byte) (replacement []byte, n int)) view {
	out := newView(len(v.text))
	for i := 0; i < len(v.text); {
		replacement, n := take(v.text[i:])
		from, to := v.origin(i, i+n-1)
		for _, b := range replacement {
			out.text, out.from, out.to = append(out.text, b), append(out.from, int32(from)), append(out.to, int32(to))
		}
		i += n
	}
	return out
}

// unescaped takes off percent, backslash and HTML escapes, up to three layers.
func (v view) unescaped() view {
	for range 3 {
		if bytes.IndexByte(v.text, '%') < 0 && bytes.IndexByte(v.text, '\\') < 0 && bytes.IndexByte(v.text, '&') < 0 {
			break
		}
		before := len(v.text)
		if v = v.rewrite(unescape); len(v.text) == before {
			break
		}
	}
	return v
}

// solid drops spaces, control characters and what else nobody sees.
func (v view) solid() view {
	if !slices.ContainsFunc(v.text, func(b byte) bool { return blank(b) || b >= utf8.RuneSelf }) {
		return v
	}
	return v.rewrite(func(p []byte) ([]byte, int) {
		if p[0] < utf8.RuneSelf {
			if blank(p[0]) {
				return nil, 1
			}
			return p[:1], 1
		}
		r, n := utf8.DecodeRune(p)
		if unicode.In(r, unicode.Z, unicode.C) || invisible(r) {
			return nil, n
		}
		return p[:1], 1
	})
}

func blank(b byte) bool { return b <= ' ' || b == 0x7f }

// quotedPrintable takes off =XX and soft line breaks (RFC 2045 section 6.7).
func (v view) quotedPrintable() (view, bool) {
	if !softened(v.text) {
		return v, false
	}
	before := len(v.text)
	v = v.rewrite(func(p []byte) ([]byte, int) {
		if p[0] == '=' {
			if b, ok := hexByte(p[1:]); ok {
				return []byte{b}, 3
			}
			for _, end := range []string{"\r\n", "\n"} {
				if bytes.HasPrefix(p[1:], []byte(end)) {
					return nil, 1 + len(end)
				}
			}
		}
		return p[:1], 1
	})
	return v, len(v.text) != before
}

// softened tells whether anything in text can be quoted-printable.
func softened(text []byte) bool {
	for {
		i := bytes.IndexByte(text, '=')
		if i < 0 {
			return false
		}
		text = text[i+1:]
		if _, ok := hexByte(text); ok || bytes.HasPrefix(text, []byte("\n")) || bytes.HasPrefix(text, []byte("\r\n")) {
			return true
		}
	}
}

// folded gives the text in small letters and base64's two alphabets as one.
func (v view) folded() view {
	folded := make([]byte, len(v.text))
	for i, b := range v.text {
		folded[i] = fold[b]
	}
	return view{folded, v.from, v.to}
}

var fold = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
	}
	for b := byte('A'); b <= 'Z'; b++ {
		table[b] = b + 'a' - 'A'
	}
	table['-'], table['_'] = '+', '/'
	return table
}()
