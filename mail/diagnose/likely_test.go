package diagnose

import (
	"fmt"
	"strings"
	"testing"

	"mailknock/mail"
	"mailknock/mail/diagnose/likeness"
	"mailknock/mail/diagnose/text"
)

// However probable a guess is, only rules make it certain.
func TestGuessIsNeverCertain(t *testing.T) {
	var o opinion
	o.liken(0, 0.999)
	if o.weight >= certainWeight || o.place() <= 0 || len(o.notes) != 1 {
		t.Errorf("%+v", o)
	}
	o = opinion{}
	o.liken(0.92, 0.1)
	if o.weight != 0.92 || len(o.notes) != 0 {
		t.Errorf("what a rule says is changed: %+v", o)
	}
	if by := (opinion{weight: plain}); by.place() <= o.place() {
		t.Error("what is plain does not come first")
	}
}

// What rules find is dropped where the whole text looks as if nothing failed, and
// never for a part of it.
func TestDoubt(t *testing.T) {
	var long strings.Builder
	for i := range 2 * maxLikeLines {
		fmt.Fprintf(&long, "line %d of a log\n", i)
	}
	found := []opinion{{cause: "net.dns", weight: 0.92, first: 1}}
	for _, tt := range []struct {
		text    string
		nothing float64
		doubted bool
	}{
		{"one\ntwo\nthree", 0.9, true}, {"one\ntwo\nthree", 0.6, true}, {"one\ntwo\nthree", 0.3, false}, {long.String(), 0.9, false},
	} {
		lines, err := text.Read(strings.NewReader(tt.text), telling.tells)
		if err != nil {
			t.Fatal(err)
		}
		s := newScene(lines, Hint{})
		_, at := s.likeText(found)
		if s.doubtful(found, guesses{at: at, probable: map[string]float64{likeness.None: tt.nothing}}) != tt.doubted {
			t.Errorf("%d lines, %v: doubted is %v", len(lines), tt.nothing, !tt.doubted)
		}
	}
}

// What a token says of itself is told in a text with a refusal, whatever its
// words look like.
func TestClaimsAreNotDoubted(t *testing.T) {
	lines, err := text.Read(strings.NewReader("S: A1 NO AUTHENTICATE failed."), telling.tells)
	if err != nil {
		t.Fatal(err)
	}
	s := newScene(lines, Hint{})
	found := []opinion{{cause: "token.wrong_audience", weight: 0.95}}
	g := guesses{at: []int{0}, probable: map[string]float64{likeness.None: 0.99}}
	if !s.doubtful(found, g) {
		t.Error("without a claim nothing is doubted")
	}
	s.say("token.wrong_audience", "the token's audience (aud) is elsewhere")
	if s.doubtful(found, g) {
		t.Error("the claim is doubted")
	}
}

// Nothing is certain where a text may well report no failure.
func TestProseIsNotCertain(t *testing.T) {
	for _, said := range []string{
		"SMTP AUTH is disabled by default for new tenants; ours is enabled and works.",
		"We document here which errors exist: invalid_grant means the refresh token is expired or revoked.",
		"Remember that IMAP is disabled for new mailboxes until somebody turns it on; I did that for all twelve yesterday.",
	} {
		for _, c := range explainText(t, said, Hint{}).Causes {
			if c.Confidence == mail.Certain {
				t.Errorf("%q: %s is certain", said, c.ID)
			}
		}
	}
}

// A few lines without a time are about one moment.
func TestApart(t *testing.T) {
	for said, want := range map[string]bool{
		"535 5.7.8 Username and Password not accepted\n421 4.3.0 Temporary system problem":              false,
		"2024-04-02 09:00:00 dial tcp: no such host\n2024-04-02 09:05:00 x509: certificate has expired": true,
	} {
		lines, err := text.Read(strings.NewReader(said), telling.tells)
		if err != nil || len(lines) != 2 {
			t.Fatal(lines, err)
		}
		if got := newScene(lines, Hint{}).apart(0, 1); got != want {
			t.Errorf("%q: %v", said, got)
		}
	}
}
