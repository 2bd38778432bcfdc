package diagnose

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/wire"
)

// TestWaiting: how long to wait is the server's own word, pasted and live.
func TestWaiting(t *testing.T) {
	for text, want := range map[string]string{
		"BAD Request is throttled. Suggested Backoff Time: 62000 milliseconds":              "62 seconds",
		"* BYE [THROTTLED] retry after 45 seconds":                                          "45 seconds",
		"HTTP/1.1 429 Too Many Requests\nRetry-After: 120":                                  "2 minutes",
		`429 too many requests {"error":"rate_limited","retry_after":30}`:                   "30 seconds",
		"421 4.7.0 Too many login attempts, try again in 15 minutes.":                       "15 minutes",
		"454 4.7.0 Too many login attempts, please try again later. Retry in 90 s":          "90 seconds",
		"a1 NO [LIMIT] Rate limit hit. Please wait 3600 seconds":                            "1 hour",
		"a1 NO [LIMIT] Rate limit hit. Try again in an hour.":                               "1 hour",
		"a1 NO [LIMIT] Rate limit hit. Wait for at least 24 hours":                          "24 hours",
		"429 User-rate limit exceeded.  Retry after 2026-03-01T10:40:00.000Z":               "until 2026-03-01T10:40:00.000Z",
		"a1 NO [LIMIT] Rate limit hit. Try again in One hour.":                              "1 hour",
		"a1 NO [LIMIT] Rate limit hit. Please wait 365 days":                                "8760 hours",
		"a1 NO [LIMIT] Rate limit hit. Please wait 366 days":                                "",
		"a1 NO [LIMIT] Rate limit hit. Please wait 999999999999 days":                       "",
		"a1 NO [LIMIT] Rate limit hit. Please wait 99999999999999999999 seconds":            "",
		"HTTP/1.1 429 Too Many Requests\nRetry-After: 99999999999999999999":                 "",
		"432 4.3.2 Concurrent connections limit exceeded; try again in 10s":                 "10 seconds",
		"421 4.7.0 Too many login attempts, try again later.":                               "",
		"421 4.7.0 Too many login attempts.\nINFO retrying in 5 seconds, will retry in 9 s": "",
	} {
		steps := explainText(t, text, Hint{}).Causes[0].Advice
		if want != "" && !slices.Contains(steps, "The server says: wait "+want+".") || want == "" && strings.Contains(strings.Join(steps, ""), "The server says") {
			t.Errorf("%s: got %q", text, steps)
		}
	}
}

func TestWaitingLive(t *testing.T) {
	check := mail.Outcome{SignIn: mail.SignIn{OK: true}, Checks: []mail.Result{
		failed(wire.SMTP, wire.Authenticate, &wire.Refusal{Status: "421", Code: "4.7.0", Text: "Too many login attempts, try again in 15 minutes."}),
		failed(wire.IMAP, wire.Authenticate, &wire.Refusal{Status: "BAD", Text: "Request is throttled. Suggested Backoff Time: 62000 milliseconds"}),
	}}
	Outcome(&check, Facts{Provider: "microsoft"})
	signIn := mail.Outcome{SignIn: mail.SignIn{Err: &auth.TokenError{Status: 429, RetryAfter: 2 * time.Minute}}}
	Outcome(&signIn, Facts{Provider: "microsoft"})
	for want, got := range map[string]mail.Cause{"15 minutes": check.Checks[0].Causes[0], "62 seconds": check.Checks[1].Causes[0], "2 minutes": signIn.SignIn.Causes[0]} {
		if !slices.Contains(got.Advice, "The server says: wait "+want+".") {
			t.Errorf("%s: got %q", want, got.Advice)
		}
	}
}
