package auth

import (
	"time"

	"mailknock/mail/wire"
)

// Token is what a sign-in or a refresh brought.
type Token struct {
	// Access goes to the mail servers, and lives in memory only.
	Access wire.Secret
	// Refresh is empty when there is none; NoRefresh then tells why. After a
	// refresh it is the new one, or the old one when none came.
	Refresh wire.Secret
	// ID is the id token (OpenID Connect), empty when there is none.
	ID wire.Secret
	// Expires is when the access token ends by the local clock; zero when the
	// provider did not tell.
	Expires time.Time
	// RefreshExpires is when the refresh token ends by the local clock; zero
	// when the provider did not tell.
	RefreshExpires time.Time
	// Asked and Granted are scopes. Granted equals Asked when the provider did
	// not tell otherwise (RFC 6749 section 5.1).
	Asked, Granted []string
	Identity       Identity
	// NoRefresh is the reason why there is no refresh token, in words; empty
	// when there is one.
	NoRefresh string
	// Skew is how far the provider's clock, by its Date header, is ahead of
	// the local one; negative when behind, 0 when it sent none.
	Skew time.Duration
}

// Missing gives the scopes that were asked for and not granted. The scopes of
// OpenID Connect and offline_access are left out: servers grant them without a
// word.
func (t *Token) Missing() []string {
	granted := map[string]bool{}
	for _, s := range t.Granted {
		granted[s] = true
	}
	var missing []string
	for _, s := range t.Asked {
		switch s {
		case "openid", "profile", "email", "offline_access":
			continue
		}
		if !granted[s] {
			missing = append(missing, s)
		}
	}
	return missing
}

// Identity is who signed in, by the id token's claims: made visible, bounded,
// and only to be shown unless Verified is true.
type Identity struct {
	Email, Subject, Name, Issuer string
	// Verified tells that the id token was checked in full: issuer, audience,
	// expiry, nonce and signature (OpenID Connect Core section 3.1.3.7).
	Verified bool
}
