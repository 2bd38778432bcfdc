package smtp

import (
	"encoding/base64"
	"mime"
	"strings"
)

// unixLines gives text with LF alone at every line's end, the last included.
func unixLines(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	return strings.TrimRight(text, "\n") + "\n"
}

// transferEncoding picks the encoding that keeps text readable on the way:
// none for short ASCII lines, quoted-printable where most is ASCII, else
// base64 (RFC 2045 section 6).
func transferEncoding(text string) string {
	plain, foreign := true, 0
	for line := range strings.SplitSeq(text, "\n") {
		plain = plain && len(line) <= 76 && !strings.HasSuffix(line, " ") && !strings.HasSuffix(line, "\t")
	}
	for n := range len(text) {
		b := text[n]
		switch {
		case b >= 0x80:
			foreign++
		case b < ' ' && b != '\n' && b != '\t', b == 0x7f:
			plain = false
		}
	}
	switch {
	case foreign > len(text)/3:
		return "base64"
	case foreign > 0 || !plain:
		return "quoted-printable"
	}
	return "7bit"
}

// encodeSubject gives the field's value (RFC 2047).
func encodeSubject(subject string) string {
	if encoded := mime.QEncoding.Encode("utf-8", subject); encoded != subject {
		return encoded
	}
	// ASCII that folding or decoding would change is encoded too.
	long := false
	for word := range strings.SplitSeq(subject, " ") {
		long = long || word == "" || len(word) > 60
	}
	if !long && !strings.Contains(subject, "=?") {
		return subject
	}
	var words []string
	for subject != "" {
		n := min(45, len(subject))
		words = append(words, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(subject[:n]))+"?=")
		subject = subject[n:]
	}
	return strings.Join(words, " ")
}
