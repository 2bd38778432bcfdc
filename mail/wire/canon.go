package wire

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf16"
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

// solid drops spaces and control characters.
func (v view) solid() view {
	first := slices.IndexFunc(v.text, blank)
	if first < 0 {
		return v
	}
	out := newView(len(v.text))
	for i, b := range v.text {
		if !blank(b) {
			from, to := v.origin(i, i)
			out.text, out.from, out.to = append(out.text, b), append(out.from, int32(from)), append(out.to, int32(to))
		}
	}
	return out
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

func hexByte(p []byte) (byte, bool) {
	if len(p) < 2 {
		return 0, false
	}
	high, low := hexDigit(p[0]), hexDigit(p[1])
	return high<<4 | low, high < 16 && low < 16
}

func hexDigit(b byte) byte {
	switch {
	case b >= '0' && b <= '9':
		return b - '0'
	case b >= 'a' && b <= 'f':
		return b - 'a' + 10
	case b >= 'A' && b <= 'F':
		return b - 'A' + 10
	}
	return 16
}

var entities = map[string]byte{"&amp;": '&', "&lt;": '<', "&gt;": '>', "&quot;": '"', "&apos;": '\''}

func unescape(p []byte) ([]byte, int) {
	switch p[0] {
	case '%':
		if b, ok := hexByte(p[1:]); ok {
			return []byte{b}, 3
		}
	case '\\':
		return backslash(p)
	case '&':
		end := bytes.IndexByte(p[:min(len(p), 10)], ';') + 1
		if b, ok := entities[string(p[:end])]; ok {
			return []byte{b}, end
		}
		if end < 4 || p[1] != '#' {
			break
		}
		digits, base := string(p[2:end-1]), 10
		if digits[0] == 'x' || digits[0] == 'X' {
			digits, base = digits[1:], 16
		}
		if n, err := strconv.ParseUint(digits, base, 21); err == nil {
			return utf8.AppendRune(nil, rune(n)), end
		}
	}
	return p[:1], 1
}

// backslash takes off the escapes of JSON, Go and C.
func backslash(p []byte) ([]byte, int) {
	if len(p) < 2 {
		return p[:1], 1
	}
	switch p[1] {
	case 'x':
		if b, ok := hexByte(p[2:]); ok {
			return []byte{b}, 4
		}
	case 'u':
		high, ok := hexRune(p)
		if !ok {
			break
		}
		if low, ok := hexRune(p[6:]); ok && utf16.IsSurrogate(high) {
			if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
				return utf8.AppendRune(nil, r), 12
			}
		}
		return utf8.AppendRune(nil, high), 6
	case '/', '\\', '"', '\'':
		return p[1:2], 2
	case 'n', 'r', 't', 'b', 'f':
		return []byte{' '}, 2
	}
	return p[:1], 1
}

func hexRune(p []byte) (rune, bool) {
	if len(p) < 6 || p[0] != '\\' || p[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(p[2:6]), 16, 16)
	return rune(n), err == nil
}
