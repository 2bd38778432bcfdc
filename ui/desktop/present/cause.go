package present

import (
	"strings"

	"mailknock/mail"
	"mailknock/mail/diagnose"
	"mailknock/mail/diagnose/cause"
	"mailknock/mail/wire"
)

// newCause takes the best of a check's causes. Without any, the error itself
// is the evidence.
func newCause(p wire.Protocol, list []mail.Cause, err error, log *Log) Cause {
	best := mail.Cause{ID: diagnose.Unknown, Title: ProtocolName(p) + " failed", Confidence: mail.Possible}
	if err != nil {
		best.Evidence = []string{wire.Visible([]byte(err.Error()))}
	}
	if len(list) > 0 {
		best, list = list[0], list[1:]
	}
	c := Cause{
		ID: best.ID, Title: best.Title, Confidence: string(best.Confidence), Who: WhoWords(best.Who),
		Protocols: []wire.Protocol{p}, admin: best.Who == "admin", RuledOut: best.RuledOut,
	}
	about := known(best.ID)
	c.Explanation, c.Sources = about.Explanation, about.Sources
	for _, r := range list {
		c.Rivals = append(c.Rivals, Rival{r, strings.Join(known(r.ID).Tells, " ")})
	}
	if best.ID == diagnose.Unknown {
		c.Who = unknownWords
	}
	for _, e := range best.Evidence {
		c.Evidence = append(c.Evidence, Evidence{e, find(e, p, log), []wire.Protocol{p}})
	}
	for _, a := range best.Advice {
		c.Advice = append(c.Advice, NewAdvice(a))
	}
	return c
}

// known gives what the table says of a cause; nothing where it has none.
func known(id string) cause.Cause {
	if !cause.Known(id) {
		return cause.Cause{}
	}
	return cause.Get(id)
}

// unknownWords stand where somebody who has to act would: nobody is known.
const unknownWords = "Nothing known fits: these are the server's own words."

// WhoWords says who has to act.
func WhoWords(who string) string {
	switch who {
	case "you":
		return "You can put this right yourself."
	case "app":
		return "Whoever registered the app has to act."
	case "admin":
		return "Your administrator has to act."
	case "server":
		return "Whoever runs the server has to act."
	case "wait":
		return "Nobody has to act: waiting helps."
	case "none":
		return "Nobody can change this; there is a way round."
	}
	return ""
}

// find gives the number of the event that a piece of evidence quotes.
func find(evidence string, p wire.Protocol, log *Log) int {
	quote := strings.TrimSpace(strings.TrimLeft(evidence, "←→<>· "))
	if name, rest, ok := strings.Cut(quote, ": "); ok && len(name) < 12 {
		if at := findText(rest, p, log); at >= 0 {
			return at
		}
	}
	return findText(quote, p, log)
}

func findText(quote string, p wire.Protocol, log *Log) int {
	const least = 8
	if len(quote) < least {
		return -1
	}
	for i := len(log.lines) - 1; i >= 0; i-- {
		line := log.lines[i]
		if line.Protocol != p || len(line.Text) < least {
			continue
		}
		if strings.Contains(line.Text, quote) || strings.Contains(quote, line.Text) {
			return line.Seq
		}
	}
	return -1
}
