package present

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

func outcome(checks ...mail.Result) mail.Outcome {
	return mail.Outcome{Account: mail.Account{User: "anna@contoso.com"}, SignIn: mail.SignIn{OK: true}, Checks: checks}
}

func TestVerdictOfSuccess(t *testing.T) {
	v := NewVerdict(outcome(
		mail.Result{Protocol: wire.IMAP, OK: true, Steps: []wire.Step{{Name: wire.Mailbox, OK: true, Detail: "42 messages in INBOX"}, {Name: wire.Logout, OK: true}}},
		mail.Result{Protocol: wire.SMTP, OK: true},
	), &Lanes{}, NewLog(10))
	if v.Status != Passed || v.Title != "IMAP and SMTP work for anna@contoso.com" || v.Proofs[0].Text != "42 messages in INBOX" {
		t.Errorf("%+v", v)
	}
}

func TestVerdictQuotesWithoutACause(t *testing.T) {
	log := NewLog(10)
	log.Add(said(3, wire.POP3, "-ERR [SYS/TEMP] try later"))
	v := NewVerdict(outcome(mail.Result{Protocol: wire.POP3, Err: errors.New("authenticate: -ERR [SYS/TEMP] try later")}), &Lanes{}, log)
	if v.Status != Failed || len(v.Causes) != 1 {
		t.Fatalf("%+v", v)
	}
	c := v.Causes[0]
	if c.ID != "unknown" || !strings.Contains(c.Evidence[0].Text, "-ERR [SYS/TEMP] try later") {
		t.Errorf("%+v", c)
	}
	if c.Evidence[0].Seq != 3 || !v.Blamed[3] {
		t.Errorf("the line was not found: %+v, %v", c.Evidence, v.Blamed)
	}
}

func TestOneCauseOfTwoProtocolsIsToldOnce(t *testing.T) {
	cause := func(p string) []mail.Cause {
		return []mail.Cause{{ID: "x", Title: p + ": the token is over", Evidence: []string{"the token ended at noon", p + " said no"}, Who: "you"}}
	}
	v := NewVerdict(outcome(
		mail.Result{Protocol: wire.IMAP, Causes: cause("IMAP")},
		mail.Result{Protocol: wire.POP3, OK: true},
		mail.Result{Protocol: wire.SMTP, Causes: cause("SMTP")},
	), &Lanes{}, NewLog(10))
	if len(v.Causes) != 1 || v.Causes[0].Title != "IMAP and SMTP: the token is over" {
		t.Fatalf("%+v", v.Causes)
	}
	if e := v.Causes[0].Evidence; len(e) != 3 || e[0].Text != "the token ended at noon" || e[1].Text != "IMAP: IMAP said no" || e[2].Text != "SMTP: SMTP said no" {
		t.Errorf("evidence: %+v", e)
	}
	if v.Summary != "The token is fine: POP3 took it." {
		t.Errorf("summary: %q", v.Summary)
	}
}

func TestStoppedIsNoFailure(t *testing.T) {
	o := mail.Outcome{SignIn: mail.SignIn{Err: context.Canceled}}
	if v := NewVerdict(o, &Lanes{}, NewLog(1)); v.Status != Stopped || len(v.Causes) != 0 {
		t.Errorf("%+v", v)
	}
	o = outcome(mail.Result{Protocol: wire.IMAP, OK: true}, mail.Result{Protocol: wire.SMTP, Err: &wire.StepError{Err: context.Canceled}})
	if v := NewVerdict(o, &Lanes{}, NewLog(1)); v.Status != Stopped {
		t.Errorf("%+v", v)
	}
}

func TestAdviceIsTakenApart(t *testing.T) {
	for text, want := range map[string]Advice{
		"Wait an hour":            {"Wait an hour", ""},
		"They run\nSet-X -Y\n -Z": {"They run", "Set-X -Y\n -Z"},
		"Run `a b` there.":        {"Run … there.", "a b"},
		"An odd ` stays":          {"An odd ` stays", ""},

		"In PowerShell: Set-X -Y $false":           {"In PowerShell:", "Set-X -Y $false"},
		"See it: Get-X -Y | Format-List Z . Wait.": {"See it: … Wait.", "Get-X -Y | Format-List Z"},
		"New-X -AppId 1":                           {"Then:", "New-X -AppId 1"},
		"An admin runs: Connect-X":                 {"An admin runs:", "Connect-X"},
		"Get-X shows another id.":                  {"Get-X shows another id.", ""},
		"Open it: https://a.test/c?client_id=1":    {"Open it:", "https://a.test/c?client_id=1"},
		"Read https://a.test/c?d first":            {"Read https://a.test/c?d first", ""},
	} {
		if got := NewAdvice(text); got != want {
			t.Errorf("NewAdvice(%q) = %+v, want %+v", text, got, want)
		}
	}
}

func TestMessageToWhoeverHasToAct(t *testing.T) {
	c := Cause{Title: "It is off", Who: "Your administrator has to act.", Evidence: []Evidence{{Text: "535 no", Seq: 1}}, Advice: []Advice{{"Run", "Set-X"}}}
	want := "It is off\nYour administrator has to act.\n\nBecause:\n  535 no\n\nWhat to do:\n1. Run\n   Set-X\n"
	if got := c.Text(); got != want {
		t.Errorf("got %q", got)
	}
}

func TestAStoppedRunLeavesWhatWasKnown(t *testing.T) {
	stop := &wire.StepError{Step: wire.Authenticate, Err: &wire.StoppedError{Cause: context.Canceled}}
	a := mail.Account{Protocols: []wire.Protocol{wire.IMAP}, Last: map[wire.Protocol]mail.LastResult{wire.IMAP: {OK: true}}}
	s := NewSession(a, provider.Provider{}, run.Plan{})
	s.Begin(time.Time{})
	s.Apply([]wire.Event{began(wire.IMAP, wire.Authenticate, 0), ended(wire.IMAP, wire.Authenticate, 0, time.Second, false)})
	s.End(outcome(mail.Result{Protocol: wire.IMAP, Err: stop, Causes: []mail.Cause{{Title: "You stopped it"}}}))
	if lane := s.Lanes.List[0]; lane.Status != Stopped || lane.Segments[0].Status != Stopped {
		t.Errorf("the lane: %+v", lane)
	}
	if v := s.Verdict; v.Status != Stopped || len(v.Causes) != 0 || len(v.Blamed) != 0 {
		t.Errorf("the verdict: %+v", v)
	}
	if got := AccountMarks(s); got[0] != (Mark{Passed, "IMAP"}) {
		t.Errorf("the list forgets the result before: %+v", got)
	}
}

func TestWhatFailedBeforeTheStopIsTold(t *testing.T) {
	stop := &wire.StepError{Err: &wire.StoppedError{Cause: context.Canceled}}
	v := NewVerdict(outcome(
		mail.Result{Protocol: wire.IMAP, Err: errors.New("greeting: BYE no")},
		mail.Result{Protocol: wire.SMTP, Err: stop},
	), &Lanes{}, NewLog(10))
	if v.Title != "IMAP failed" || len(v.Causes) != 1 {
		t.Errorf("%+v", v)
	}
}

func TestTwoCausesDoNotRepeatTheirEvidence(t *testing.T) {
	cause := func(id string, more ...string) []mail.Cause {
		return []mail.Cause{{ID: id, Title: id, Evidence: append([]string{"the token ended at noon"}, more...)}}
	}
	v := NewVerdict(outcome(
		mail.Result{Protocol: wire.IMAP, Causes: cause("a")},
		mail.Result{Protocol: wire.POP3, Causes: cause("b", "-ERR no")},
		mail.Result{Protocol: wire.SMTP, Causes: cause("c")},
	), &Lanes{}, NewLog(10))
	if e := v.Causes[1].Evidence; len(e) != 1 || e[0].Text != "-ERR no" {
		t.Errorf("POP3: %+v", e)
	}
	if len(v.Causes[2].Evidence) != 1 {
		t.Error("a cause lost its only evidence")
	}
}
