package provider

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"mailknock/mail/wire"
)

// fields are what may stand in a provider's entry, with the type of each.
var fields = func() map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for f := range reflect.TypeFor[Provider]().Fields() {
		all[f.Tag.Get("json")] = f.Type
	}
	return all
}()

var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,62}$`)

// provider takes over one entry. seen has the lines of the ids before it.
func (l *loader) provider(v value, seen map[string]int) {
	members, ok := l.members(v, "a provider")
	if !ok {
		return
	}
	id, ok := l.id(v, members, "id")
	if !ok {
		return
	}
	if before := seen[id]; before > 0 {
		l.problem(v.line, "%q stands in this file twice, first in line %d: this second entry is not used, put both into one", id, before)
		return
	}
	seen[id] = v.line
	if id == Custom || id == Sandbox {
		l.problem(v.line, "%q is the program's own and stays as it is: give your provider another id", id)
		return
	}
	e := &entry{loader: l, line: v.line, given: map[string]int{}}
	known, err := l.own.ByID(id)
	e.override = err == nil
	e.before, e.p = known, own(known)
	e.p.ID = id
	faults := len(l.table.problems)
	for _, m := range members {
		e.take(m)
	}
	if len(l.table.problems) == faults {
		e.complete()
	}
	if len(l.table.problems) > faults {
		l.problem(v.line, "so nothing of this entry for %q is used until that is put right", id)
		return
	}
	e.tell()
	l.keep(e)
}

// id reads the field that says which provider is meant.
func (l *loader) id(v value, members []member, field string) (string, bool) {
	at := slices.IndexFunc(members, func(m member) bool { return m.name == field })
	if at < 0 {
		l.problem(v.line, "the field %q is missing: it says which provider this is, such as %q", field, Google)
		return "", false
	}
	var id string
	if json.Unmarshal(members[at].raw, &id) != nil || !idPattern.MatchString(id) {
		l.problem(members[at].line, "%q must be a short name in quotes, of small letters, digits, dots and dashes", field)
		return "", false
	}
	return id, true
}

// entry is a provider's entry while it is taken over.
type entry struct {
	*loader
	line int
	// override tells that the program has this provider; before is what it
	// has.
	override bool
	before   Provider
	p        Provider
	// given has the lines of the fields that the entry has, and brought the
	// names under which Origin finds them.
	given   map[string]int
	brought []string
}

// own gives a copy that an entry may write to, in depth.
func own(p Provider) (c Provider) {
	data, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		panic(err) // the program's own table, which a test reads
	}
	return c
}

// take reads one field over what the program has. Objects are read field by
// field, lists as a whole.
func (e *entry) take(m member) {
	kind, ok := fields[m.name]
	switch {
	case looksSecret(m.name) && !ok:
		e.problem(m.line, "%s", noSecretHere)
		return
	case !ok:
		e.problem(m.line, "%s", unknownField(m.name, fieldNames(fields)))
		return
	case string(m.raw) == "null":
		e.problem(m.line, "%q has no value: take the line out, or type one", m.name)
		return
	}
	if !visible(m.raw) {
		e.problem(m.line, "%q holds a character that nobody can see: type the text anew", m.name)
		return
	}
	e.given[m.name] = m.line
	if problem := decode(&e.p, m, kind); problem != "" {
		e.problem(m.line, "%s", problem)
		return
	}
	if problem := checkField(m.name, e.p); problem != "" {
		e.problem(m.line, "%s", problem)
		return
	}
	e.mark(m)
}

// mark remembers where the field comes from, and forgets what was known of the
// value before.
func (e *entry) mark(m member) {
	names := []string{m.name}
	var parts map[string]json.RawMessage
	if (m.name == "servers" || m.name == "scopes") && json.Unmarshal(m.raw, &parts) == nil && e.override {
		names = nil
		for p := range parts {
			names = append(names, m.name+"."+p)
		}
	}
	for _, name := range names {
		for _, known := range []map[string]string{e.p.Sources, e.p.Unverified} {
			maps.DeleteFunc(known, func(k, _ string) bool { return k == name || strings.HasPrefix(k, name+".") })
		}
	}
	e.brought = append(e.brought, names...)
}

// keep puts the finished provider into the table.
func (l *loader) keep(e *entry) {
	for _, name := range e.brought {
		l.table.origins[e.p.ID+" "+name] = l.file
	}
	at := slices.IndexFunc(l.table.providers, func(p Provider) bool { return p.ID == e.p.ID })
	if at < 0 {
		l.added = append(l.added, e.p)
		return
	}
	l.table.providers[at] = e.p
}

// visible tells whether all text in a JSON value can be seen.
func visible(raw json.RawMessage) bool {
	var any any
	if json.Unmarshal(raw, &any) != nil {
		return true
	}
	return seen(any)
}

func seen(v any) bool {
	switch v := v.(type) {
	case string:
		return wire.Visible([]byte(v)) == v
	case []any:
		return !slices.ContainsFunc(v, func(v any) bool { return !seen(v) })
	case map[string]any:
		for k, v := range v {
			if !seen(k) || !seen(v) {
				return false
			}
		}
	}
	return true
}
