package token

import (
	"encoding/json"
	"time"
)

// FromInfo reads what a provider's token information endpoint answered about
// an access token: Google's members aud, azp, scope, exp or expires_in, sub
// and email, each a text. now is what expires_in counts from. false: the
// answer is no such thing. Texts are as in Inspect: bounded, unverified and
// not made visible.
func FromInfo(raw string, body []byte, now time.Time) (Info, bool) {
	var c claims
	if json.Unmarshal(body, &c) != nil || c == nil {
		return Info{}, false
	}
	info := Inspect(raw)
	info.Kind = Opaque
	info.Issuer = c.text("iss")
	info.Audience = c.list("aud", false)
	info.Scopes = c.list("scope", true)
	info.User = c.text("email", "preferred_username", "username")
	info.Subject = c.text("sub", "user_id")
	info.AppID = c.text("azp", "issued_to", "client_id", "aud")
	if info.Expires = c.time("exp"); info.Expires.IsZero() {
		if left := c.time("expires_in"); !left.IsZero() {
			info.Expires = now.Add(time.Duration(min(left.Unix(), maxLeft)) * time.Second)
		}
	}
	return info, len(info.Audience) > 0 || len(info.Scopes) > 0
}

// maxLeft bounds how long a token may say that it lives, in seconds: ten
// years.
const maxLeft = 10 * 365 * 24 * 3600
