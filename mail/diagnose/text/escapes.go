package text

import (
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

var (
	colour   = regexp.MustCompile("\x1b\\[[0-9;?]*[ -/]*[@-~]|\x1b[@-_]")
	unicoded = regexp.MustCompile(`\\+(?:u00|x)([0-9a-fA-F]{2})`)
	percent  = regexp.MustCompile(`%[0-9a-fA-F]{2}`)
	// windowsPath is C:\mail\log, whose \m and \l are no escapes, or the same
	// with every backslash doubled. "S:\r\n" is none.
	windowsPath = regexp.MustCompile(`\b[A-Za-z]:\\+\w[\w$~-]+(?:\\+[\w$~@.()-]+)*`)
	slashes     = regexp.MustCompile(`\\+`)
	query       = regexp.MustCompile(`[?&#](?:error|error_description|error_subcode|code|state|scope|authError)=`)
)

// unescape takes off what a format puts around a text: colours, JSON and
// source escapes, HTML entities, percent encoding.
func unescape(s string) string {
	if strings.Contains(s, "\x1b") {
		s = colour.ReplaceAllString(s, "")
	}
	if strings.Contains(s, "%") && percent.MatchString(s) {
		s = unpercent(s)
	}
	if strings.Contains(s, "&") && strings.Contains(s, ";") {
		s = html.UnescapeString(s)
	}
	if strings.Contains(s, `\`) {
		s = windowsPath.ReplaceAllStringFunc(s, func(m string) string {
			return slashes.ReplaceAllString(m, "/")
		})
		s = unicoded.ReplaceAllStringFunc(s, func(m string) string {
			n, _ := strconv.ParseUint(m[len(m)-2:], 16, 8)
			if n == 0 {
				return `\0`
			}
			return string(rune(n))
		})
		s = unslash(s)
	}
	return s
}

// unslash resolves escapes of one backslash or of several.
func unslash(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		for i < len(s) && s[i] == '\\' {
			i++
		}
		if i == len(s) {
			break
		}
		switch s[i] {
		case 'r', 'n', 't', 'b', 'f':
			// A Windows path or a word: C:\news, DOMAIN\rob.
			if i+1 < len(s) && small(s[i+1]) && i >= 2 && (small(s[i-2]) || large(s[i-2])) && i >= 3 && s[i-3] != ' ' && !strings.HasSuffix(s[:i-1], ".") {
				b.WriteByte(' ')
				b.WriteByte(s[i])
				continue
			}
			b.WriteByte(' ')
		case '0':
			b.WriteByte(0)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// unpercent decodes percent encoding; in a query a plus is a space.
func unpercent(s string) string {
	if query.MatchString(s) {
		s = strings.ReplaceAll(s, "+", " ")
	}
	for range 2 {
		before := s
		s = percent.ReplaceAllStringFunc(s, func(m string) string {
			if u, err := url.PathUnescape(m); err == nil {
				return u
			}
			return m
		})
		if s == before {
			break
		}
	}
	return s
}
