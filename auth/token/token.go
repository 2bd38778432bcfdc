// Package token reads what an access token says about itself. It asks nobody
// and verifies nothing: what it finds is shown, never trusted.
package token

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// MaxLength bounds the token that is looked into, in bytes. Of a longer one
// only the length is told.
const MaxLength = 64 << 10

// The kinds of token. A JWT is a signed one (RFC 7519); an encrypted one and
// everything else is opaque.
const (
	JWT    = "jwt"
	Opaque = "opaque"
)

// Info is what can be read from an access token without asking anybody. Its
// texts are the token's own words: unverified and not made visible.
type Info struct {
	// Kind is JWT or Opaque.
	Kind string
	// Mistake is what was taken for an access token.
	Mistake Mistake
	// Issuer is the iss claim.
	Issuer string
	// Audience, Scopes and Roles are aud, scp or scope, and roles.
	Audience, Scopes, Roles []string
	// User is the name that a person knows: upn, preferred_username,
	// unique_name or email, in this order.
	User string
	// Subject, AppID, ObjectID and TenantID are sub, appid (azp, client_id),
	// oid and tid.
	Subject, AppID, ObjectID, TenantID string
	// Expires, IssuedAt and NotBefore are zero when the token does not say.
	Expires, IssuedAt, NotBefore time.Time
	// Length is that of the token as Clean gives it, in bytes.
	Length int
}

// AppOnly tells whether the token speaks for an app without a person, in
// Microsoft's shape: roles, and neither scopes nor a user.
func (i Info) AppOnly() bool { return len(i.Roles) > 0 && len(i.Scopes) == 0 && i.User == "" }

// Inspect reads a token. It does not block and never fails: what is not a JWT
// of at most MaxLength bytes is opaque. No part of the signature is kept.
func Inspect(raw string) Info {
	raw = Clean(raw)
	info := Info{Kind: Opaque, Length: len(raw)}
	if len(raw) > MaxLength {
		return info
	}
	info.Mistake = mistake(raw)
	parts := strings.SplitN(raw, ".", 4)
	if len(parts) != 3 || object(parts[0])["alg"] == nil {
		return info
	}
	c := object(parts[1])
	if c == nil {
		return info
	}
	info.Kind = JWT
	info.Issuer = c.text("iss")
	info.Audience = c.list("aud", false)
	info.Scopes = c.list("scp", true)
	if len(info.Scopes) == 0 {
		info.Scopes = c.list("scope", true)
	}
	info.Roles = c.list("roles", false)
	info.User = c.text("upn", "preferred_username", "unique_name", "email")
	info.Subject = c.text("sub")
	info.AppID = c.text("appid", "azp", "client_id")
	info.ObjectID = c.text("oid")
	info.TenantID = c.text("tid")
	info.Expires = c.time("exp")
	info.IssuedAt = c.time("iat")
	info.NotBefore = c.time("nbf")
	return info
}

// Clean takes off what clings to a pasted token: white space, quotes, and the
// word Bearer in front, with the header's name or without.
func Clean(raw string) string {
	for {
		before := raw
		raw = strings.Trim(raw, " \t\r\n\v\f\"'`\u00a0\ufeff")
		raw = cutWord(raw, "authorization:")
		if rest := cutWord(raw, "bearer"); rest != raw && strings.TrimLeft(rest, " \t\r\n") != rest {
			raw = rest
		}
		if raw == before {
			return raw
		}
	}
}

func cutWord(text, word string) string {
	if len(text) > len(word) && strings.EqualFold(text[:len(word)], word) {
		return text[len(word):]
	}
	return text
}

// object decodes one part of a JWT; nil when it is not a JSON object.
func object(part string) claims {
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
	if err != nil {
		return nil
	}
	var c claims
	if json.Unmarshal(data, &c) != nil {
		return nil
	}
	return c
}
