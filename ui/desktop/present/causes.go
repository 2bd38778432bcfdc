package present

import (
	"fmt"
	"slices"
	"strings"

	"mailknock/mail"
	"mailknock/mail/wire"
)

// causes joins the checks that failed for the same reason.
func causes(o mail.Outcome, log *Log) []Cause {
	var list []Cause
next:
	for _, c := range o.Checks {
		if c.OK || cancelled(c.Err) {
			continue
		}
		n := newCause(c.Protocol, c.Causes, c.Err, log)
		for i := range list {
			if list[i].ID == n.ID && list[i].bare() == n.bare() {
				list[i].join(n, c.Protocol)
				continue next
			}
		}
		list = append(list, n)
	}
	tellOnce(list)
	for i := range list {
		list[i].name()
	}
	return list
}

// tellOnce takes evidence away that stands with a cause above, where that
// leaves some.
func tellOnce(list []Cause) {
	told := map[string]bool{}
	for i := range list {
		c := &list[i]
		isNew := slices.DeleteFunc(slices.Clone(c.Evidence), func(e Evidence) bool { return told[e.Text] })
		if len(isNew) > 0 {
			c.Evidence = isNew
		}
		for _, e := range c.Evidence {
			told[e.Text] = true
		}
	}
}

// bare is the title without the protocol in front.
func (c Cause) bare() string {
	if len(c.Protocols) == 0 {
		return c.Title
	}
	return strings.TrimPrefix(c.Title, ProtocolNames(c.Protocols)+": ")
}

// join adds the evidence of another protocol for the same cause.
func (c *Cause) join(n Cause, p wire.Protocol) {
	bare, named := c.bare(), c.bare() != c.Title
	c.Protocols = append(c.Protocols, p)
	if named {
		c.Title = ProtocolNames(c.Protocols) + ": " + bare
	}
next:
	for _, e := range n.Evidence {
		for i := range c.Evidence {
			if c.Evidence[i].Text == e.Text {
				c.Evidence[i].of = append(c.Evidence[i].of, p)
				continue next
			}
		}
		c.Evidence = append(c.Evidence, e)
	}
}

// name puts the protocol before evidence that not all of them gave.
func (c *Cause) name() {
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if len(e.of) < len(c.Protocols) {
			e.Text = ProtocolNames(e.of) + ": " + e.Text
		}
	}
}

// blame marks the evidence, and the server's last word in every failed step.
func (v *Verdict) blame(lanes *Lanes, log *Log) {
	for _, c := range v.Causes {
		for _, e := range c.Evidence {
			if e.Seq >= 0 {
				v.Blamed[e.Seq] = true
			}
		}
	}
	for _, lane := range lanes.List {
		for _, s := range lane.Segments {
			if s.Status != Failed {
				continue
			}
			last := -1
			for _, line := range log.lines {
				if line.Protocol == lane.Protocol && line.Seq >= s.FromSeq && line.Seq <= s.ToSeq && line.Direction == wire.In {
					last = line.Seq
				}
			}
			if last < 0 {
				last = s.ToSeq // the program's own line about the failure
			}
			v.Blamed[last] = true
		}
	}
}

// Text is a cause as a message to whoever has to act.
func (c Cause) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\nBecause:\n", c.Title, c.Who)
	for _, e := range c.Evidence {
		fmt.Fprintf(&b, "  %s\n", e.Text)
	}
	b.WriteString("\nWhat to do:\n")
	for i, a := range c.Advice {
		fmt.Fprintf(&b, "%d. %s\n", i+1, a.Text)
		if a.Code != "" {
			fmt.Fprintf(&b, "   %s\n", strings.ReplaceAll(a.Code, "\n", "\n   "))
		}
	}
	return b.String()
}

// ForAdmin tells whether an administrator has to act.
func (c Cause) ForAdmin() bool { return c.admin }
