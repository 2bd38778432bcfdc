package auth

import (
	"fmt"
	"net/url"
	"strings"

	"mailknock/mail/wire"
)

// secretNames are the parameters and JSON members that hold a secret, with the
// words that stand in its place.
var secretNames = map[string]string{
	"access_token":              "access token",
	"refresh_token":             "refresh token",
	"id_token":                  "id token",
	"id_token_hint":             "id token",
	"code":                      "authorization code",
	"code_verifier":             "code verifier",
	"client_secret":             "client secret",
	"client_assertion":          "client assertion",
	"assertion":                 "assertion",
	"device_code":               "device code",
	"token":                     "token",
	"password":                  "password",
	"registration_access_token": "registration token",
}

// minSecret is the shortest text that is masked wherever it stands: a shorter
// one is too likely to be an ordinary word.
const minSecret = 8

// learn registers a secret with the run and gives it as it is to be written to
// the transcript, which masks it by its value wherever it stands. One that is
// too short for that is left out here.
func learn(rec *wire.Recorder, name, value string) string {
	label := secretNames[strings.ToLower(name)]
	if len(value) >= minSecret {
		rec.Mask(label, wire.NewSecret(value))
		return value
	}
	return fmt.Sprintf("[%s, %d bytes]", label, len(value))
}

func isSecret(name string) bool { return secretNames[strings.ToLower(name)] != "" }

// maskForm gives the parameters of a query or a form, in their order, without
// the values of those that are secret.
func maskForm(rec *wire.Recorder, encoded string) string {
	var parts []string
	for part := range strings.SplitSeq(encoded, "&") {
		rawName, rawValue, _ := strings.Cut(part, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil || !isSecret(name) {
			parts = append(parts, part)
			continue
		}
		value, err := url.QueryUnescape(rawValue)
		if err != nil {
			value = rawValue
		}
		parts = append(parts, rawName+"="+learn(rec, name, value))
	}
	return strings.Join(parts, "&")
}

// maskURL gives a URL as it may be shown.
func maskURL(rec *wire.Recorder, u *url.URL) string {
	shown := *u
	shown.RawQuery, shown.User = "", nil
	text := shown.String()
	if u.RawQuery != "" {
		text += "?" + maskForm(rec, u.RawQuery)
	}
	return text
}

// clean gives text of a server's as it may be shown: masked, in one line,
// visible, and at most n bytes long.
func clean(rec *wire.Recorder, text string, n int) string {
	text = rec.Transcript().Redactor.Redact(text)
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\r' || r == '\n' || r == '\t' }), " ")
	return wire.Visible([]byte(cut(text, n)))
}
