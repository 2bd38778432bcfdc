package text

import (
	"regexp"
	"strings"

	"mailknock/mail/wire"
)

var (
	keyed = regexp.MustCompile(`(?i)["']?\b(?:[a-z0-9]+[_.-])*(pass(?:word|wd|phrase)?|pwd|secret|client[_-]?secret|access[_-]?token|refresh[_-]?token|id[_-]?token|token|assertion|client[_-]?assertion|code[_-]?verifier|device[_-]?code|api[_-]?key|code)\b["']?\s*(?:=>|[:=])\s*(?:"((?:[^"\\]|\\.){4,})"|'((?:[^'\\]|\\.){4,})'|([^\s"'&,;<>\x01]{4,}))`)
	login = regexp.MustCompile(`(?i)\bLOGIN\s+("[^"]*"|[^\s"]+@[^\s"]+|[^\s"]+)\s+("(?:[^"\\]|\\.)+"|[^\s"]+)\s*$`)
	pass  = regexp.MustCompile(`(?i)^PASS\s+(\S.*)$`)
	auth  = regexp.MustCompile(`(?i)\bAUTH(?:ENTICATE)?\s+([A-Z0-9-]+)(?:\s+(\S+))?\s*$`)
)

// Secrets tells a redactor of everything in lines that looks like a secret and
// that only somebody who knows the conversation can recognise: passwords in
// commands, answers to AUTH, what was decoded.
func Secrets(r *wire.Redactor, lines []Line, decoded []Decoded) {
	add := func(label, s string) {
		if s = strings.Trim(s, `"' `); len(s) >= 4 {
			r.Add(label, wire.NewSecret(s))
		}
	}
	for _, d := range decoded {
		if !statusWords[strings.ToLower(d.Token)] {
			add("token", d.Token)
		}
		add("password", d.Secret)
		if d.What == Plain {
			for _, piece := range run64.FindAllString(lines[d.Line].said(), 4) {
				add("SASL response", piece)
			}
		}
	}
	answers, broken := 0, false
	for _, l := range lines {
		if next := beginning.FindStringSubmatch(l.Text); broken && next != nil && !starts(l.Text) && secretive(next[1]) {
			add("secret", next[1])
		}
		broken = false
		said := l.said()
		for _, m := range keyed.FindAllStringSubmatch(said, 8) {
			value := m[2] + m[3] + m[4]
			if !plainWord(value) && (!strings.EqualFold(m[1], "code") || len(value) >= 12) {
				add("secret", value)
				_, rest, _ := strings.Cut(said, value)
				broken = len(value) >= 12 && strings.TrimSpace(rest) == ""
				// A wrapped value whose lines were joined again.
				if next := beginning.FindStringSubmatch(rest); len(value) >= 12 && strings.HasPrefix(rest, " ") && next != nil && secretive(next[1]) {
					add("secret", next[1])
				}
			}
		}
		for _, value := range shaped(said) {
			add("secret", value)
		}
		if m := login.FindStringSubmatch(l.Text); m != nil && l.Side != Server && !plainWord(strings.Trim(m[2], `"`)) {
			add("password", m[2])
		}
		if m := pass.FindStringSubmatch(l.Text); m != nil && l.Side != Server {
			add("password", m[1])
		}
		if m := auth.FindStringSubmatch(l.Text); m != nil && l.Side != Server {
			given := len(m[2]) >= 8 && strings.Trim(m[2], "abcdefghijklmnopqrstuvwxyz") != ""
			if given && !strings.Contains(m[2], "@") {
				add("SASL response", m[2])
			}
			broken = given
			answers = 8
			continue
		}
		if answers > 0 {
			answers--
			if s := strings.TrimSpace(l.Text); l.Side != Server && len(s) >= 4 && !strings.Contains(s, " ") && run64.FindString(s+"AAAAAAAAAAAA") != "" && !strings.Contains(s, "@") && base64Like(s) {
				add("SASL response", s)
				if plain, ok := base64Bytes(s); ok {
					add("SASL response", string(plain))
				}
			}
		}
	}
}

func base64Like(s string) bool {
	_, ok := base64Bytes(s)
	return ok && len(s)%4 == 0
}

// statusWords are what logs write in the place of a secret.
var statusWords = map[string]bool{
	"incorrect": true, "invalid": true, "expired": true, "missing": true, "required": true, "failed": true, "disabled": true,
	"rejected": true, "accepted": true, "wrong": true, "null": true, "undefined": true, "none": true, "true": true, "false": true,
	"bearer": true, "authentication": true, "redacted": true, "hidden": true, "error": true, "empty": true, "authorization": true,
	"provided": true, "acquired": true, "refreshed": true, "received": true, "obtained": true, "verification": true, "string": true,
	"example": true, "login": true, "plain": true, "xoauth2": true, "oauthbearer": true, "exchange": true, "request": true,
	"endpoint": true, "response": true, "server": true, "with": true, "from": true, "this": true, "that": true, "correct": true,
}

// plainWord tells a status, a placeholder, a name in capitals or a number from
// a secret.
func plainWord(s string) bool {
	s = strings.TrimRight(s, ".:;,)]}")
	switch {
	case len(s) < 4, strings.HasPrefix(s, "["), strings.HasPrefix(s, "<"), strings.Trim(s, "*xX.•") == "":
		return true
	case statusWords[strings.ToLower(s)]:
		return true
	case strings.Trim(s, "0123456789") == "":
		return len(s) < 8
	}
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" || strings.HasPrefix(s, "http")
}
