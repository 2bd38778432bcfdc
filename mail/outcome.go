package mail

import (
	"errors"
	"net/netip"
	"time"

	"mailknock/auth/token"
	"mailknock/mail/sasl"
	"mailknock/mail/smtp"
	"mailknock/mail/wire"
)

// Outcome is how a run ended: the sign-in and the checks.
type Outcome struct {
	Started  time.Time
	Duration time.Duration
	Account  Account
	SignIn   SignIn
	// Checks stand in the order of the account's protocols; empty when the
	// sign-in failed or no check was asked for.
	Checks []Result
}

// OK tells whether the sign-in and every check passed.
func (o Outcome) OK() bool {
	for _, c := range o.Checks {
		if !c.OK {
			return false
		}
	}
	return o.SignIn.OK
}

// SignIn is how the token was got.
type SignIn struct {
	OK bool
	// Stopped tells that a person ended it: it neither passed nor failed.
	Stopped  bool
	Method   Method
	Duration time.Duration
	// Token is what can be read from the access token.
	Token token.Info
	// Err is nil when OK.
	Err    error
	Causes []Cause
}

// Result is how the check of one protocol ended.
type Result struct {
	Protocol wire.Protocol
	Server   wire.Server
	// Remote is the address that was connected to; invalid without one, and
	// that of the proxy behind one.
	Remote    netip.Addr
	Mechanism sasl.Mechanism
	OK        bool
	Duration  time.Duration
	Steps     []wire.Step
	// Err holds a *wire.StepError (errors.As finds it), or is nil when OK.
	Err error
	// Offered are the capabilities that the server named last.
	Offered []string
	// Receipt is set when a test message was taken.
	Receipt smtp.Receipt
	Causes  []Cause
}

// Stopped tells that a person ended the check: it neither passed nor failed.
func (r Result) Stopped() bool {
	var stopped *wire.StoppedError
	return errors.As(r.Err, &stopped)
}

// Cause is why a sign-in or a check failed.
type Cause struct {
	ID         string
	Title      string
	Confidence Confidence
	// Who has to act: you, app, admin, server, wait or none.
	Who      string
	Evidence []string
	Advice   []string
	// RuledOut are the causes that it is easily taken for and that something
	// speaks against, with what does: a sentence each. It is there for the best
	// of a list only.
	RuledOut []string
}

// Confidence is how sure a cause is.
type Confidence string

// Certain means that the evidence admits nothing else.
const (
	Certain  Confidence = "certain"
	Likely   Confidence = "likely"
	Possible Confidence = "possible"
)
