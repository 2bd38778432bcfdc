package sandbox

import (
	"fmt"
	"strconv"
	"strings"
)

// fetchItem is one data item of a FETCH: its name as the answer has it, and
// what it gives.
type fetchItem struct {
	name string
	// reads is true when the item marks a message as read.
	reads bool
	value func(s *imapSession, m *mail) string
}

const maxFetchItems = 40

func (s *imapSession) fetch(p *imapParser)    { s.fetchMails(p, false) }
func (s *imapSession) uidFetch(p *imapParser) { s.fetchMails(p, true) }

// fetchMails answers FETCH and UID FETCH (RFC 3501 section 6.4.5).
func (s *imapSession) fetchMails(p *imapParser, byUID bool) {
	p.need(" ")
	set, ok := parseSet(p.while(func(c byte) bool { return isAtomChar(c) || c == '*' }))
	p.need(" ")
	items := parseItems(p)
	if !ok {
		p.fail()
	}
	if !s.end(p) {
		return
	}
	if byUID {
		items = withUID(items)
	}
	chosen, ok := set.choose(s.folder, byUID)
	if !ok {
		s.bad("there is no message of that number")
		return
	}
	for _, i := range chosen {
		m := s.folder.mails[i]
		values := make([]string, 0, len(items))
		marks := false
		for _, item := range items {
			if item.reads && !s.examined && !m.seen && !s.read[m.uid] {
				s.read[m.uid], marks = true, true
			}
			values = append(values, item.name+" "+item.value(s, m))
		}
		if marks && !strings.Contains(" "+strings.Join(names(items), " ")+" ", " FLAGS ") {
			values = append(values, "FLAGS "+s.flags(m))
		}
		s.send(fmt.Sprintf("* %d FETCH (%s)", i+1, strings.Join(values, " ")))
	}
	s.finish("OK FETCH completed")
}

func names(items []fetchItem) []string {
	list := make([]string, len(items))
	for i, item := range items {
		list[i] = item.name
	}
	return list
}

func withUID(items []fetchItem) []fetchItem {
	for _, item := range items {
		if item.name == "UID" {
			return items
		}
	}
	return append(items, simpleItems["UID"])
}

func (s *imapSession) flags(m *mail) string {
	if m.seen || s.read[m.uid] {
		return `(\Seen)`
	}
	return "()"
}

// parseItems reads a macro, one item, or a list of items.
func parseItems(p *imapParser) []fetchItem {
	for _, macro := range []struct{ name, items string }{
		{"ALL", "FLAGS INTERNALDATE RFC822.SIZE ENVELOPE"},
		{"FAST", "FLAGS INTERNALDATE RFC822.SIZE"},
	} {
		if strings.EqualFold(p.rest, macro.name) {
			p.rest = ""
			var items []fetchItem
			for name := range strings.FieldsSeq(macro.items) {
				items = append(items, simpleItems[name])
			}
			return items
		}
	}
	var items []fetchItem
	one := func() {
		if len(items) == maxFetchItems {
			p.fail()
			return
		}
		items = append(items, parseItem(p))
	}
	if strings.HasPrefix(p.rest, "(") {
		p.list(one)
	} else {
		one()
	}
	if len(items) == 0 {
		p.fail()
	}
	return items
}

var simpleItems = map[string]fetchItem{
	"FLAGS": {name: "FLAGS", value: func(s *imapSession, m *mail) string { return s.flags(m) }},
	"UID":   {name: "UID", value: func(_ *imapSession, m *mail) string { return strconv.Itoa(int(m.uid)) }},
	"INTERNALDATE": {name: "INTERNALDATE", value: func(_ *imapSession, m *mail) string {
		return m.date.Format(`"_2-Jan-2006 15:04:05 -0700"`)
	}},
	"RFC822.SIZE": {name: "RFC822.SIZE", value: func(_ *imapSession, m *mail) string { return strconv.Itoa(len(m.raw)) }},
	"ENVELOPE":    {name: "ENVELOPE", value: func(_ *imapSession, m *mail) string { return envelopeOf(m.raw) }},
	"RFC822":      {name: "RFC822", reads: true, value: func(_ *imapSession, m *mail) string { return imapLiteral(m.raw) }},
	"RFC822.HEADER": {name: "RFC822.HEADER", value: func(_ *imapSession, m *mail) string {
		head, _ := splitMail(m.raw)
		return imapLiteral(head)
	}},
	"RFC822.TEXT": {name: "RFC822.TEXT", reads: true, value: func(_ *imapSession, m *mail) string {
		_, body := splitMail(m.raw)
		return imapLiteral(body)
	}},
}

func parseItem(p *imapParser) fetchItem {
	name := strings.ToUpper(p.while(func(c byte) bool { return isAtomChar(c) && c != '[' }))
	if item, ok := simpleItems[name]; ok {
		return item
	}
	if name == "BODY" || name == "BODY.PEEK" {
		return parseBody(p, name == "BODY")
	}
	p.fail()
	return fetchItem{}
}
