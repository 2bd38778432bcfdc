package text

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"strings"
	"unicode/utf8"

	"mailknock/auth/token"
)

// What is a kind of encoded thing that stood in a text.
type What string

// The kinds of encoded things.
const (
	// Challenge is a server's reason for refusing a token (RFC 7628 section
	// 3.2.2).
	Challenge What = "error challenge"
	// Bearer is a client's XOAUTH2 or OAUTHBEARER string.
	Bearer What = "SASL string with a token"
	// Plain is a client's user name and password (RFC 4616).
	Plain What = "SASL PLAIN: user name and password"
	// Prompt is a server's question for a user name or password (AUTH LOGIN).
	Prompt What = "prompt"
	// Token is a JWT.
	Token What = "token"
	// Other is anything else that can be read.
	Other What = "base64"
)

// Decoded is something that was encoded in a text. Nothing of it is trusted.
type Decoded struct {
	What What
	// Line is the index of the line in the slice that Decode was given.
	Line int
	// Plain is what was decoded. It may hold secrets.
	Plain string
	// User and Token are what a client presented; Secret is a password.
	User, Token, Secret string
	// Host and Port are those of OAUTHBEARER.
	Host, Port string
	// Spelled tells that ^A is spelled out in what was encoded, where the byte
	// should be.
	Spelled bool
	// Layers is how often it was encoded.
	Layers int
	// Info is what can be read from a token.
	Info token.Info
}

var (
	run64 = regexp.MustCompile(`[A-Za-z0-9+/_-]{12,}={0,2}`)
	jwt   = regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?`)
)

// maxDecoded bounds how much is decoded of one text.
const maxDecoded = 400

// Decode finds base64 and JWTs in lines.
func Decode(lines []Line) []Decoded {
	var all []Decoded
	for i, l := range lines {
		if len(all) >= maxDecoded {
			break
		}
		said := l.said()
		if strings.Contains(l.Text, "auth=") || strings.Contains(l.Text, "Auth=") {
			if d, ok := bearer(controls(l.Text)); ok {
				d.Line = i
				all = append(all, d)
			}
		}
		jwts := jwt.FindAllStringIndex(said, 4)
		for _, at := range jwts {
			all = append(all, aToken(i, said[at[0]:at[1]]))
		}
		if len(jwts) > 0 {
			continue
		}
		if m := authError.FindStringSubmatch(l.Raw); m != nil {
			if d, ok := googleError(m[1]); ok {
				d.Line = i
				all = append(all, d)
			}
		}
		for _, candidate := range run64.FindAllString(said, 8) {
			if d, ok := decode(candidate, 1); ok {
				d.Line = i
				all = append(all, d)
				if d.What == Bearer && jwt.MatchString(d.Token) {
					all = append(all, aToken(i, d.Token))
				}
			}
		}
	}
	return all
}

func aToken(line int, raw string) Decoded {
	return Decoded{What: Token, Line: line, Token: raw, Info: token.Inspect(raw), Layers: 1}
}

// maxLayers is how often base64 in base64 is taken off.
const maxLayers = 3

// decode reads one piece of base64. What decodes to something that nobody can
// read is none.
func decode(piece string, layer int) (Decoded, bool) {
	plain, ok := base64Bytes(piece)
	if !ok || len(plain) < 8 {
		return Decoded{}, false
	}
	if !readable(plain) {
		if wide := bytes.ReplaceAll(plain, []byte{0}, nil); len(wide)*2 == len(plain) && readable(wide) {
			plain = wide // UTF-16LE, as in Exchange's greeting
		} else {
			return Decoded{}, false
		}
	}
	s := string(plain)
	if d, ok := bearer(controls(s)); ok {
		d.Plain, d.Layers, d.Spelled = s, layer, !strings.Contains(s, "\x01") && controls(s) != s
		return d, true
	}
	switch {
	case strings.HasPrefix(s, "{") && (strings.Contains(s, "status") || strings.Contains(s, "schemes") || strings.Contains(s, "error")):
		return Decoded{What: Challenge, Plain: s, Layers: layer}, true
	case strings.Count(s, "\x00") == 2 && !strings.HasSuffix(s, "\x00\x00"):
		parts := strings.SplitN(s, "\x00", 3)
		return Decoded{What: Plain, Plain: s, User: parts[1], Secret: parts[2], Layers: layer}, true
	case strings.EqualFold(strings.TrimRight(s, ": \x00"), "username") || strings.EqualFold(strings.TrimRight(s, ": \x00"), "password") || strings.EqualFold(strings.TrimRight(s, ": \x00"), "user name"):
		return Decoded{What: Prompt, Plain: s, Layers: layer}, true
	}
	if layer < maxLayers && run64.FindString(s) == s {
		if d, ok := decode(s, layer+1); ok {
			return d, true
		}
	}
	// Anything else may be a password: an answer to AUTH LOGIN looks like this.
	if strings.HasPrefix(s, "{") {
		return Decoded{What: Other, Plain: s, Layers: layer}, true
	}
	return Decoded{}, false
}

func base64Bytes(s string) ([]byte, bool) {
	s = strings.TrimRight(s, "=")
	encoding := base64.RawStdEncoding
	if strings.ContainsAny(s, "-_") {
		encoding = base64.RawURLEncoding
	}
	data, err := encoding.DecodeString(s)
	return data, err == nil
}

// readable tells text from chance: only what is typed, ^A and NUL.
func readable(data []byte) bool {
	if !utf8.Valid(data) {
		return false
	}
	for _, c := range data {
		if c < ' ' && c != 0 && c != 1 && c != '\r' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}
