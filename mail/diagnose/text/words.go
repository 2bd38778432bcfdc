package text

import (
	"hash/maphash"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWord is the longest word that is kept: what is longer is data.
const maxWord = 64

// appendWords appends the words of s to dst: in small letters, taken apart at
// punctuation and where CamelCase changes, a space after each. A dot stays
// between digits, an apostrophe goes without a trace.
func appendWords(dst []byte, s string) []byte {
	start := len(dst)
	prev := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			dst = append(dst, c)
		case c >= 'A' && c <= 'Z':
			next := byte(' ')
			if i+1 < len(s) {
				next = s[i+1]
			}
			if small(prev) && len(dst) > start || large(prev) && small(next) && !acronymEnd(s, i+1) && !oauth(dst[start:], s[i:]) {
				dst, start = endWord(dst, start)
			}
			dst = append(dst, c|0x20)
		case c == '\'' && i+1 < len(s) && letter(prev) && letter(s[i+1]) && len(dst)-start > 1:
			continue // doesn't, but not u'error'
		case c == '.' && digit(prev) && i+1 < len(s) && digit(s[i+1]):
			dst = append(dst, c)
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == '’' || r == '‘':
			case unicode.IsLetter(r) || unicode.IsMark(r):
				dst = utf8.AppendRune(dst, unicode.ToLower(r))
				prev = 'x'
			default:
				dst, start = endWord(dst, start)
				prev = ' '
			}
			i += size - 1
			continue
		default:
			dst, start = endWord(dst, start)
		}
		prev = c
	}
	dst, _ = endWord(dst, start)
	return dst
}

// acronymEnd tells of a plural or of a unit after large letters: "IDs", "URLs".
func acronymEnd(s string, i int) bool {
	return s[i] == 's' && (i+1 == len(s) || !small(s[i+1]))
}

// oauth tells of the middle of "OAuth" and "XOAuth2", which are one word.
func oauth(word []byte, rest string) bool {
	return strings.HasPrefix(rest, "Auth") && (string(word) == "o" || string(word) == "xo")
}

func endWord(dst []byte, start int) ([]byte, int) {
	n := len(dst) - start
	switch {
	case n == 0:
		return dst, start
	case n > maxWord:
		return dst[:start], start
	}
	dst = append(dst, ' ')
	return dst, len(dst)
}

func letter(c byte) bool { return small(c) || large(c) }

func small(c byte) bool { return c >= 'a' && c <= 'z' }
func large(c byte) bool { return c >= 'A' && c <= 'Z' }
func digit(c byte) bool { return c >= '0' && c <= '9' }

// Words gives the words of s as they stand in Line.Words.
func Words(s string) string {
	return string(appendWords([]byte{' '}, s))
}

var seed = maphash.MakeSeed()

// template tells lines that differ only in their numbers, names and ids: the
// words without those that hold a digit.
func template(words []byte) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	start, plain := 0, true
	for i, c := range words {
		switch {
		case c == ' ':
			if plain {
				_, _ = h.Write(words[start : i+1])
			} else if i-start == 3 || i-start >= 5 && words[start+1] == '.' {
				_, _ = h.Write(words[start : i+1]) // a reply code: 535, 5.7.8
			}
			start, plain = i+1, true
		case digit(c):
			plain = false
		}
	}
	return h.Sum64()
}
