package present

import (
	"fmt"
	"strings"

	"mailknock/mail"
	"mailknock/mail/wire"
)

// causes joins the checks that failed for the same reason.
func causes(o mail.Outcome, log *Log) []Cause {
	var list []Cause
next:
	for _, c := range o.Checks {
		if c.OK {
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
	return list
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
	if named && len(c.Protocols) == 1 {
		c.Evidence = prefixed(c.Evidence, c.Protocols[0])
	}
	if named {
		n.Evidence = prefixed(n.Evidence, p)
	}
	c.Protocols = append(c.Protocols, p)
	c.Evidence = merge(c.Evidence, n.Evidence)
	if named {
		c.Title = ProtocolNames(c.Protocols) + ": " + bare
	}
}

func prefixed(list []Evidence, p wire.Protocol) []Evidence {
	for i := range list {
		list[i].Text = ProtocolName(p) + ": " + list[i].Text
	}
	return list
}

func merge(a, b []Evidence) []Evidence {
	for _, e := range b {
		known := false
		for _, f := range a {
			known = known || f.Text == e.Text
		}
		if !known {
			a = append(a, e)
		}
	}
	return a
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
			if last >= 0 {
				v.Blamed[last] = true
			}
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
