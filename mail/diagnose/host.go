package diagnose

import (
	"regexp"
	"slices"
	"strings"
)

var (
	hostName = `[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`
	// namedHost finds a server's name by the word before it, the port behind it,
	// or its first label.
	namedHost = regexp.MustCompile(`(?i)(?:\b(?:ENOTFOUND|EAI_AGAIN|lookup|resolve|resolving|host(?:name)?|server|domain|connect(?:ing)?(?: to)?)\b["':=\s(]{1,3}(?:host |address )?["']?(` + hostName + `))` +
		`|\b(` + hostName + `):\d{2,5}\b` +
		`|\b((?:imap|smtp|pop3?|mail|outlook|login|oauth2?|accounts)[\w-]*\.` + hostName + `)`)
	// fileEnds are endings of names that are files.
	fileEnds = strings.Fields("c cc cpp cs go h html java js json jsx kt log lua mjs php pl pm py rb rs sh swift ts tsx txt xml yml yaml")
)

// host gives the server that a line names, or nothing.
func (s *scene) host(line int) string {
	if line < 0 {
		return ""
	}
	for _, m := range namedHost.FindAllStringSubmatch(s.lines[line].Text, 4) {
		name := m[1] + m[2] + m[3]
		if end := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:]); !slices.Contains(fileEnds, end) {
			return name
		}
	}
	return ""
}
