package provider

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"mailknock/assets"
)

// Table is the providers there are. It does not change, so it is safe for
// concurrent use. What it gives shares its maps and lists: do not write to
// them.
type Table struct {
	providers []Provider
	// origins has the file of each field that one gave, by "id field".
	origins  map[string]string
	given    map[string]Given
	problems []Problem
	notes    []Problem
}

var builtIn = sync.OnceValues(func() (*Table, error) {
	all, err := parse(assets.Providers)
	return &Table{providers: all}, err
})

// BuiltIn gives the program's own table. It is checked by a test: a fault in
// it stops the program.
func BuiltIn() *Table {
	t, err := builtIn()
	if err != nil {
		panic(err)
	}
	return t
}

// All gives the program's own providers, in the order in which they are shown.
func All() []Provider { return BuiltIn().All() }

// ByID finds one of the program's own providers.
func ByID(id string) (Provider, error) { return BuiltIn().ByID(id) }

// ByAddress finds the one of the program's own providers that an address
// belongs to.
func ByAddress(address string) (Provider, bool) { return BuiltIn().ByAddress(address) }

// All gives the providers in the order in which they are shown.
func (t *Table) All() []Provider { return slices.Clone(t.providers) }

// ByID finds a provider. The error lists the ids there are.
func (t *Table) ByID(id string) (Provider, error) {
	var ids []string
	for _, p := range t.providers {
		if p.ID == id {
			return p, nil
		}
		ids = append(ids, p.ID)
	}
	return Provider{}, fmt.Errorf("there is no provider %q: choose one of %s", id, strings.Join(ids, ", "))
}

// ByAddress finds the provider whose domains hold the address's. It asks
// nobody. Those of the person's file go first.
func (t *Table) ByAddress(address string) (Provider, bool) {
	at := strings.LastIndexByte(address, '@')
	domain := strings.ToLower(strings.TrimSuffix(strings.TrimSpace(address[at+1:]), "."))
	if at <= 0 || domain == "" {
		return Provider{}, false
	}
	var found *Provider
	for i, p := range t.providers {
		if !p.has(domain) {
			continue
		}
		if t.origins[p.ID+" domains"] != "" {
			return p, true
		}
		if found == nil {
			found = &t.providers[i]
		}
	}
	if found == nil {
		return Provider{}, false
	}
	return *found, true
}

func (p Provider) has(domain string) bool {
	return slices.ContainsFunc(p.Domains, func(known string) bool {
		under, wild := strings.CutPrefix(known, "*")
		return domain == known || wild && strings.HasSuffix(domain, under)
	})
}

// OriginBuiltIn is the origin of what the program itself brought.
const OriginBuiltIn = "built in"

// Origin says where the value of a provider's field comes from: OriginBuiltIn,
// or the path of the file that gave it. The field is named as in the file;
// "servers.smtp" is one protocol's part of it.
func (t *Table) Origin(id, field string) string {
	whole, _, _ := strings.Cut(field, ".")
	for _, f := range []string{field, whole} {
		if file := t.origins[id+" "+f]; file != "" {
			return file
		}
	}
	return OriginBuiltIn
}

// Brought names the fields that the person's file gave, sorted, by provider.
func (t *Table) Brought() map[string][]string {
	all := map[string][]string{}
	for key := range t.origins {
		id, field, _ := strings.Cut(key, " ")
		all[id] = append(all[id], field)
	}
	for _, fields := range all {
		slices.Sort(fields)
	}
	return all
}

// Given is a registration that the person's file brought, so that nobody has
// to make one.
type Given struct {
	Provider string
	ClientID string
	Tenant   string
	// SecretFile is the path of the file that holds the client secret; empty
	// where there is none. Nobody has read it yet.
	SecretFile string
	// Origin is the file that it stands in.
	Origin string
}

// Registration gives the registration that the person's file has for a
// provider.
func (t *Table) Registration(id string) (Given, bool) {
	g, ok := t.given[id]
	return g, ok
}

// Problems tells what of the person's file is not used, and why.
func (t *Table) Problems() []Problem { return slices.Clone(t.problems) }

// Notes tells what the person's file changes that one should know of: it is
// used.
func (t *Table) Notes() []Problem { return slices.Clone(t.notes) }

func parse(data []byte) ([]Provider, error) {
	var table struct {
		Version   int        `json:"version"`
		Providers []Provider `json:"providers"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&table); err != nil {
		return nil, fmt.Errorf("could not read the table of providers: %w", err)
	}
	seen := map[string]bool{}
	for _, p := range table.Providers {
		if seen[p.ID] {
			return nil, fmt.Errorf("the table of providers holds %q twice", p.ID)
		}
		seen[p.ID] = true
	}
	return table.Providers, nil
}
