package imap

import "strings"

// carriers tells which command an untagged response belongs to. All others
// stay in the transcript alone; the conversation reads capabilities itself.
var carriers = map[string]string{
	"ID": "ID", "NAMESPACE": "NAMESPACE", "LIST": "LIST",
	"STATUS": "STATUS", "EXISTS": "EXAMINE", "FETCH": "FETCH",
}

// take looks at a response. It is called with the lock held.
func (b *bridge) take(r response) error {
	switch {
	case r.kind == continuation:
		return broken("the server asked for more where nothing was to come", r.line)
	case r.kind == tagged:
		return b.answered(r)
	case r.name == "PREAUTH":
		return broken("the server sent a second greeting", r.line)
	case r.name == "BYE":
		b.bye = r.refusal("")
	case r.name == "CAPABILITY":
		caps, err := capabilities(r.text)
		if err != nil {
			return err
		}
		b.c.caps = caps
	}
	switch {
	case !b.wanted(r):
	case wellFormed(r.raw):
		b.pending = append(b.pending, r.raw...)
	default:
		b.odd = true
	}
	return nil
}

// answered keeps an answer as it is, and gives go-imap its status alone: it
// would stumble over codes that it does not know.
func (b *bridge) answered(r response) error {
	for _, cmd := range b.commands {
		if cmd.tag != r.tag || cmd.answer != nil {
			continue
		}
		if r.name != "OK" && r.name != "NO" && r.name != "BAD" {
			return broken("the server answered "+cmd.name+" with neither OK nor NO nor BAD", r.line)
		}
		cmd.answer = &r
		b.waiting--
		b.pending = append(b.pending, cmd.theirs+" "+r.name+" answered\r\n"...)
		return nil
	}
	return broken("the server answered a command that was not sent", r.line)
}

func (b *bridge) wanted(r response) bool {
	name, ok := carriers[r.name]
	for _, cmd := range b.commands {
		if ok && cmd.name == name && cmd.answer == nil {
			// Another client may change another message's flags meanwhile.
			return r.name != "FETCH" || strings.Contains(strings.ToUpper(r.text), "ENVELOPE")
		}
	}
	return false
}
