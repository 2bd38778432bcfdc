package run

import (
	"context"
	"errors"
	"sync"
	"testing"

	"mailknock/mail/wire"
)

// TestFaultsSideBySide: runs beside each other meet the fault that each asked
// for, and no other.
func TestFaultsSideBySide(t *testing.T) {
	s := open(t, t.TempDir())
	var wait sync.WaitGroup
	for fault, passes := range map[string]bool{"": true, "wrong-audience": false, "imap-off": false} {
		wait.Go(func() {
			a := s.NewAccount("sandbox")
			a.Protocols, a.Fault = []wire.Protocol{wire.IMAP}, fault
			for range 3 {
				if o, _ := s.Run(t.Context(), Request{Account: a}, nil); o.OK() != passes {
					t.Errorf("%q: %v, %+v", fault, o.SignIn.Err, o.Checks)
				}
			}
		})
	}
	wait.Wait()
}

// TestFaultAfterAnother: an access token that was got under one fault does not
// play it under the next.
func TestFaultAfterAnother(t *testing.T) {
	s := open(t, t.TempDir())
	a := s.NewAccount("sandbox")
	a.Protocols = []wire.Protocol{wire.IMAP}
	for _, step := range []struct {
		fault         string
		signIn, check bool
	}{
		{"wrong-audience", true, false},
		{"", true, true},
		{"refresh-revoked", false, false},
		{"consent-denied", false, false},
		{"", true, true},
	} {
		a.Fault = step.fault
		o, _ := s.Run(t.Context(), Request{Account: a}, nil)
		if o.SignIn.OK != step.signIn || o.OK() != step.check {
			t.Errorf("%q: %v, %+v", step.fault, o.SignIn.Err, o.Checks)
		}
	}
}

func TestUnknownFaultNamesTheField(t *testing.T) {
	s := open(t, t.TempDir())
	a := s.NewAccount("sandbox")
	a.Fault = "nonsense"
	o, _ := s.Run(t.Context(), Request{Account: a}, nil)
	var wrong *FieldError
	if !errors.As(o.SignIn.Err, &wrong) || wrong.Field != "fault" {
		t.Errorf("%v", o.SignIn.Err)
	}
}

// TestRunsWhileClosing: whatever runs when the program ends, nothing of a
// sandbox is left (TestMain looks), and nobody waits for ever.
func TestRunsWhileClosing(t *testing.T) {
	s := open(t, t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			a := s.NewAccount("sandbox")
			s.Run(ctx, Request{Account: a}, nil)
			s.SignInState(a)
		})
	}
	_ = s.Close()
	stop()
	wait.Wait()
	o, _ := s.Run(t.Context(), Request{Account: s.NewAccount("sandbox")}, nil)
	if o.SignIn.OK {
		t.Error("a sandbox was started after the end")
	}
	_ = s.Close()
}
