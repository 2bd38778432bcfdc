// Package assets holds the program's data files.
package assets

import _ "embed"

// Providers is the table of providers: endpoints, servers, scopes and rules,
// each with its source.
//
//go:embed providers.json
var Providers []byte

// Callback is the template of the page that the browser ends on. It has no
// script and no outside part; it gets Good, Title and Text.
//
//go:embed callback.html
var Callback string

// Causes is the table of causes: titles, who acts, advice, sources.
//
//go:embed causes.json
var Causes []byte
