package provider

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
)

// givenFields are what may stand in a registration's entry.
type givenFields struct {
	Provider   string `json:"provider"`
	ClientID   string `json:"client_id"`
	Tenant     string `json:"tenant"`
	SecretFile string `json:"client_secret_file"`
}

var givenNames = []string{"client_id", "client_secret_file", "provider", "tenant"}

// registration takes over one entry. seen has the lines of the providers
// before it.
func (l *loader) registration(v value, seen map[string]int) {
	members, ok := l.members(v, "a registration")
	if !ok {
		return
	}
	id, ok := l.id(v, members, "provider")
	if !ok {
		return
	}
	if before := seen[id]; before > 0 {
		l.problem(v.line, "%q has two registrations, the first in line %d: this second one is not used, keep one of them", id, before)
		return
	}
	seen[id] = v.line
	p, err := l.table.ByID(id)
	if err != nil {
		l.problem(v.line, "%v", err)
		return
	}
	if id == Custom {
		l.problem(v.line, "a registration belongs to one provider: add your server to \"providers\" and name it here")
		return
	}
	if id == Sandbox || !p.OAuth() {
		l.problem(v.line, "%s needs no registration: take this one out", p.Name)
		return
	}
	var g givenFields
	lines := map[string]int{}
	faults := len(l.table.problems)
	for _, m := range members {
		lines[m.name] = m.line
		l.takeGiven(&g, m)
	}
	l.checkGiven(p, &g, v.line, lines)
	if len(l.table.problems) > faults {
		return
	}
	for name := range lines {
		l.table.origins[id+" "+name] = l.file
	}
	l.table.given[id] = Given{Provider: id, ClientID: g.ClientID, Tenant: g.Tenant, SecretFile: g.SecretFile, Origin: l.file}
}

func (l *loader) takeGiven(g *givenFields, m member) {
	known := slices.Contains(givenNames, m.name)
	switch {
	case !known && looksSecret(m.name):
		l.problem(m.line, "%s", noSecretHere)
	case !known:
		l.problem(m.line, "%s", unknownField(m.name, givenNames))
	case !visible(m.raw):
		l.problem(m.line, "%q holds a character that nobody can see: type the text anew", m.name)
	default:
		if problem := decode(g, m, reflect.TypeFor[string]()); problem != "" {
			l.problem(m.line, "%s", problem)
		}
	}
}

// checkGiven looks at a registration as at a typed one, and for its secret's
// file.
func (l *loader) checkGiven(p Provider, g *givenFields, line int, lines map[string]int) {
	if g.ClientID == "" {
		l.problem(line, "\"client_id\" is missing: type the one that %s gave", p.Name)
		return
	}
	if g.SecretFile != "" {
		if !filepath.IsAbs(g.SecretFile) {
			g.SecretFile = filepath.Join(l.dir, g.SecretFile)
		}
		// What stands there may be the secret itself, so it is not quoted.
		if info, err := os.Stat(g.SecretFile); err != nil || !info.Mode().IsRegular() {
			l.problem(lines["client_secret_file"], "there is no file as \"client_secret_file\" says: type its name if it lies beside this file, else its whole path, and never the secret itself")
		}
	}
	typed := Typed{ClientID: g.ClientID, Tenant: g.Tenant}
	for _, r := range CheckRegistration(p, typed) {
		switch {
		// The secret is in its file, or the person types it.
		case r.Field == "client_secret":
		case r.Severity == Wrong:
			l.problem(lines[r.Field], "%q: %s", r.Field, r.Text)
		default:
			l.note(lines[r.Field], "%q: %s", r.Field, r.Text)
		}
	}
}
