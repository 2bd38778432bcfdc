package provider

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"
)

// FileName is the name of the person's own table in the configuration folder.
const FileName = "providers.json"

// maxFile bounds that file, in bytes.
const maxFile = 1 << 20

// Problem is a sentence about a place in the person's file: what is wrong
// there and what to type instead.
type Problem struct {
	File string
	// Line counts from 1; 0 where the file as a whole is meant.
	Line int
	Text string
}

// String gives the sentence with its place before it.
func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Text)
	}
	return fmt.Sprintf("%s, line %d: %s", p.File, p.Line, p.Text)
}

// Load gives the program's own table with what the file FileName in a folder
// adds to it. It blocks on disk for a moment. It never fails: what cannot be
// used stands in Problems, entry by entry, and the rest is used. No file is no
// problem.
//
// A provider's entry is used whole or not at all, so that a fault in it never
// leaves endpoints of one provider beside servers of another.
func Load(dir string) *Table {
	l := &loader{file: filepath.Join(dir, FileName), dir: dir, own: BuiltIn(), table: &Table{
		providers: BuiltIn().All(), origins: map[string]string{}, given: map[string]Given{},
	}}
	if data, ok := l.read(); ok {
		l.whole(data)
	}
	return l.table
}

// loader is one reading of a file.
type loader struct {
	file, dir string
	// text is the file's, for counting lines.
	text  []byte
	own   *Table
	table *Table
	// added are the providers that the program does not have.
	added []Provider
}

func (l *loader) problem(line int, format string, args ...any) {
	l.table.problems = append(l.table.problems, Problem{File: l.file, Line: line, Text: fmt.Sprintf(format, args...)})
}

func (l *loader) note(line int, format string, args ...any) {
	l.table.notes = append(l.table.notes, Problem{File: l.file, Line: line, Text: fmt.Sprintf(format, args...)})
}

// read gives the file's text. A pipe or a device in its place would block for
// ever, so it is looked at first.
func (l *loader) read() (data []byte, ok bool) {
	info, err := os.Stat(l.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false
	case err != nil:
		l.problem(0, "could not look at the file: %v", err)
		return nil, false
	case !info.Mode().IsRegular():
		l.problem(0, "this is no ordinary file: put the providers into a file of this name, or remove it")
		return nil, false
	}
	f, err := os.Open(l.file)
	if err == nil {
		defer f.Close()
		data, err = io.ReadAll(io.LimitReader(f, maxFile+1))
	}
	switch {
	case err != nil:
		l.problem(0, "could not read the file: %v", err)
	case len(data) > maxFile:
		l.problem(0, "the file is longer than 1 MB: leave only what differs from the built-in providers")
	case !utf8.Valid(data):
		l.problem(0, "the file is not in UTF-8: save it again with the encoding UTF-8")
	default:
		return data, true
	}
	return nil, false
}

// whole takes over what the file says.
func (l *loader) whole(data []byte) {
	top, ok := l.open(data)
	if !ok {
		return
	}
	var entries, registrations []value
	for _, m := range top {
		switch m.name {
		case "version":
			if string(m.raw) != "1" {
				l.problem(m.line, "this file is of another version than this program reads, so none of it is used: write \"version\": 1, or get the newer program")
				return
			}
		case "providers":
			entries = l.list(m)
		case "registrations":
			registrations = l.list(m)
		default:
			l.problem(m.line, "%s", unknownField(m.name, []string{"version", "providers", "registrations"}))
		}
	}
	seen := map[string]int{}
	for _, e := range entries {
		l.provider(e, seen)
	}
	l.table.providers = append(slices.Clip(l.added), l.table.providers...)
	seen = map[string]int{}
	for _, r := range registrations {
		l.registration(r, seen)
	}
}

// fieldNames gives what may stand in an entry, sorted.
func fieldNames[V any](fields map[string]V) []string { return slices.Sorted(maps.Keys(fields)) }
