package run

import (
	"slices"
	"strings"
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

// TestStepsFitTheFault: a fault in a provider's words gets that provider's steps.
func TestStepsFitTheFault(t *testing.T) {
	for id, other := range map[string]string{"throttled-microsoft": "Google", "throttled": "Microsoft", "refresh-revoked": "Microsoft", "delegation-missing": "Microsoft"} {
		s := open(t, t.TempDir())
		a := s.NewAccount("sandbox")
		a.Fault, a.Method = id, mail.Method(faultOf(id).Method)
		o, _ := s.Run(t.Context(), Request{Account: a}, nil)
		causes := o.SignIn.Causes
		for _, c := range o.Checks {
			causes = append(causes, c.Causes...)
		}
		if len(causes) == 0 {
			t.Errorf("%s has no cause", id)
		}
		for _, c := range causes {
			for _, step := range c.Advice {
				if strings.HasPrefix(step, other) {
					t.Errorf("%s: %q", id, step)
				}
			}
		}
	}
}
