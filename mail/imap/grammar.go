package imap

import "bytes"

// wellFormed tells whether a data response holds nothing but values with one
// space between them: atoms, quoted strings, literals and lists of them, not
// nested deeper than maxNesting (RFC 9051 section 9). go-imap sees no other: a
// quote that does not end, or a parenthesis at an odd place, can make it wait
// or turn in circles for ever.
func wellFormed(raw []byte) bool {
	raw, ok := bytes.CutSuffix(raw, []byte("\r\n"))
	// Exchange and others leave a space at the end.
	raw = bytes.TrimRight(raw, " ")
	depth := 0
	// A value may follow at the start, behind a space and behind a "(".
	value := true
	for len(raw) > 0 && ok {
		switch b := raw[0]; {
		case b == '(':
			// Lists in a list may follow each other without a space.
			if depth++; depth > maxNesting {
				return false
			}
			value, raw = true, raw[1:]
			ok = len(raw) > 0 && raw[0] != ' '
			continue
		case b == ')':
			depth--
			ok, raw = depth >= 0, raw[1:]
			if ok && len(raw) > 0 && raw[0] == '(' {
				continue
			}
			value = false
		case b == ' ':
			ok, value, raw = !value, true, raw[1:]
			continue
		case !value:
			return false
		default:
			raw, ok = skipValue(raw)
			value = false
		}
		ok = ok && (len(raw) == 0 || raw[0] == ' ' || raw[0] == ')')
	}
	return ok && depth == 0
}

// skipValue steps over one value that is no list.
func skipValue(raw []byte) (rest []byte, ok bool) {
	switch raw[0] {
	case '"':
		for n := 1; n < len(raw); n++ {
			switch raw[n] {
			case '\\':
				n++
			case '\r', '\n':
				return nil, false
			case '"':
				return raw[n+1:], true
			}
		}
		return nil, false
	case '{':
		end := bytes.Index(raw, []byte("}\r\n"))
		size, ok := literalSize(raw[:max(0, end+1)])
		if !ok || int64(len(raw)-end-3) < size {
			return nil, false
		}
		return raw[int64(end+3)+size:], true
	}
	n := 0
	for n < len(raw) && raw[n] > ' ' && raw[n] != 0x7f && bytes.IndexByte([]byte(`(){"`), raw[n]) < 0 {
		n++
	}
	return raw[n:], n > 0
}
