package token

import (
	"slices"
	"strings"
)

// Mistake is what stands where an access token should, as far as its form
// tells; empty where it tells nothing.
type Mistake string

// What is taken for an access token.
const (
	// RefreshToken is one of Google's or Microsoft's.
	RefreshToken Mistake = "refresh token"
	// NoValue is a word that programs write where they have no value.
	NoValue Mistake = "no value"
)

// refreshStarts are how the refresh tokens of Google and of Microsoft begin, at
// work and at home.
var refreshStarts = []string{"1//", "0.A", "1.A", "M.C"}

func mistake(clean string) Mistake {
	switch {
	case slices.Contains([]string{"undefined", "null", "none", "nil", "false"}, strings.ToLower(clean)), strings.HasPrefix(clean, "[object"):
		return NoValue
	case slices.ContainsFunc(refreshStarts, func(start string) bool { return strings.HasPrefix(clean, start) }):
		return RefreshToken
	}
	return ""
}
