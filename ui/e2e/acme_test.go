package e2e

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
)

// config is the program's folder in the person's home.
func (p *person) config() string {
	return filepath.Join(mkdir(p.t, filepath.Join(p.Dir, "config")), "mailknock")
}

// providers writes the person's own file of providers, and gives its path.
func (p *person) providers(content string) string {
	p.t.Helper()
	return write(p.t, filepath.Join(mkdir(p.t, p.config()), "providers.json"), content)
}

// acme gives the file in which an organisation names its servers. more is
// added to its provider, over what stands there.
func acme(t *testing.T, i *idp, doors []door, more map[string]any, registration map[string]any) string {
	t.Helper()
	servers, scopes := map[string]any{}, map[string]any{}
	for _, d := range doors {
		servers[d.Protocol] = []string{fmt.Sprintf("%s/%s", loopback(d.Port), d.Security)}
		scopes[d.Protocol] = []string{"mail"}
	}
	entry := map[string]any{
		"id": "acme", "name": "Acme", "domains": []string{"example.test"},
		"issuer": i.Issuer, "scopes": scopes, "servers": servers,
	}
	for field, value := range more {
		entry[field] = value
		if value == nil {
			delete(entry, field)
		}
	}
	registration["provider"] = "acme"
	data, err := json.MarshalIndent(map[string]any{
		"version": 1, "providers": []any{entry}, "registrations": []any{registration},
	}, "", "  ")
	fatal(t, err)
	return string(data)
}
