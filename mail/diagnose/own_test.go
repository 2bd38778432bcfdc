//go:build !race

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
	for _, line := range ownLines(t) {
		r, err := Explain(strings.NewReader(line.text), Hint{Provider: line.provider, Protocol: wire.Protocol(line.protocol)})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range r.Causes {
			got = append(got, c.ID)
		}
		if len(got) == 0 || !slices.Contains(line.causes, got[0]) {
			t.Errorf("%s: got %v\n\t%s", line.causes, got, line.text)
		}
	}
}

// ownLine is a line of own.txt.
type ownLine struct {
	causes                   []string
	provider, protocol, text string
}

func ownLines(t *testing.T) []ownLine {
	t.Helper()
	data, err := os.ReadFile("testdata/own.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []ownLine
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		part := strings.SplitN(strings.TrimSpace(line), " | ", 4)
		if len(part) != 4 {
			t.Fatalf("not four parts: %s", line)
		}
		list = append(list, ownLine{strings.Split(part[0], ","), part[1], part[2], strings.ReplaceAll(part[3], `\n`, "\n")})
	}
	return list
}
