package sandbox

import (
	"fmt"
	"strings"
)

func (s *imapSession) selectRW(p *imapParser) { s.open(p, false) }
func (s *imapSession) examine(p *imapParser)  { s.open(p, true) }

// open opens a folder (RFC 3501 sections 6.3.1 and 6.3.2).
func (s *imapSession) open(p *imapParser, examined bool) {
	p.need(" ")
	name := p.astring()
	if !s.end(p) {
		return
	}
	s.folder = nil
	f, ok := s.box.post.open(s.person, name)
	if !ok {
		s.finish("NO [NONEXISTENT] there is no mailbox of that name")
		return
	}
	s.folder, s.examined = &f, examined
	lines := []string{
		`* FLAGS (\Answered \Flagged \Deleted \Seen \Draft)`,
		fmt.Sprintf("* %d EXISTS", len(f.mails)),
		"* 0 RECENT",
		"* OK [PERMANENTFLAGS ()] no flag is kept",
		fmt.Sprintf("* OK [UIDVALIDITY %d] UIDs valid", uidValidity),
		fmt.Sprintf("* OK [UIDNEXT %d] next UID", f.nextUID),
	}
	for i, m := range f.mails {
		if !m.seen {
			lines = append(lines, fmt.Sprintf("* OK [UNSEEN %d] first unseen", i+1))
			break
		}
	}
	verb, access := "SELECT", "[READ-WRITE]"
	if examined {
		verb, access = "EXAMINE", "[READ-ONLY]"
	}
	s.finish(strings.Join(append(lines, "OK "+access+" "+verb+" completed"), "\n"))
}

func (s *imapSession) leave(p *imapParser) {
	if s.end(p) {
		s.folder = nil
		s.finish("OK CLOSE completed")
	}
}

// status tells about a folder without opening it (RFC 3501 section 6.3.10).
func (s *imapSession) status(p *imapParser) {
	p.need(" ")
	name := p.astring()
	p.need(" ")
	var items []string
	p.list(func() { items = append(items, strings.ToUpper(p.atom())) })
	if len(items) == 0 || len(items) > 20 {
		p.fail()
	}
	if !s.end(p) {
		return
	}
	f, ok := s.box.post.open(s.person, name)
	if !ok {
		s.finish("NO [NONEXISTENT] there is no mailbox of that name")
		return
	}
	unseen := 0
	for _, m := range f.mails {
		if !m.seen {
			unseen++
		}
	}
	var told []string
	for _, item := range items {
		value, known := map[string]int{
			"MESSAGES": len(f.mails), "RECENT": 0, "UIDNEXT": int(f.nextUID), "UIDVALIDITY": uidValidity, "UNSEEN": unseen,
		}[item]
		if !known {
			s.bad("the status item " + printable(item) + " is not known")
			return
		}
		told = append(told, fmt.Sprintf("%s %d", item, value))
	}
	s.finish(fmt.Sprintf("* STATUS %s (%s)\nOK STATUS completed", imapString(name), strings.Join(told, " ")))
}

// imapString writes a string as IMAP wants it: quoted, or as a literal.
func imapString(text string) string {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' {
			return imapLiteral(text)
		}
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

func imapLiteral(text string) string { return fmt.Sprintf("{%d}\r\n%s", len(text), text) }

// imapNString is imapString, or NIL for an empty text.
func imapNString(text string) string {
	if text == "" {
		return "NIL"
	}
	return imapString(text)
}
