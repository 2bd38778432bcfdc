package diagnose

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// TestHealthyTextHasNoCause reads what no failure is: dialogues that end well,
// logs, source code, configuration, prose, pages about failures.
func TestHealthyTextHasNoCause(t *testing.T) {
	files, err := filepath.Glob("testdata/healthy/*.txt")
	if err != nil || len(files) < 60 {
		t.Fatalf("%d texts, %v", len(files), err)
	}
	for _, name := range files {
		for _, hint := range []Hint{{}, {"google", wire.IMAP}, {"microsoft", wire.SMTP}, {"custom", wire.OAuth}} {
			file, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Explain(file, hint)
			_ = file.Close()
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range r.Causes {
				t.Errorf("%s %v: %s %q", filepath.Base(name), hint, c.ID, c.Evidence)
			}
		}
	}
}

// TestShortAsidesHaveNoCause reads the texts of testdata/asides.txt, most of
// them of a line or two: too short to be told from a report by their shape as
// a whole.
func TestShortAsidesHaveNoCause(t *testing.T) {
	for _, input := range shortAsides(t) {
		r, err := Explain(strings.NewReader(input), Hint{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Causes {
			t.Errorf("%q: %s %q", input, c.ID, c.Evidence)
		}
	}
}

func shortAsides(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/asides.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "# Short texts") {
			list = append(list, strings.ReplaceAll(strings.TrimSuffix(line, "\n"), `\n`, "\n"))
		}
	}
	return list
}
