package assets

import _ "embed"

// MX is the table of MX host names: which provider each belongs to, with the
// source.
//
//go:embed mx.json
var MX []byte
