package diagnose

import "mailknock/mail/diagnose/text"

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
