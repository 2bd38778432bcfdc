package diagnose

import (
	"os"
	"slices"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// TestOwnFailures reads the failures of testdata/own.txt: every family in the
// words of several servers and runtimes.
func TestOwnFailures(t *testing.T) {
	data, err := os.ReadFile("testdata/own.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		part := strings.SplitN(strings.TrimSpace(line), " | ", 4)
		if len(part) != 4 {
			t.Fatalf("not four parts: %s", line)
		}
		input := strings.ReplaceAll(part[3], `\n`, "\n")
		r, err := Explain(strings.NewReader(input), Hint{Provider: part[1], Protocol: wire.Protocol(part[2])})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range r.Causes {
			got = append(got, c.ID)
		}
		if len(got) == 0 || !slices.Contains(strings.Split(part[0], ","), got[0]) {
			t.Errorf("%s: got %v\n\t%s", part[0], got, part[3])
		}
	}
}
