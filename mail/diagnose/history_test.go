package diagnose

import (
	"strings"
	"testing"
	"time"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/wire"
)

// TestLastGoodRun: an account that worked has no fault in its settings, and the
// card says since when.
func TestLastGoodRun(t *testing.T) {
	run := func(f Facts) []mail.Cause {
		o := mail.Outcome{
			Account: mail.Account{User: "anna@contoso.com", Provider: "microsoft"},
			SignIn:  mail.SignIn{OK: true, Token: token.Info{Kind: token.Opaque}},
			Checks: []mail.Result{{Protocol: wire.IMAP, Err: &wire.StepError{
				Step: wire.Authenticate, Err: &wire.Refusal{Status: "NO", Text: "AUTHENTICATE failed."},
			}}},
		}
		f.Provider = "microsoft"
		Outcome(&o, f)
		return o.Checks[0].Causes
	}
	has := func(list []mail.Cause, id string) bool {
		for _, c := range list {
			if c.ID == id {
				return true
			}
		}
		return false
	}
	if fresh := run(Facts{}); !has(fresh, "token.wrong_audience") || strings.Contains(strings.Join(fresh[0].Evidence, " "), "worked") {
		t.Errorf("a new account: %+v", fresh)
	}
	old := run(Facts{LastGood: map[wire.Protocol]time.Time{wire.IMAP: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}})
	if has(old, "token.wrong_audience") || !strings.Contains(strings.Join(old[0].Evidence, " "), "2 March 2026") {
		t.Errorf("an account that worked: %+v", old)
	}
	if other := run(Facts{LastGood: map[wire.Protocol]time.Time{wire.SMTP: time.Now()}}); !has(other, "token.wrong_audience") {
		t.Error("SMTP's last run counts for IMAP")
	}
}

// TestRuledOut: what the token and the steps speak against is told with the
// reason, and is no rival any more.
func TestRuledOut(t *testing.T) {
	o := mail.Outcome{
		Account: mail.Account{User: "anna@contoso.com"},
		SignIn: mail.SignIn{OK: true, Token: token.Info{
			Kind: token.JWT, User: "anna@contoso.com", Audience: []string{"https://outlook.office.com"}, Expires: time.Now().Add(time.Hour),
			Scopes: []string{"IMAP.AccessAsUser.All"},
		}},
		Checks: []mail.Result{{Protocol: wire.IMAP, Err: &wire.StepError{
			Step: wire.Mailbox, Err: &wire.Refusal{Status: "BAD", Text: "User is authenticated but not connected."},
		}}},
	}
	Outcome(&o, Facts{Provider: "microsoft"})
	got := o.Checks[0].Causes
	if got[0].ID != "account.mailbox_unavailable" || !strings.Contains(strings.Join(got[0].RuledOut, "\n"), "it is for anna@contoso.com") {
		t.Errorf("%+v", got[0])
	}
	for _, c := range got {
		if c.ID == "token.user_mismatch" || c.ID == "account.app_not_registered" {
			t.Errorf("%s is still a rival", c.ID)
		}
	}
}

// TestClaimsMakeItCertain: what the token says of itself explains a refusal
// without a reason, so its usual rivals are not named.
func TestClaimsMakeItCertain(t *testing.T) {
	o := mail.Outcome{
		Account: mail.Account{User: "anna@contoso.com"},
		SignIn: mail.SignIn{OK: true, Token: token.Info{
			Kind: token.JWT, User: "anna@contoso.com", Audience: []string{"https://outlook.office.com"}, Expires: time.Now().Add(-time.Hour),
			Scopes: []string{"IMAP.AccessAsUser.All"},
		}},
		Checks: []mail.Result{{Protocol: wire.IMAP, Err: &wire.StepError{
			Step: wire.Authenticate, Err: &wire.Refusal{Status: "NO", Text: "AUTHENTICATE failed."},
		}}},
	}
	Outcome(&o, Facts{Provider: "custom"})
	got := o.Checks[0].Causes
	if len(got) != 1 || got[0].ID != "token.expired" || got[0].Confidence != mail.Certain {
		t.Errorf("%+v", got)
	}
	if words := strings.Join(got[0].Evidence, "\n"); !strings.Contains(words, "AUTHENTICATE failed") {
		t.Errorf("the server's own words are not among the evidence: %q", words)
	}
}
