package wire

import (
	"encoding/json"
	"fmt"
	"log/slog"
)

// Secret is text that never shows itself by accident: every way of printing
// or marshalling it gives a placeholder. The zero value is empty.
//
// The text stands behind a pointer, because fmt prints the unexported fields
// of a struct without asking their methods.
type Secret struct{ text *string }

// NewSecret wraps text.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{&text}
}

// Reveal gives the text itself. Call it only where it goes to the server that
// it is meant for, or into the vault.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Empty tells whether there is any text.
func (s Secret) Empty() bool { return s.text == nil }

// String gives a placeholder.
func (s Secret) String() string {
	if s.text == nil {
		return ""
	}
	return fmt.Sprintf("[secret, %d bytes]", len(*s.text))
}

// GoString gives the placeholder.
func (s Secret) GoString() string { return s.String() }

// Format gives the placeholder for every verb, %x and %q included.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, s.String()) }

// MarshalJSON gives the placeholder.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// MarshalText gives the placeholder.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue gives the placeholder.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
