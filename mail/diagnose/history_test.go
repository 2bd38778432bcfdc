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
