//go:build !race

// These tests read thousands of texts on one goroutine: too slow for the race
// detector, and nothing for it to find.

package diagnose

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mailknock/mail/diagnose/likeness"
	"mailknock/mail/diagnose/text"
)

// The failures that the model is learnt from: real ones, and ones that were
// written for it. Texts that report no failure lie in silent.jsonl, asides.txt
// and the folder healthy.
var (
	realFailures    = []string{"cases.jsonl", "more.jsonl"}
	writtenFailures = "written.jsonl"
)

// asExamples takes a text apart as Explain does, once for a person who says where
// it comes from and once for one who does not, and the same with what they knew
// beside it.
func (f failure) asExamples() []likeness.Example {
	var list []likeness.Example
	told := []string{f.Evidence}
	if f.Context != "" {
		told = append(told, f.Evidence+"\n"+f.Context)
	}
	for k := range 2 * len(told) {
		hint := f.hint()
		if k%2 == 1 {
			hint = Hint{}
		}
		lines, err := text.Read(strings.NewReader(told[k/2]), telling.tells)
		if err != nil {
			panic(err)
		}
		s := newScene(lines, hint)
		t, _ := s.likeText(s.ruled(families))
		list = append(list, likeness.Example{Text: t, Cause: f.Cause, Or: f.AlsoPlausible})
	}
	return list
}

// written are the failures and the silent texts that were written for learning
// or for tests.
func written(t *testing.T) []failure {
	t.Helper()
	list := readCases(t, writtenFailures)
	for _, line := range ownLines(t) {
		list = append(list, failure{Evidence: line.text, Provider: line.provider, Protocol: line.protocol, Cause: line.causes[0], AlsoPlausible: line.causes[1:]})
	}
	silent := readCases(t, "silent.jsonl")
	files, err := filepath.Glob("testdata/healthy/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		silent = append(silent, failure{Evidence: string(data)})
	}
	for _, aside := range shortAsides(t) {
		silent = append(silent, failure{Evidence: aside})
	}
	// What people say of their set-up, and whose servers they name, tells nothing
	// of whether it failed.
	for i, f := range silent {
		f.Cause = likeness.None
		other := list[(i*37)%len(list)]
		f.Context, f.Provider, f.Protocol = other.Context, other.Provider, other.Protocol
		list = append(list, f)
	}
	return list
}

// taught are the written texts taken apart, which takes a minute, once for all
// tests.
func taught(t *testing.T) []likeness.Example {
	t.Helper()
	if takenApart == nil {
		takenApart = examples(written(t))
	}
	return slices.Clone(takenApart)
}

var takenApart []likeness.Example

func examples(failures []failure) []likeness.Example {
	var list []likeness.Example
	for _, f := range failures {
		list = append(list, f.asExamples()...)
	}
	return list
}

// TestModel holds the model's file to the failures that it is learnt from. After
// a change of them, or of how texts are read, run make learn.
func TestModel(t *testing.T) {
	const file = "likeness/model.txt"
	learnt := taught(t)
	for _, name := range realFailures {
		learnt = append(learnt, examples(readCases(t, name))...)
	}
	from := sha256.New()
	_, _ = io.WriteString(from, likeness.Settings())
	for _, e := range learnt {
		_, _ = fmt.Fprintf(from, "%q\n", append(append(e.Features(), e.Cause), e.Or...))
	}
	if os.Getenv("LEARN") != "" {
		model := likeness.Learn(learnt).Format()
		if err := os.WriteFile(file, append(head(from, model), model...), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, model, _ := bytes.Cut(data, []byte("\n"))
	if !bytes.HasPrefix(data, head(from, model)) {
		t.Errorf("%s was learnt from other texts, or changed by hand: run make learn", file)
	}
}

// head is the first line of the model's file: what it was learnt from, and what
// stands below.
func head(from hash.Hash, model []byte) []byte {
	body := sha256.Sum256(model)
	return fmt.Appendf(nil, "# learnt from %x as %x\n", from.Sum(nil), body)
}

// TestSilentTexts reads many texts that report no failure and share most of
// their words with those that do. Few may be taken for one.
func TestSilentTexts(t *testing.T) {
	const most = 1 // of a hundred
	all := readCases(t, "silent.jsonl")
	taken := 0
	for _, f := range all {
		r, err := Explain(strings.NewReader(f.Evidence), Hint{})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Causes) > 0 {
			taken++
			t.Logf("%s %q: %.200q", r.Causes[0].ID, r.Causes[0].Evidence, f.Evidence)
		}
	}
	if taken*100 > most*len(all) {
		t.Errorf("%d of %d are taken for failures", taken, len(all))
	}
}
