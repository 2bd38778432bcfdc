package present

import "strings"

// looksLikeAddress is for a person who is still typing: the services decide.
// A user name without @ is allowed at servers of one's own.
func looksLikeAddress(text string) bool {
	return !strings.ContainsAny(text, " \t\r\n") && !strings.HasPrefix(text, "@") && !strings.HasSuffix(text, "@")
}

// WholeAddress tells whether a text has a domain that may be all of it:
// anna@example.org, but not anna@example.
func WholeAddress(text string) bool {
	_, domain, _ := strings.Cut(strings.TrimSpace(text), "@")
	dot := strings.LastIndexByte(domain, '.')
	return dot > 0 && len(domain)-dot > 2
}
