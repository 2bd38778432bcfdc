package auth

import (
	"encoding/json"
	"fmt"
	"math"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// The bounds of what is taken from a token answer.
const (
	maxToken   = 256 << 10
	maxScopes  = 200
	maxExpires = 10 * 365 * 24 * time.Hour
)

// parsed is a token answer taken apart (RFC 6749 section 5.1).
type parsed struct {
	access, refresh, id string
	// lifetime is 0 when the answer does not tell one that makes sense.
	lifetime time.Duration
	// refreshLifetime is that of the refresh token: refresh_token_expires_in
	// (Google, Microsoft) or refresh_expires_in (Keycloak); 0 as above.
	refreshLifetime time.Duration
	scopes          []string
	// remarks are for the log: what was odd, and forgiven.
	remarks []string
}

// members is a JSON object whose values are decoded one by one, so that one
// odd member does not cost the others. Names are compared exactly.
type members map[string]json.RawMessage

func (m members) text(name string) string {
	var s string
	_ = json.Unmarshal(m[name], &s)
	return s
}

// parseToken reads a token answer. wrong is what makes it unusable, in words.
// Unknown members are ignored.
func parseToken(body []byte) (p parsed, wrong string) {
	var m members
	if err := json.Unmarshal(body, &m); err != nil || m == nil {
		return p, "it is not a JSON object"
	}
	switch kind := m.text("token_type"); {
	case kind == "":
		p.remarks = append(p.remarks, "The answer does not tell the type of the token (RFC 6749 section 5.1); it is taken as Bearer.")
	case !strings.EqualFold(kind, "Bearer"):
		return p, fmt.Sprintf("its token_type is %q, and only Bearer can be used for mail", wire.Visible([]byte(cut(kind, 40))))
	}
	p.access, p.refresh, p.id = m.text("access_token"), m.text("refresh_token"), m.text("id_token")
	if p.access == "" {
		return p, "it has no access_token"
	}
	for name, value := range map[string]string{"access_token": p.access, "refresh_token": p.refresh, "id_token": p.id} {
		if len(value) > maxToken {
			return p, fmt.Sprintf("its %s is longer than %d bytes", name, maxToken)
		}
		if strings.IndexFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0 {
			return p, fmt.Sprintf("its %s holds characters that no token has (RFC 6749 appendix A)", name)
		}
	}
	var remark string
	if p.lifetime, remark = lifetime(m["expires_in"]); remark != "" {
		p.remarks = append(p.remarks, remark)
	}
	for _, name := range []string{"refresh_token_expires_in", "refresh_expires_in"} {
		// Keycloak's 0 is a token without an end.
		if life, _ := lifetime(m[name]); life > 0 {
			p.refreshLifetime = life
			break
		}
	}
	p.scopes = scopes(m["scope"])
	return p, ""
}

// lifetime reads expires_in: seconds as a number, or, off the standard, as
// text. What makes no sense counts as not told.
func lifetime(raw json.RawMessage) (time.Duration, string) {
	text := strings.Trim(string(raw), "\" ")
	if text == "" || text == "null" {
		return 0, ""
	}
	seconds, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil && !math.IsInf(seconds, 1), math.IsNaN(seconds):
		return 0, "The answer's expires_in is not a number; it is not known how long the token lives."
	case seconds <= 0:
		return 0, "The answer's expires_in is not above 0; it is not known how long the token lives."
	case seconds > maxExpires.Seconds():
		return maxExpires, "The answer's expires_in is more than ten years."
	}
	return time.Duration(seconds * float64(time.Second)).Truncate(time.Second), ""
}

// scopes reads a scope member: words with spaces between them, or, off the
// standard, an array.
func scopes(raw json.RawMessage) []string {
	var (
		text string
		list []string
	)
	if json.Unmarshal(raw, &text) == nil {
		list = strings.Fields(text)
	} else if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	if len(list) > maxScopes {
		list = list[:maxScopes]
	}
	list = slices.Clone(list)
	for i, s := range list {
		list[i] = wire.Visible([]byte(cut(s, 300)))
	}
	return list
}

func isJSON(h http.Header) bool {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}
