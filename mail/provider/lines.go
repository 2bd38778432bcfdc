package provider

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// value is a JSON value with the line where it begins.
type value struct {
	raw    json.RawMessage
	offset int
	line   int
}

// member is a field of an object, with the line of its name.
type member struct {
	value
	name string
}

// open reads the file's outermost object.
func (l *loader) open(data []byte) ([]member, bool) {
	// What Windows' editor puts before UTF-8; it has no line of its own.
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		var broken *json.SyntaxError
		switch {
		case len(bytes.TrimSpace(data)) == 0:
			l.problem(0, "the file is empty: remove it, or write {\"version\": 1, \"providers\": []} into it")
		case errors.As(err, &broken) && strings.Contains(err.Error(), "unexpected end"):
			l.problem(lineAt(data, len(data)), "the JSON ends too early: a quote, a ] or a } is missing")
		case errors.As(err, &broken):
			l.problem(lineAt(data, int(broken.Offset)), "the JSON breaks here (%s): look just before it for a missing quote or comma, or for a comma too many", broken.Error())
		default:
			l.problem(0, "the file is not JSON: it begins with { and ends with }")
		}
		return nil, false
	}
	l.text = data
	start := bytes.IndexFunc(data, func(r rune) bool { return !strings.ContainsRune(" \t\r\n", r) })
	return l.members(value{raw: bytes.TrimSpace(data), offset: start, line: lineAt(data, start)}, "the file")
}

// members takes an object apart. What is none is a problem.
func (l *loader) members(v value, what string) ([]member, bool) {
	if len(v.raw) == 0 || v.raw[0] != '{' {
		l.problem(v.line, "%s must be an object in braces: { … }", what)
		return nil, false
	}
	var all []member
	seen := map[string]bool{}
	d := json.NewDecoder(bytes.NewReader(v.raw))
	_, _ = d.Token()
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		m := member{name: name.(string)}
		if m.value, err = l.next(d, v); err != nil {
			return nil, false
		}
		if seen[m.name] {
			l.problem(m.line, "%q stands here twice: keep one of them", short(m.name))
			return nil, false
		}
		seen[m.name] = true
		all = append(all, m)
	}
	return all, true
}

// list takes an array apart. What is none is a problem.
func (l *loader) list(m member) []value {
	if m.raw[0] != '[' {
		l.problem(m.line, "%q must be a list in brackets: [ … ]", m.name)
		return nil
	}
	var all []value
	d := json.NewDecoder(bytes.NewReader(m.raw))
	_, _ = d.Token()
	for d.More() {
		v, err := l.next(d, m.value)
		if err != nil {
			return nil
		}
		all = append(all, v)
	}
	return all
}

// next reads the value that the decoder of its parent stands before. The text
// is known to be JSON, so that an error cannot come.
func (l *loader) next(d *json.Decoder, parent value) (value, error) {
	at := int(d.InputOffset())
	for strings.IndexByte(" \t\r\n:,", parent.raw[at]) >= 0 {
		at++
	}
	v := value{offset: parent.offset + at}
	v.line = lineAt(l.text, v.offset)
	err := d.Decode(&v.raw)
	return v, err
}

func lineAt(data []byte, offset int) int {
	return 1 + bytes.Count(data[:min(max(offset, 0), len(data))], []byte("\n"))
}

// short bounds what a sentence quotes.
func short(text string) string { return cut(text, 40) }

func cut(text string, limit int) string {
	if r := []rune(text); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return text
}
