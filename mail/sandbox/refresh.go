package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
)

// grant is what somebody allowed a program: all that a refresh token says. It
// is self-contained, so that a token of one sandbox is good at the next one.
type grant struct {
	User   string   `json:"user"`
	Client string   `json:"client"`
	Scopes []string `json:"scopes"`
	// Family is the same in every token that comes from one sign-in.
	Family string `json:"family"`
	ID     string `json:"id"`
	Issued int64  `json:"issued"`
}

// refreshKey is no secret: nothing of value is protected by it.
var refreshKey = []byte("mailknock sandbox refresh tokens")

const maxRefresh = 4096

// refreshToken makes the token of a grant: its JSON and a MAC, base64url.
func (g grant) refreshToken() (string, error) {
	body, err := json.Marshal(g)
	if err != nil {
		return "", err
	}
	text := encodeURL(body)
	return text + "." + encodeURL(refreshMAC(text)), nil
}

func refreshMAC(text string) []byte {
	mac := hmac.New(sha256.New, refreshKey)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// parseRefresh reads a refresh token of this or an earlier sandbox.
func parseRefresh(token string) (grant, error) {
	var g grant
	text, mac, ok := strings.Cut(token, ".")
	if !ok || len(token) > maxRefresh {
		return g, errors.New("not a refresh token")
	}
	given, err := base64.RawURLEncoding.DecodeString(mac)
	if err != nil || !hmac.Equal(given, refreshMAC(text)) {
		return g, errors.New("not a refresh token of the sandbox")
	}
	body, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return g, err
	}
	return g, json.Unmarshal(body, &g)
}
