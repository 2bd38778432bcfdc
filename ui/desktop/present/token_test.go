package present

import (
	"strings"
	"testing"

	"mailknock/mail/wire"
	"mailknock/ui/run"
)

func TestATokenIsShownInRows(t *testing.T) {
	v := NewTokenView(run.Inspection{
		Lines: []string{"Given out by: https://id.example.org"},
		Good: []run.Fitness{
			{Protocol: wire.IMAP, OK: true, Known: true, Why: "it has the scope"},
			{Protocol: wire.POP3, Known: true, Why: "it is for \u202egro.elpmaxe"},
			{Protocol: wire.SMTP, Why: "it is opaque"},
		},
	})
	if v.Rows[0] != [2]string{"Given out by", "https://id.example.org"} {
		t.Errorf("%q", v.Rows[0])
	}
	for i, want := range []Fit{{Status: Passed, Word: "good"}, {Status: Failed, Word: "not good"}, {Status: Never, Word: "only a check tells"}} {
		if got := v.Fits[i]; got.Status != want.Status || got.Word != want.Word || strings.Contains(got.Why, "\u202e") {
			t.Errorf("%+v", got)
		}
	}
	if !strings.Contains(v.Text, "SMTP: only a check tells, it is opaque\n") {
		t.Errorf("the copy is %q", v.Text)
	}
}
