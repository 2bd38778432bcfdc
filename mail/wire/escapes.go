package wire

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

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
		end := bytes.IndexByte(p[:min(len(p), 6)], ';') + 1
		if b, ok := entities[string(p[:end])]; ok {
			return []byte{b}, end
		}
		return reference(p)
	}
	return p[:1], 1
}

// reference takes off &#101; and &#x65;, also without the semicolon, as
// browsers do.
func reference(p []byte) ([]byte, int) {
	first, base := 2, byte(10)
	if len(p) > 3 && p[1] == '#' && p[2]|0x20 == 'x' {
		first, base = 3, 16
	} else if len(p) < 3 || p[1] != '#' {
		return p[:1], 1
	}
	last := first
	for last < min(len(p), 16) && hexDigit(p[last]) < base {
		last++
	}
	n, err := strconv.ParseUint(string(p[first:last]), int(base), 21)
	if err != nil {
		return p[:1], 1
	}
	if last < len(p) && p[last] == ';' {
		last++
	}
	return utf8.AppendRune(nil, rune(n)), last
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
	case 'U':
		if len(p) >= 10 {
			if n, err := strconv.ParseUint(string(p[2:10]), 16, 21); err == nil {
				return utf8.AppendRune(nil, rune(n)), 10
			}
		}
	case '0', '1', '2', '3':
		if len(p) >= 4 {
			if n, err := strconv.ParseUint(string(p[1:4]), 8, 8); err == nil {
				return []byte{byte(n)}, 4
			}
		}
	case '\r', '\n':
		return nil, 2 // a line that goes on
	case 'u':
		if end := bytes.IndexByte(p[:min(len(p), 12)], '}'); end > 3 && p[2] == '{' {
			if n, err := strconv.ParseUint(string(p[3:end]), 16, 21); err == nil {
				return utf8.AppendRune(nil, rune(n)), end + 1
			}
		}
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
