package wire

import "time"

// Protocol names one conversation of a run.
type Protocol string

// The conversations of a run. OAuth is the sign-in: its HTTP exchanges stand
// in the same transcript.
const (
	OAuth Protocol = "oauth"
	IMAP  Protocol = "imap"
	POP3  Protocol = "pop3"
	SMTP  Protocol = "smtp"
)

// MailProtocols are the protocols that a check can try, in the order in which
// they are shown.
var MailProtocols = []Protocol{IMAP, POP3, SMTP}

// Direction tells who spoke.
type Direction string

// In is the server, Out is this program to the server, Note is this program
// to the reader.
const (
	In   Direction = "in"
	Out  Direction = "out"
	Note Direction = "note"
)

// Kind tells what an Event is about.
type Kind int

const (
	// Said is one line of a conversation, or a remark of this program's
	// (Direction tells).
	Said Kind = iota
	// Began is the start of a step.
	Began
	// Ended is the end of a step, good or not.
	Ended
)

// Event is anything that happened in a run. Its texts are masked and made
// visible already: they can go to any sink as they are.
type Event struct {
	// Seq numbers the events of a run from 0, without gaps.
	Seq int
	// At is the time since the start of the run.
	At time.Duration
	// Protocol is the conversation that it belongs to.
	Protocol Protocol
	Kind     Kind
	// Direction and Text are set when Kind is Said.
	Direction Direction
	Text      string
	// Masks are the parts of Text that stand in place of a secret.
	Masks []Span
	// Untrusted marks text that crossed the network before TLS: anybody on
	// the way may have written it.
	Untrusted bool
	// Step is set when Kind is Began (name and start only) or Ended.
	Step Step
}

// Span is a part of a text, in bytes, From included, To excluded.
type Span struct{ From, To int }

// StepName names a part of a check.
type StepName string

// The steps of a check, in the order in which they can happen. Capabilities
// and TLS may come twice or after StartTLS.
const (
	Resolve      StepName = "resolve"
	Connect      StepName = "connect"
	TLS          StepName = "tls"
	Greeting     StepName = "greeting"
	StartTLS     StepName = "starttls"
	Capabilities StepName = "capabilities"
	Authenticate StepName = "authenticate"
	Mailbox      StepName = "mailbox"
	Send         StepName = "send"
	Logout       StepName = "logout"
)

// Step is a part of a check that was tried.
type Step struct {
	Name StepName
	OK   bool
	// Start is the time since the start of the run.
	Start    time.Duration
	Duration time.Duration
	// Detail is what the step found out, or why it failed; masked and visible.
	Detail string
}
