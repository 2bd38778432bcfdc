package sandbox

import "strings"

func (s *imapSession) list(p *imapParser) { s.folders(p, "LIST") }
func (s *imapSession) lsub(p *imapParser) { s.folders(p, "LSUB") }

func (s *imapSession) folders(p *imapParser, name string) {
	p.need(" ")
	reference := p.astring()
	p.need(" ")
	pattern := p.pattern()
	if !s.end(p) {
		return
	}
	var lines []string
	if pattern == "" {
		lines = append(lines, "* "+name+` (\Noselect) "/" ""`)
	} else {
		for _, folder := range []struct{ flags, name string }{{`\HasNoChildren`, "INBOX"}, {`\HasNoChildren \Sent`, "Sent"}} {
			if matchesPattern(reference+pattern, folder.name) {
				lines = append(lines, "* "+name+" ("+folder.flags+`) "/" `+folder.name)
			}
		}
	}
	s.finish(strings.Join(append(lines, "OK "+name+" completed"), "\n"))
}

// matchesPattern knows * and %, which are the same where no folder has
// another in it. INBOX is the same in any case.
func matchesPattern(pattern, name string) bool {
	if strings.EqualFold(pattern, "INBOX") {
		return name == "INBOX"
	}
	for pattern != "" {
		if pattern[0] == '*' || pattern[0] == '%' {
			pattern = strings.TrimLeft(pattern, "*%")
			for i := range len(name) + 1 {
				if matchesPattern(pattern, name[i:]) {
					return true
				}
			}
			return false
		}
		if name == "" || name[0] != pattern[0] {
			return false
		}
		pattern, name = pattern[1:], name[1:]
	}
	return name == ""
}
