package diagnose

import (
	"fmt"
	"strings"
	"testing"

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
