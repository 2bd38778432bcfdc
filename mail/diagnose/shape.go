package diagnose

import (
	"fmt"

	"mailknock/mail/diagnose/text"
)

// shape tells in words what a text looks like: a report, a dialogue, code, a
// configuration, prose.
func (s *scene) shape() []string {
	c := s.count()
	shape := []string{length(c.all)}
	for _, look := range []struct {
		is   bool
		name string
	}{
		{c.code > 0, "code"},
		{c.code*10 >= c.all*3, "mostly code"},
		{c.config*10 >= c.all*7, "configuration"},
		{c.doc*2 >= c.all, "prose"},
		{c.keys, "error keys"},
		{c.report > 0, "report"},
		{c.short > 0, "short report"},
		{s.refusal() >= 0, "refusal"},
		{s.signedIn(), "signed in"},
		{s.any(failing), "failing"},
	} {
		if look.is {
			shape = append(shape, look.name)
		}
	}
	return append(shape, s.lineShapes()...)
}

func length(lines int) string {
	switch {
	case lines <= 1:
		return "one line"
	case lines <= 3:
		return "few lines"
	case lines <= 10:
		return "some lines"
	}
	return "many lines"
}

// lineShapes are what some line of the text looks like.
func (s *scene) lineShapes() []string {
	seen := map[string]bool{}
	asides := 0
	lines := s.lines[:min(len(s.lines), maxCensus)]
	for i, l := range lines {
		if s.asides[i] {
			asides++
		}
		seen["stamped"] = seen["stamped"] || l.Stamped
		seen["client"] = seen["client"] || l.Side == text.Client
		seen["server"] = seen["server"] || l.Side == text.Server
		seen["loud"] = seen["loud"] || loudLine.MatchString(l.Text)
		seen["stack"] = seen["stack"] || stackLine.MatchString(l.Raw)
	}
	seen["talk"] = asides > 0
	seen["mostly talk"] = asides > 0 && asides*2 >= len(lines)
	var list []string
	for _, name := range []string{"stamped", "client", "server", "loud", "stack", "talk", "mostly talk"} {
		if seen[name] {
			list = append(list, name)
		}
	}
	return list
}

// way tells in words which way of signing in shows.
func (s *scene) way() []string {
	way := []string{"grant " + s.grant}
	for _, look := range []struct {
		is   bool
		name string
	}{{s.oauth, "oauth"}, {s.password, "password"}, {s.appOnly, "app only"}} {
		if look.is {
			way = append(way, look.name, look.name+" "+string(s.protocol))
		}
	}
	return way
}

// found tells in words what the rules found, and where: a text is much like those
// in which they found the same. Causes on many lines are a list of what can fail
// rather than a failure.
func (s *scene) found(list []opinion) []string {
	if len(list) == 0 {
		return []string{"found nothing"}
	}
	names := []string{"first " + list[0].cause}
	if at := list[0].first; at >= 0 {
		names = append(names, "decided by "+s.kind(at))
	}
	lines := map[int]bool{}
	for _, o := range list {
		lines[o.first] = true
		names = append(names, "found "+o.cause)
		if o.weight >= strong {
			names = append(names, "strong "+o.cause)
		}
		if o.weight >= plain {
			names = append(names, "plain "+o.cause)
		}
	}
	return append(names, fmt.Sprintf("decided by %d lines", min(len(lines), maxDeciding)))
}

// maxDeciding is up to how many deciding lines are counted.
const maxDeciding = 4

// kind tells in a word what sort of line one is.
func (s *scene) kind(i int) string {
	l := s.lines[i]
	switch {
	case l.Decoded:
		return "decoded"
	case codeLine.MatchString(l.Raw):
		return "code"
	case l.Side == text.Server:
		return "server"
	case l.Side == text.Client:
		return "client"
	case s.asides[i]:
		return "talk"
	case loudLine.MatchString(l.Text):
		return "loud"
	case stackLine.MatchString(l.Raw):
		return "stack"
	}
	return "plain"
}
