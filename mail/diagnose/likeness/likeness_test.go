package likeness

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
)

var learnt = Learn(slices.Concat(
	repeat(Example{Text: Text{Lines: lines(" connection refused by host ")}, Cause: "net.refused"}),
	repeat(Example{Text: Text{Lines: lines(" login expired try again ")}, Cause: "token.expired", Or: []string{"account.login_blocked"}}),
	repeat(Example{Text: Text{Lines: lines(" connected and signed in ")}, Cause: None}),
))

func lines(words ...string) []Line {
	var list []Line
	for _, w := range words {
		list = append(list, Line{Words: w, Kind: "plain"})
	}
	return list
}

func repeat(e Example) []Example { return slices.Repeat([]Example{e}, leastOf+2) }

func TestLearn(t *testing.T) {
	for said, want := range map[string]string{
		" refused by the host ": "net.refused",
		" the login expires ":   "token.expired",
		" signed in ":           None,
	} {
		g := learnt.Guesses(Text{Lines: lines(" nothing here ", said)})
		if g[0].Cause != want {
			t.Errorf("%q: %+v", said, g)
		}
		if g[0].Cause != None && learnt.Line(Text{Lines: lines(" nothing here ", said)}, want) != 1 {
			t.Errorf("%q: another line tells", said)
		}
		sum := 0.0
		for _, x := range g {
			sum += x.Probability
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%q: probabilities add up to %v", said, sum)
		}
	}
	if g := learnt.Guesses(Text{Lines: lines(" login expired ")}); g[1].Cause != "account.login_blocked" {
		t.Errorf("what the text leaves open is not second: %+v", g)
	}
}

// Words that nobody used say nothing, and neither does a text without any.
func TestStrangeText(t *testing.T) {
	for _, text := range []Text{{}, {Lines: lines("", " qwertz uiop ")}} {
		g := learnt.Guesses(text)
		if len(g) != len(learnt.causes) || math.IsNaN(g[0].Probability) || learnt.Line(text, g[0].Cause) != -1 || learnt.Line(text, "no.cause") != -1 {
			t.Errorf("%v: %+v", text, g)
		}
	}
}

// The file gives the same guesses again, to its hundredths.
func TestFile(t *testing.T) {
	again, err := parse(learnt.Format())
	if err != nil {
		t.Fatal(err)
	}
	text := Text{Lines: lines(" connection refused ", " login expired ")}
	for i, g := range again.Guesses(text) {
		if old := learnt.Guesses(text)[i]; old.Cause != g.Cause || math.Abs(old.Probability-g.Probability) > 0.05 {
			t.Errorf("%+v and %+v", old, g)
		}
	}
	if !bytes.Equal(again.Format(), learnt.Format()) {
		t.Error("the file changes when it is written again")
	}
}

func TestBrokenFile(t *testing.T) {
	for _, broken := range []string{
		"", "# only a comment\n", "a b\n0\n", "a\n", "a\nx\n", "a\n0\nword\n", "a\n0\nx 0:1\tword\n",
		"a\n0\n1 5:1\tword\n", "a\n0\n1 -1:1\tword\n", "a\n0\n1 0:x\tword\n", "a\n0\n\tword\n",
	} {
		if m, err := parse([]byte(broken)); err == nil {
			t.Errorf("%q is taken: %+v", broken, m)
		}
	}
}

// The model that the program has knows every kind of cause.
func TestDefault(t *testing.T) {
	m := Default()
	for _, family := range []string{None, "oauth.", "token.", "account.", "server.", "net.", "tls."} {
		if !slices.ContainsFunc(m.causes, func(c string) bool { return strings.HasPrefix(c, family) }) {
			t.Errorf("nothing of %s", family)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(learnt.Format())
	f.Add([]byte("a b\n0 0\n150 0:-20 1:7\tword pair\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parse(data)
		if err != nil {
			return
		}
		if g := m.Guesses(Text{Lines: lines(" word pair ")}); len(g) != len(m.causes) {
			t.Errorf("%d guesses for %d causes", len(g), len(m.causes))
		}
	})
}

func BenchmarkGuesses(b *testing.B) {
	m := Default()
	text := Text{Lines: slices.Repeat(lines(" a1 no authenticationfailed invalid credentials failure "), 20), Provider: "google", Protocol: "imap"}
	for b.Loop() {
		m.Guesses(text)
	}
}
