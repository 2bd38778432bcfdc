package run

import (
	"slices"
	"testing"
	"time"

	"mailknock/mail"
)

// TestEveryFaultHasItsCauseOnTop plays every fault of the sandbox through the
// real client.
func TestEveryFaultHasItsCauseOnTop(t *testing.T) {
	for _, f := range Faults() {
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			s := open(t, t.TempDir())
			a := s.NewAccount("sandbox")
			a.Fault = f.ID
			r := Request{Account: a}
			if f.ID == "slow" {
				r.Timeout = time.Second
			}
			if f.ID == "send-as-denied" {
				a.From = "info@sandbox.test"
				r.Account = a
			}
			o, _ := s.Run(t.Context(), r, nil)
			if o.OK() != f.Passes {
				t.Errorf("passes: %t", o.OK())
			}
			if !o.SignIn.OK || len(o.SignIn.Causes) > 0 {
				isTop(t, f.Cause, o.SignIn.Causes, o.SignIn.Err)
				return
			}
			for _, c := range o.Checks {
				if slices.Contains(f.Protocols, c.Protocol) && !f.Passes {
					isTop(t, f.Cause, c.Causes, c.Err)
				} else if len(c.Causes) > 0 || !c.OK {
					t.Errorf("%s: %v, %+v", c.Protocol, c.Err, c.Causes)
				}
			}
		})
	}
}

func isTop(t *testing.T, want string, causes []mail.Cause, err error) {
	t.Helper()
	if len(causes) == 0 || causes[0].ID != want {
		t.Errorf("want %s for %v, got:", want, err)
	}
	for _, c := range causes {
		t.Logf("  %s %s %s %q %q", c.ID, c.Confidence, c.Who, c.Evidence, c.Advice)
	}
}
