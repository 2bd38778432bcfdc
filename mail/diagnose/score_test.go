package diagnose

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// failure is a real failure with its label.
type failure struct {
	ID            string   `json:"id"`
	Evidence      string   `json:"evidence"`
	Context       string   `json:"context"`
	Provider      string   `json:"provider"`
	Protocol      string   `json:"protocol"`
	Cause         string   `json:"cause"`
	AlsoPlausible []string `json:"also_plausible"`
}

func readCases(t *testing.T, name string) []failure {
	t.Helper()
	file, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []failure
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var f failure
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

// score counts how often the best guess is the label, is plausible, and how
// often the label is among the first three.
type score struct{ cases, best, plausible, three int }

func (s *score) add(f failure, got []string) {
	s.cases++
	if len(got) > 0 && got[0] == f.Cause {
		s.best++
	}
	if len(got) > 0 && (got[0] == f.Cause || slices.Contains(f.AlsoPlausible, got[0])) {
		s.plausible++
	}
	if slices.Contains(got[:min(3, len(got))], f.Cause) {
		s.three++
	}
}

func (s score) percent() (best, plausible, three float64) {
	n := float64(s.cases) / 100
	return float64(s.best) / n, float64(s.plausible) / n, float64(s.three) / n
}

// TestScore tells how well pasted text is understood: of cases.jsonl with the
// evidence alone and with what its poster wrote beside it, and of more.jsonl,
// whose cases were found and labelled without a look at the rules. What is
// reached must not get worse.
func TestScore(t *testing.T) {
	for _, tt := range []struct {
		name, file           string
		context              bool
		best, plausible, top float64
	}{
		{"evidence", "cases.jsonl", false, 92, 97, 99},
		{"evidence and context", "cases.jsonl", true, 91, 95, 97},
		{"later cases", "more.jsonl", false, 86, 94, 93},
	} {
		var all score
		for _, f := range readCases(t, tt.file) {
			input := f.Evidence
			if tt.context {
				input += "\n" + f.Context
			}
			r, err := Explain(strings.NewReader(input), Hint{Provider: f.Provider, Protocol: wire.Protocol(f.Protocol)})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range r.Causes {
				got = append(got, c.ID)
			}
			all.add(f, got)
			if (len(got) == 0 || got[0] != f.Cause) && os.Getenv("MISSES") != "" {
				t.Logf("%s: %s: want %s %v, got %v", tt.name, f.ID, f.Cause, f.AlsoPlausible, got)
			}
		}
		best, plausible, three := all.percent()
		t.Logf("%s (%d cases): best %.1f %%, plausible %.1f %%, among three %.1f %%", tt.name, all.cases, best, plausible, three)
		if best < tt.best || plausible < tt.plausible || three < tt.top {
			t.Errorf("%s: less than %.0f, %.0f and %.0f %%", tt.name, tt.best, tt.plausible, tt.top)
		}
	}
}
