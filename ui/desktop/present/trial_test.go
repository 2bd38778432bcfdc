package present

import (
	"context"
	"io"
	"testing"

	"mailknock/mail"
	"mailknock/mail/diagnose"
	"mailknock/mail/wire"
)

// An experiment shows something of the checks that it is about, and nothing
// where none of them came to its end.
func TestWhatAnExperimentHasShown(t *testing.T) {
	e := diagnose.Experiment{Passed: "passed", Failed: "failed", Protocols: []wire.Protocol{wire.IMAP}}
	good := func(p wire.Protocol) mail.Result { return mail.Result{Protocol: p, OK: true} }
	bad := func(p wire.Protocol, err error) mail.Result { return mail.Result{Protocol: p, Err: err} }
	for name, c := range map[string]struct {
		checks []mail.Result
		want   string
	}{
		"it passed":                       {[]mail.Result{good(wire.IMAP), good(wire.SMTP)}, "passed"},
		"it failed":                       {[]mail.Result{bad(wire.IMAP, io.EOF), good(wire.SMTP)}, "failed"},
		"another one failed as before":    {[]mail.Result{good(wire.IMAP), bad(wire.SMTP, io.EOF)}, "passed"},
		"the sign-in failed":              {nil, "as it was"},
		"it was stopped":                  {[]mail.Result{bad(wire.IMAP, context.Canceled)}, "as it was"},
		"only others came to their end":   {[]mail.Result{good(wire.SMTP)}, "as it was"},
		"it failed, after another passed": {[]mail.Result{good(wire.POP3), bad(wire.IMAP, io.EOF)}, "failed"},
	} {
		v := Verdict{Summary: "as it was"}
		v.tried(e, mail.Outcome{Checks: c.checks})
		if v.Summary != c.want {
			t.Errorf("%s: %q", name, v.Summary)
		}
	}
}
