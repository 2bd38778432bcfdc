//go:build !race

package diagnose

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
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
	realFailures    = []string{"cases.jsonl", "more.jsonl", "threads.jsonl"}
	writtenFailures = "written.jsonl"
)

// example takes a text apart as Explain does, once with what its finder knew
// beside it and once without.
func (f failure) examples() []likeness.Example {
	var list []likeness.Example
	for _, hint := range []Hint{f.hint(), {}} {
		lines, err := text.Read(strings.NewReader(f.Evidence), telling.tells)
		if err != nil {
			panic(err)
		}
		t, _ := newScene(lines, hint).likeText()
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
	for _, f := range silent {
		f.Cause = likeness.None
		list = append(list, f)
	}
	return list
}

func examples(failures []failure) []likeness.Example {
	var list []likeness.Example
	for _, f := range failures {
		list = append(list, f.examples()...)
	}
	return list
}

// TestModel holds the model's file to the failures that it is learnt from. After
// a change of them, or of how texts are read, run make learn.
func TestModel(t *testing.T) {
	const file = "likeness/model.txt"
	all := written(t)
	for _, name := range realFailures {
		all = append(all, readCases(t, name)...)
	}
	learnt := examples(all)
	sum := sha256.New()
	for _, e := range learnt {
		hashExample(sum, e)
	}
	from := "# learnt from " + hex.EncodeToString(sum.Sum(nil)) + "\n"
	if os.Getenv("LEARN") != "" {
		if err := os.WriteFile(file, append([]byte(from), likeness.Learn(learnt).Format()...), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte(from)) {
		t.Errorf("%s was learnt from other texts: run make learn", file)
	}
}

func hashExample(w hash.Hash, e likeness.Example) {
	for _, list := range [][]string{e.Lines, e.Shape, {e.Provider, e.Protocol, e.Cause}, e.Or} {
		_, _ = io.WriteString(w, strings.Join(slices.Concat([]string{""}, list), "\x00")+"\n")
	}
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
