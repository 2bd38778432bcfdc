package run

import (
	"testing"

	"mailknock/mail"
	"mailknock/mail/diagnose"
	"mailknock/mail/wire"
)

// TestExperiment: the token of somebody else opens his own mailbox; the
// account stays as it was.
func TestExperiment(t *testing.T) {
	s := open(t, t.TempDir())
	a := s.NewAccount("sandbox")
	a.Fault = "wrong-user"
	a, err := s.SaveAccount(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	o, _ := s.Run(t.Context(), Request{Account: a}, nil)
	var own diagnose.Experiment
	for _, e := range diagnose.Experiments(o) {
		if e.User != "" {
			own = e
		}
	}
	if own.User != "bob@sandbox.test" {
		t.Fatalf("offered: %+v", diagnose.Experiments(o))
	}
	tried, _ := s.Run(t.Context(), Try(Request{Account: a}, own), nil)
	if !tried.OK() || tried.Account.User != own.User {
		t.Errorf("tried as %s: %+v", tried.Account.User, tried.Checks)
	}
	if state := s.SignInState(a); state.Mismatch == "" {
		t.Error("the warning that somebody else signed in is gone")
	}
	saved, err := s.FindAccount(a.ID)
	if err != nil || saved.User != a.User || saved.Last[wire.IMAP].OK {
		t.Errorf("the saved account changed: %+v, %v", saved, err)
	}
}

// TestFreshTokenRefreshes: the token in memory is good, and is not used.
func TestFreshTokenRefreshes(t *testing.T) {
	p := newIdentityProvider(t)
	server, _ := listener(t)
	s := open(t, t.TempDir())
	a := customAccount(s, p, server)
	signIn(t, s, a)
	before := len(p.asked())
	for _, fresh := range []bool{false, true} {
		o, _ := s.Run(t.Context(), Try(Request{Account: a}, diagnose.Experiment{FreshToken: fresh}), nil)
		if !o.SignIn.OK {
			t.Fatal(o.SignIn.Err)
		}
		if asked := len(p.asked()) - before; (asked == 1) != fresh {
			t.Errorf("fresh %t: the provider was asked %d times", fresh, asked)
		}
	}
}

func TestKeepLeavesTheOriginalAlone(t *testing.T) {
	servers := map[wire.Protocol]wire.Server{wire.SMTP: {Host: "a.test", Port: 465, Security: wire.ImplicitTLS}}
	a := mail.Account{User: "shared@a.test", SMTPUser: "anna@a.test", Servers: servers}
	e := diagnose.Experiment{Mechanism: "OAUTHBEARER", Servers: map[wire.Protocol]wire.Server{wire.SMTP: {Host: "a.test", Port: 465, Security: wire.STARTTLS}}}
	got := Keep(a, e)
	if got.Mechanism != "OAUTHBEARER" || got.Servers[wire.SMTP].Security != wire.STARTTLS || got.SMTPUser != "anna@a.test" {
		t.Errorf("kept %+v", got)
	}
	if servers[wire.SMTP].Security != wire.ImplicitTLS || a.Mechanism != "" {
		t.Error("the account before it changed too")
	}
}

// TestLastGoodRun: what worked with the same settings is evidence; with other
// settings it is not.
func TestLastGoodRun(t *testing.T) {
	s := open(t, t.TempDir())
	a, err := s.SaveAccount(t.Context(), s.NewAccount("sandbox"))
	if err != nil {
		t.Fatal(err)
	}
	if o, _ := s.Run(t.Context(), Request{Account: a}, nil); !o.OK() {
		t.Fatal("the sandbox fails")
	}
	if a, err = s.FindAccount(a.ID); err != nil || a.Last[wire.IMAP].Good.IsZero() {
		t.Fatalf("not remembered: %+v, %v", a.Last, err)
	}
	if good := s.lastGood(Request{Account: a}); len(good) != 3 {
		t.Errorf("known: %v", good)
	}
	a.SMTPUser = "bob@sandbox.test"
	if good := s.lastGood(Request{Account: a}); len(good) > 0 {
		t.Errorf("other settings, and still: %v", good)
	}
	if a, err = s.SaveAccount(t.Context(), a); err != nil || !a.Last[wire.IMAP].Good.IsZero() || !a.Last[wire.IMAP].OK {
		t.Errorf("saved with other settings: %+v, %v", a.Last, err)
	}
}
