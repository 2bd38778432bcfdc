package present

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mailknock/ui/run"
)

// Problems are sentences by the name of the field that they are about.
type Problems map[string]string

// Merge adds the problem that the services found, unless that field has one.
func (p Problems) Merge(field, problem string) {
	if _, ok := p[field]; !ok {
		p[field] = Sentence(problem)
	}
}

// Sentence lets a text begin with a capital letter and end with a full stop.
// A host name at the beginning stays as it is.
func Sentence(text string) string {
	first, n := utf8.DecodeRuneInString(text)
	if n == 0 {
		return text
	}
	if word, _, _ := strings.Cut(text, " "); !strings.Contains(strings.TrimRight(word, ".:"), ".") {
		text = string(unicode.ToUpper(first)) + text[n:]
	}
	if strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}

// First gives one of the problems, the same each time.
func (p Problems) First() string {
	names := append([]string{"user", "protocols"}, slices.Sorted(maps.Keys(p))...)
	for _, name := range names {
		if problem, ok := p[name]; ok {
			return problem
		}
	}
	return ""
}

// Add takes an error of the services.
func (p Problems) Add(err error) {
	var field *run.FieldError
	switch {
	case err == nil:
	case errors.As(err, &field):
		p.Merge(field.Field, field.Problem)
	default:
		p.Merge("", err.Error())
	}
}
