package sandbox

import (
	"strconv"
	"strings"
)

// parseBody reads "[section]<first.count>" after BODY or BODY.PEEK.
func parseBody(p *imapParser, reads bool) fetchItem {
	p.need("[")
	section := ""
	if !strings.HasPrefix(p.rest, "]") {
		section = strings.ToUpper(p.atom())
	}
	var fields []string
	switch section {
	case "", "HEADER", "TEXT", "1":
	case "HEADER.FIELDS", "HEADER.FIELDS.NOT":
		p.need(" ")
		p.list(func() { fields = append(fields, p.astring()) })
		if len(fields) == 0 || len(fields) > 100 {
			p.fail()
		}
	default:
		p.fail()
	}
	p.need("]")
	first, count, partial := parsePartial(p)

	name := "BODY[" + section
	if fields != nil {
		quoted := make([]string, len(fields))
		for i, field := range fields {
			quoted[i] = imapString(field)
		}
		name += " (" + strings.Join(quoted, " ") + ")"
	}
	name += "]"
	if partial {
		name += "<" + strconv.Itoa(first) + ">"
	}
	return fetchItem{name: name, reads: reads, value: func(_ *imapSession, m *mail) string {
		text := sectionOf(m.raw, section, fields)
		if partial {
			text = text[min(first, len(text)):]
			text = text[:min(count, len(text))]
		}
		return imapLiteral(text)
	}}
}

func parsePartial(p *imapParser) (first, count int, ok bool) {
	if !p.take("<") {
		return 0, 0, false
	}
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	from := p.while(digit)
	p.need(".")
	size := p.while(digit)
	p.need(">")
	a, err1 := strconv.ParseInt(from, 10, 31)
	b, err2 := strconv.ParseInt(size, 10, 31)
	if err1 != nil || err2 != nil || b == 0 {
		p.fail()
	}
	return int(a), int(b), true
}

func sectionOf(raw, section string, fields []string) string {
	head, body := splitMail(raw)
	switch section {
	case "HEADER":
		return head
	case "TEXT", "1":
		return body
	case "HEADER.FIELDS":
		return pickFields(head, fields, true)
	case "HEADER.FIELDS.NOT":
		return pickFields(head, fields, false)
	}
	return raw
}

// splitMail gives the header with the empty line after it, and the body.
func splitMail(raw string) (head, body string) {
	if strings.HasPrefix(raw, "\r\n") {
		return "\r\n", raw[2:]
	}
	head, body, ok := strings.Cut(raw, "\r\n\r\n")
	if !ok {
		return raw, ""
	}
	return head + "\r\n\r\n", body
}

// headerField is one field with its folded lines, CRLF included.
type headerField struct{ name, raw string }

func headerFields(head string) []headerField {
	var list []headerField
	for line := range strings.SplitAfterSeq(head, "\r\n") {
		switch {
		case line == "" || line == "\r\n":
		case (line[0] == ' ' || line[0] == '\t') && len(list) > 0:
			list[len(list)-1].raw += line
		default:
			name, _, _ := strings.Cut(line, ":")
			list = append(list, headerField{strings.TrimRight(name, " \t"), line})
		}
	}
	return list
}

func pickFields(head string, wanted []string, keep bool) string {
	var text strings.Builder
	for _, field := range headerFields(head) {
		found := false
		for _, name := range wanted {
			found = found || strings.EqualFold(name, field.name)
		}
		if found == keep {
			text.WriteString(field.raw)
		}
	}
	return text.String() + "\r\n"
}
