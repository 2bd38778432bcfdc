package report

import (
	"strings"
	"testing"

	"mailknock/mail"
	"mailknock/mail/diagnose"
)

// TestRivals: each rival is told with what would tell it from the best cause,
// and the best with what is ruled out.
func TestRivals(t *testing.T) {
	text := Explain(diagnose.Reading{Causes: []mail.Cause{
		{ID: "account.imap_disabled", Confidence: mail.Likely, RuledOut: []string{"The access token has expired: it is good until noon"}},
		{ID: "token.wrong_audience", Confidence: mail.Possible},
	}})
	best, rival, _ := strings.Cut(text, "token.wrong_audience")
	if strings.Contains(best, "What would tell") || !strings.Contains(best, "Ruled out: The access token has expired: it is good until noon") {
		t.Errorf("the best: %s", best)
	}
	if !strings.Contains(rival, "What would tell: The aud claim of the token") {
		t.Errorf("the rival: %s", rival)
	}
}
