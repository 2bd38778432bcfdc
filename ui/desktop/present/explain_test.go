package present

import (
	"strings"
	"testing"

	"mailknock/mail"
	"mailknock/mail/diagnose"
)

func TestAnUnknownCauseBlamesNobody(t *testing.T) {
	c := newCause("imap", []mail.Cause{{ID: diagnose.Unknown, Title: "x", Who: "you"}}, nil, NewLog(1))
	if c.Who != "Nothing known fits: these are the server's own words." {
		t.Errorf("it says %q", c.Who)
	}
	if c = newCause("imap", []mail.Cause{{ID: "token.expired", Who: "you"}}, nil, NewLog(1)); c.Who != WhoWords("you") {
		t.Errorf("a known cause says %q", c.Who)
	}
}

func TestTwoFaultsAreToldBoth(t *testing.T) {
	x := NewExplanation(diagnose.Reading{Causes: []mail.Cause{
		{ID: "a", Title: "First", Confidence: mail.Likely, Evidence: []string{"line 1"}},
		{ID: "b", Title: "Second", Confidence: mail.Likely, Evidence: []string{"line 9"}},
		{ID: "c", Title: "Another reading", Confidence: mail.Likely, Evidence: []string{"line 1"}},
		{ID: "token.wrong_audience", Title: "A guess", Confidence: mail.Possible, Evidence: []string{"line 5"}},
	}})
	if len(x.Causes) != 2 || x.Causes[1].Title != "Second" || len(x.Causes[0].Rivals) != 2 {
		t.Errorf("%+v", x.Causes)
	}
	for _, want := range []string{"[likely] First", "[likely] Second", "Also possible: A guess (possible)\nWhat would tell: The aud claim of the token"} {
		if !strings.Contains(x.Report, want) {
			t.Errorf("the report lacks %q:\n%s", want, x.Report)
		}
	}
	if x = NewExplanation(diagnose.Reading{}); !strings.Contains(x.Report, NoCause) {
		t.Errorf("nothing: %q", x.Report)
	}
}

func TestEvidenceKnowsItsLine(t *testing.T) {
	x := NewExplanation(diagnose.Reading{
		Causes:  []mail.Cause{{ID: "a", Confidence: mail.Likely, Evidence: []string{"a note", "535 no", "decoded: status 400"}}},
		Marks:   []diagnose.Mark{{Line: 7, Text: "535 no"}},
		Decoded: []diagnose.Decoded{{Line: 5, Text: "status 400"}},
	})
	for i, want := range []int{-1, 7, 5} {
		if got := x.Causes[0].Evidence[i].Seq; got != want {
			t.Errorf("%q: line %d, want %d", x.Causes[0].Evidence[i].Text, got, want)
		}
	}
}

func TestSizesAreWords(t *testing.T) {
	for n, want := range map[int64]string{7: "7 bytes", 65_536: "66 KB", 999_700: "1.0 MB", 2_300_000: "2.3 MB", 3 << 30: "3.2 GB"} {
		if got := Bytes(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := Pasted("a\nb").Words(); got != "3 bytes, 2 lines" {
		t.Errorf("%q", got)
	}
}
