// Package assets holds the program's data files.
package assets

import _ "embed"

// Providers is the table of providers: endpoints, servers, scopes and rules,
// each with its source.
//
//go:embed providers.json
var Providers []byte
