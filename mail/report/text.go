package report

import (
	"fmt"
	"strings"
	"time"

	"mailknock/mail"
	"mailknock/mail/diagnose/cause"
	"mailknock/mail/wire"
)

// Text gives the report that a person pastes into a ticket: the verdict, why,
// what to do, the steps, and the whole log.
func Text(o mail.Outcome, t *wire.Transcript) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Mailknock report, %s\n", o.Started.Format(time.RFC1123Z))
	fmt.Fprintf(&b, "Account:  %s (provider: %s)\n", shown(o.Account.User), shown(o.Account.Provider))
	b.WriteString(Verdict(o))
	for _, c := range o.Checks {
		fmt.Fprintf(&b, "\n%s steps at %s:\n", Name(c.Protocol), shown(c.Server.String()))
		for _, s := range c.Steps {
			fmt.Fprintf(&b, "  %s %-12s %8s  %s\n", mark(s.OK), s.Name, Milliseconds(s.Duration), s.Detail)
		}
	}
	b.WriteString("\nLog (secrets are masked):\n")
	for _, e := range t.Events() {
		if e.Kind == wire.Said {
			b.WriteString(Line(e))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Verdict gives the sign-in, a line for each check, and the causes of what
// failed.
func Verdict(o mail.Outcome) string {
	var b strings.Builder
	switch {
	case o.SignIn.OK:
		fmt.Fprintf(&b, "Sign-in:  passed (%s), %s\n", o.SignIn.Method, shown(o.SignIn.Token.Summary()))
	case o.SignIn.Stopped:
		b.WriteString("Sign-in:  stopped\n")
		return b.String()
	default:
		b.WriteString("Sign-in:  FAILED\n")
	}
	writeCauses(&b, o.SignIn.Causes)
	for _, c := range o.Checks {
		result := "FAILED"
		switch {
		case c.OK:
			result = "passed"
		case c.Stopped():
			result = "stopped"
		}
		fmt.Fprintf(&b, "%-9s %s in %s at %s", Name(c.Protocol)+":", result, Milliseconds(c.Duration), shown(c.Server.String()))
		if c.Mechanism != "" {
			fmt.Fprintf(&b, " with %s", c.Mechanism)
		}
		b.WriteByte('\n')
		if detail := proof(c); detail != "" {
			fmt.Fprintf(&b, "          %s\n", detail)
		}
		if !c.Stopped() {
			writeCauses(&b, c.Causes)
		}
	}
	return b.String()
}

// writeCauses writes the best cause and its rivals, each with what would tell it
// from the best and what speaks against it.
func writeCauses(b *strings.Builder, causes []mail.Cause) {
	for k, c := range causes {
		fmt.Fprintf(b, "\n  %s (%s, %s)\n", c.Title, c.ID, c.Confidence)
		fmt.Fprintf(b, "  Who has to act: %s\n", Who(c.Who))
		about := known(c.ID)
		if k > 0 && c.Confidence != mail.Certain {
			for _, tell := range about.Tells {
				fmt.Fprintf(b, "  What would tell: %s\n", tell)
			}
		}
		for _, e := range c.Evidence {
			fmt.Fprintf(b, "  Because: %s\n", e)
		}
		for i, a := range c.Advice {
			fmt.Fprintf(b, "  %d. %s\n", i+1, a)
		}
		for _, text := range c.RuledOut {
			fmt.Fprintf(b, "  Ruled out: %s\n", text)
		}
		for _, source := range about.Sources {
			fmt.Fprintf(b, "  Read more: %s\n", source)
		}
		b.WriteByte('\n')
	}
}

// known gives what the table says of a cause; nothing where it has none.
func known(id string) cause.Cause {
	if !cause.Known(id) {
		return cause.Cause{}
	}
	return cause.Get(id)
}

// Line gives an event of kind Said as one line of text.
func Line(e wire.Event) string {
	text := fmt.Sprintf("%9.3f  %-5s %s %s", e.At.Seconds(), Name(e.Protocol), Arrow(e.Direction), e.Text)
	if e.Untrusted {
		text += "  (before TLS)"
	}
	return text
}

// Arrow shows who spoke.
func Arrow(d wire.Direction) string {
	switch d {
	case wire.In:
		return "<-"
	case wire.Out:
		return "->"
	default:
		return "--"
	}
}

// Name is how a protocol is written for people.
func Name(p wire.Protocol) string {
	if p == wire.OAuth {
		return "OAuth"
	}
	return strings.ToUpper(string(p))
}

// Who says in words who has to act.
func Who(who string) string {
	switch who {
	case "you":
		return "you"
	case "app":
		return "whoever registered the OAuth client"
	case "admin":
		return "the organisation's administrator"
	case "server":
		return "whoever runs the mail server"
	case "wait":
		return "nobody: it passes, wait"
	case "none":
		return "nobody can: there is only a way round"
	default:
		return who
	}
}

// Milliseconds writes a duration as people read it in a table.
func Milliseconds(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// proof is what the step that counts found out.
func proof(r mail.Result) string {
	for i := len(r.Steps) - 1; i >= 0; i-- {
		s := r.Steps[i]
		if !s.OK {
			return fmt.Sprintf("stopped at %s: %s", s.Name, s.Detail)
		}
		if s.Name == wire.Mailbox || s.Name == wire.Send {
			return s.Detail
		}
	}
	return ""
}

func mark(ok bool) string {
	if ok {
		return "ok"
	}
	return "NO"
}
