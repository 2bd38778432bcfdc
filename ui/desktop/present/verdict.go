package present

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mailknock/mail"
	"mailknock/mail/wire"
)

// Verdict is what a run came to.
type Verdict struct {
	// Status is Passed, Failed, or Stopped where the person stopped it.
	Status         Status
	Title, Summary string
	Proofs         []Proof
	Causes         []Cause
	// Blamed are the numbers of the events that speak for it.
	Blamed map[int]bool
}

// Proof is what a check that passed has shown.
type Proof struct{ Name, Took, Text string }

// Cause is why something failed, ready to be shown.
type Cause struct {
	ID, Title, Confidence string
	// Who says in a sentence who has to act.
	Who, Because string
	Evidence     []Evidence
	Advice       []Advice
	Rivals       []Rival
	// Explanation says what the cause is, Sources where that is documented, and
	// RuledOut what it is not, and why.
	Explanation       string
	Sources, RuledOut []string
	Protocols         []wire.Protocol
	admin             bool
}

// Rival is what else it might be, with what would tell the two apart.
type Rival struct {
	mail.Cause
	Tells string
}

// Evidence is a line that speaks for a cause; Seq is the number of the event
// that it comes from, -1 where there is none.
type Evidence struct {
	Text string
	Seq  int
	// of are the protocols that it comes from.
	of []wire.Protocol
}

// Advice is a step to take, with what to type, if anything.
type Advice struct{ Text, Code string }

// NewVerdict puts an outcome in words and finds its evidence in the log.
func NewVerdict(o mail.Outcome, lanes *Lanes, log *Log) Verdict {
	v := Verdict{Status: Failed, Blamed: map[int]bool{}}
	var passed, failed []wire.Protocol
	for _, c := range o.Checks {
		switch {
		case c.OK:
			passed = append(passed, c.Protocol)
			v.Proofs = append(v.Proofs, proof(c))
		case !cancelled(c.Err):
			failed = append(failed, c.Protocol)
		}
	}
	user := o.Account.User
	switch {
	case o.OK() && len(passed) == 0:
		v.Status, v.Title, v.Summary = Passed, "You are signed in", o.SignIn.Token.Summary()
		return v
	case o.OK():
		v.Status = Passed
		v.Title = fmt.Sprintf("%s %s for %s", ProtocolNames(passed), verb(len(passed), "works", "work"), user)
		v.Summary = "Checked in " + Took(longest(o.Checks)) + tokenWords(o)
		return v
	case stopped(o):
		v.Status, v.Title = Stopped, "You stopped this run"
		v.Summary = "The results from before it stay as they are."
		return v
	case !o.SignIn.OK:
		v.Title = "The sign-in failed"
		v.Causes = []Cause{newCause(wire.OAuth, o.SignIn.Causes, o.SignIn.Err, log)}
	default:
		v.Title = ProtocolNames(failed) + " failed"
		v.Causes = causes(o, log)
	}
	if len(passed) > 0 {
		v.Summary = fmt.Sprintf("The token is fine: %s took it.", ProtocolNames(passed))
	}
	v.blame(lanes, log)
	return v
}

// longest is how long the checks took: they run side by side.
func longest(checks []mail.Result) (d time.Duration) {
	for _, c := range checks {
		d = max(d, c.Duration)
	}
	return d
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func tokenWords(o mail.Outcome) string {
	if t := o.SignIn.Token.Expires; !t.IsZero() {
		return ", token until " + clock(t, o.Started)
	}
	if o.SignIn.Token.Kind == "" {
		return ""
	}
	return ", token: " + o.SignIn.Token.Summary()
}

// stopped tells whether the person ended the run.
func stopped(o mail.Outcome) bool {
	if !o.SignIn.OK {
		return cancelled(o.SignIn.Err)
	}
	for _, c := range o.Checks {
		if !c.OK && !cancelled(c.Err) {
			return false
		}
	}
	return true
}

// cancelled tells whether an error only says that the person stopped the run.
func cancelled(err error) bool {
	return mail.Result{Err: err}.Stopped() || errors.Is(err, context.Canceled)
}

func proof(c mail.Result) Proof {
	p := Proof{Name: ProtocolName(c.Protocol), Took: Took(c.Duration)}
	for _, s := range c.Steps {
		if s.Name == wire.Mailbox || s.Name == wire.Send {
			p.Text = s.Detail
		}
	}
	if c.Receipt.QueueID != "" {
		p.Text = "The server took the message; its queue id is " + c.Receipt.QueueID
	}
	return p
}
