// Package diagnose finds out why a sign-in or a check failed.
package diagnose

import (
	"errors"
	"fmt"
	"strings"

	"mailknock/mail"
	"mailknock/mail/diagnose/cause"
	"mailknock/mail/wire"
)

// Outcome gives every failure in o at least one cause.
func Outcome(o *mail.Outcome) {
	if !o.SignIn.OK && len(o.SignIn.Causes) == 0 {
		o.SignIn.Causes = []mail.Cause{unknown("The sign-in failed", o.SignIn.Err)}
	}
	for i := range o.Checks {
		if c := &o.Checks[i]; !c.OK && len(c.Causes) == 0 {
			c.Causes = []mail.Cause{unknown(title(*c), c.Err)}
		}
	}
}

// Unknown is the id of the cause that is given when nothing fits.
const Unknown = cause.Unknown

func unknown(title string, err error) mail.Cause {
	cause := mail.Cause{ID: Unknown, Title: title, Confidence: mail.Possible, Who: "you"}
	var step *wire.StepError
	if errors.As(err, &step) {
		err = step.Err
	}
	if err != nil {
		cause.Evidence = []string{err.Error()}
	}
	var refusal *wire.Refusal
	if errors.As(err, &refusal) {
		cause.Advice = append(cause.Advice, fmt.Sprintf("Read what the server said to %s: these are its own words.", refusal.Command))
		if refusal.Challenge != "" {
			cause.Evidence = append(cause.Evidence, "before that: "+refusal.Challenge)
		}
	}
	cause.Advice = append(cause.Advice, "Look at the log: it holds every line that both sides said.",
		"Copy the report and show it to whoever runs the server.")
	return cause
}

// stepWords name the steps for a title.
var stepWords = map[wire.StepName]string{
	wire.Resolve:      "the server's name was not found",
	wire.Connect:      "the server was not reached",
	wire.TLS:          "TLS did not come up",
	wire.Greeting:     "the server gave no proper greeting",
	wire.StartTLS:     "STARTTLS did not work",
	wire.Capabilities: "the server did not say what it can do",
	wire.Authenticate: "the server refused the sign-in",
	wire.Mailbox:      "signed in, but the mailbox did not open",
	wire.Send:         "signed in, but the server does not take mail",
}

func title(r mail.Result) string {
	what := "the check failed"
	var step *wire.StepError
	if errors.As(r.Err, &step) {
		if w, ok := stepWords[step.Step]; ok {
			what = w
		}
	}
	return strings.ToUpper(string(r.Protocol)) + ": " + what
}
