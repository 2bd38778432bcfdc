package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/wire"
)

// greetings are how servers begin, by the protocol they speak.
var greetings = []struct {
	protocol string
	begins   *regexp.Regexp
}{
	{"SSH", regexp.MustCompile(`SSH-`)},
	{"HTTP", regexp.MustCompile(`HTTP/1`)},
	{"SMTP", regexp.MustCompile(`\b220\b`)},
	{"IMAP", regexp.MustCompile(`\* OK`)},
	{"POP3", regexp.MustCompile(`\+OK`)},
}

// otherProtocol gives the protocol of a greeting in a line where that is not
// the one that was asked for, and whether the line begins with it.
func otherProtocol(line string, asked wire.Protocol) (protocol string, begins bool) {
	for _, g := range greetings {
		if strings.EqualFold(g.protocol, string(asked)) {
			continue
		}
		if at := g.begins.FindStringIndex(line); at != nil {
			return g.protocol, at[0] == 0
		}
	}
	return "", false
}
