package wire

import "strings"

// Visible gives text from a server in a form that is safe to show anywhere:
// control, bidi and invalid bytes stand as escapes.
func Visible(text []byte) string { return strings.ToValidUTF8(string(text), `\x..`) }
