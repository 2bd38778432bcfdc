package wire

import (
	"bytes"
	"regexp"
	"strings"
)

// suspect is a pattern of the last net. The group "x" is the secret, or else
// the whole match.
type suspect struct {
	label string
	// hints: one of them stands, in small letters, in every text that can match.
	hints   []string
	pattern *regexp.Regexp
	group   int
	// likely, if set, tells secrets from ordinary words.
	likely func(string) bool
}

var suspects = func() []suspect {
	keys := `access_token|refresh_token|id_token|client_secret|client_assertion|assertion|code_verifier|device_code|subject_token|password|passwd|token|api_key`
	list := []suspect{
		{label: "token", hints: []string{"eyj"}, pattern: regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]+){1,4}`)},
		{label: "SASL response", hints: []string{"dxnlcj"}, pattern: regexp.MustCompile(`\bdXNlcj[A-Za-z0-9+/_-]{16,}={0,2}`)},
		{label: "SASL response", hints: []string{"bixhp", "biws"}, pattern: regexp.MustCompile(`\b(?:bixhP|biws)[A-Za-z0-9+/_-]{16,}={0,2}`)},
		{label: "token", hints: []string{"ya29."}, pattern: regexp.MustCompile(`\bya29\.[A-Za-z0-9_.-]{9,}`)},
		{label: "refresh token", hints: []string{"1//"}, pattern: regexp.MustCompile(`\b1//[A-Za-z0-9_-]{9,}`)},
		{label: "client secret", hints: []string{"gocspx"}, pattern: regexp.MustCompile(`\bGOCSPX-[A-Za-z0-9_-]{9,}`)},
		{label: "token", hints: []string{"bearer"}, pattern: regexp.MustCompile(`(?i)\bbearer[ \t]+(?P<x>[A-Za-z0-9._~+/|-]{9,}=*)(?:[^"A-Za-z0-9]|$)`), likely: random},
		{label: "secret", hints: []string{"token=", "secret=", "assertion=", "verifier=", "device_code=", "password=", "passwd=", "api_key="}, pattern: regexp.MustCompile(`(?im)(?:[?&;\s"'(]|^)(?:` + keys + `)=(?P<x>[^&\s"'<>;)\x01]{4,})`), likely: notWords},
		{label: "code", hints: []string{"code="}, pattern: regexp.MustCompile(`(?im)(?:[?&;\s"'(]|^)code=(?P<x>[^&\s"'<>;)\x01]{9,})`), likely: random},
		{label: "secret", hints: []string{"token\"", "secret\"", "assertion\"", "verifier\"", "device_code\"", "password\""}, pattern: regexp.MustCompile(`(?i)"(?:access_token|refresh_token|id_token|client_secret|client_assertion|assertion|code_verifier|device_code|password)"\s*:\s*"(?P<x>(?:[^"\\]|\\.){4,})"`)},
		{label: "credentials", hints: []string{"basic"}, pattern: regexp.MustCompile(`(?i)\bbasic[ \t]+(?P<x>[A-Za-z0-9+/_-]{9,}={0,2})`), likely: random},
		{label: "SASL response", hints: []string{"auth"}, pattern: regexp.MustCompile(`(?im)\bauth(?:enticate)?[ \t]+(?:plain|login|xoauth2|oauthbearer|cram-md5)[ \t]+(?P<x>[A-Za-z0-9+/]{8,}={0,2})[ \t\r]*$`), likely: random},
		{label: "password", hints: []string{"login"}, pattern: regexp.MustCompile(`(?im)^[a-z0-9.]{1,20}[ \t]+login[ \t]+(?:"(?:[^"\\]|\\.)*"|[^\s"]+)[ \t]+(?P<x>"(?:[^"\\]|\\.)*"|[^\s"]+)[ \t\r]*$`), likely: notMechanism},
		{label: "password", hints: []string{"pass"}, pattern: regexp.MustCompile(`(?im)^(?:C: |> )?PASS[ \t]+(?P<x>\S[^\r\n]*)`)},
		{label: "password", hints: []string{"://"}, pattern: regexp.MustCompile(`\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/@:]*:(?P<x>[^\s/@]+)@`)},
	}
	for i := range list {
		list[i].group = max(0, list[i].pattern.SubexpIndex("x"))
	}
	return list
}()

// suspects marks what looks like a secret, in text as it is and with its
// escapes taken off.
func (r *Redactor) suspects(text []byte) (marks []mark) {
	plain := view{text: text}
	for range 2 {
		small := bytes.ToLower(plain.text)
		for _, s := range suspects {
			if !s.hinted(small) {
				continue
			}
			for _, at := range s.pattern.FindAllSubmatchIndex(plain.text, -1) {
				first, last := at[2*s.group], at[2*s.group+1]
				value := plain.text[first:last]
				if s.likely != nil && !s.likely(string(value)) {
					continue
				}
				from, to := plain.origin(first, last-1)
				marks = append(marks, mark{from, to, "[" + s.label + ", " + r.facts(value) + "]", false})
			}
		}
		before := len(plain.text)
		if plain = plain.unescaped(); len(plain.text) == before {
			return marks
		}
	}
	return marks
}

func (s suspect) hinted(small []byte) bool {
	for _, hint := range s.hints {
		if bytes.Contains(small, []byte(hint)) {
			return true
		}
	}
	return false
}

// random tells a token from a word: it has a digit, small letters between
// large ones, or is long.
func random(text string) bool {
	inner := strings.ContainsAny(text, "0123456789")
	mixed := strings.ToLower(text) != text && strings.ToUpper(text) != text && strings.ToLower(text[1:]) != text[1:]
	return inner || mixed || len(text) >= 32
}

// notWords tells a value from the words that stand in its place in a
// description, and from this package's own labels.
func notWords(text string) bool {
	return len(text) > 8 && !strings.HasPrefix(text, "[") || strings.ContainsAny(text, "0123456789")
}

// notMechanism tells a password from a mechanism: a server's list of
// mechanisms can look like a LOGIN command.
func notMechanism(text string) bool {
	switch strings.ToUpper(text) {
	case "PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER", "CRAM-MD5", "DIGEST-MD5", "NTLM", "GSSAPI", "EXTERNAL",
		"SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN-CLIENTTOKEN", "ANONYMOUS", "COMPLETED", "DISABLED", "FAILED":
		return false
	}
	return true
}
