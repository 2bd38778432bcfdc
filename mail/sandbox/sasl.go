package sandbox

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// credentials are what a client's SASL message says.
type credentials struct{ user, token string }

// decodeSASL reads the base64 of a client's response. "=" is an empty one
// (RFC 4954 section 4, RFC 4959 section 3).
func decodeSASL(text string) ([]byte, error) {
	if text == "=" {
		return nil, nil
	}
	if strings.ContainsAny(text, " \t\r\n") {
		return nil, errors.New("white space in base64")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, errors.New("not base64")
	}
	return raw, nil
}

// parseXOAUTH2 reads "user=" user ^A "auth=Bearer " token ^A ^A.
func parseXOAUTH2(raw []byte) (credentials, error) {
	text := string(raw)
	rest, ok := strings.CutPrefix(text, "user=")
	if !ok {
		return credentials{}, errors.New("XOAUTH2 does not begin with user=")
	}
	user, rest, ok := strings.Cut(rest, "\x01")
	if !ok {
		return credentials{}, errors.New("XOAUTH2 has no ^A after the user")
	}
	rest, ok = strings.CutPrefix(rest, "auth=Bearer ")
	if !ok {
		return credentials{}, errors.New("XOAUTH2 has no auth=Bearer after the user")
	}
	token, ok := strings.CutSuffix(rest, "\x01\x01")
	if !ok {
		return credentials{}, errors.New("XOAUTH2 does not end with ^A^A")
	}
	return checkCredentials(user, token)
}

// parseOAUTHBEARER reads the message of RFC 7628 section 3.1: a GS2 header,
// then key=value pairs, each ended by ^A, and a last ^A.
func parseOAUTHBEARER(raw []byte, port int) (credentials, error) {
	header, rest, ok := strings.Cut(string(raw), "\x01")
	if !ok {
		return credentials{}, errors.New("OAUTHBEARER has no ^A after the GS2 header")
	}
	user, err := parseGS2(header)
	if err != nil {
		return credentials{}, err
	}
	rest, ok = strings.CutSuffix(rest, "\x01\x01")
	if !ok {
		return credentials{}, errors.New("OAUTHBEARER does not end with ^A^A")
	}
	seen := make(map[string]string)
	for pair := range strings.SplitSeq(rest, "\x01") {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return credentials{}, errors.New("OAUTHBEARER has a pair without a key")
		}
		if _, twice := seen[key]; twice {
			return credentials{}, errors.New("OAUTHBEARER has the key " + key + " twice")
		}
		seen[key] = value
	}
	if said, ok := seen["port"]; ok && said != strconv.Itoa(port) {
		return credentials{}, errors.New("OAUTHBEARER names another port")
	}
	token, ok := cutScheme(seen["auth"])
	if !ok {
		return credentials{}, errors.New("OAUTHBEARER has no auth=Bearer")
	}
	return checkCredentials(user, token)
}

// parseGS2 reads "n,a=" saslname "," (RFC 5801 section 4).
func parseGS2(header string) (string, error) {
	name, ok := strings.CutPrefix(header, "n,a=")
	if !ok {
		return "", errors.New("OAUTHBEARER does not begin with n,a=")
	}
	name, ok = strings.CutSuffix(name, ",")
	if !ok || strings.Contains(name, ",") {
		return "", errors.New("OAUTHBEARER's GS2 header does not end with one comma")
	}
	for i := 0; i < len(name); i++ {
		if name[i] == '=' && !strings.HasPrefix(name[i:], "=2C") && !strings.HasPrefix(name[i:], "=3D") {
			return "", errors.New("OAUTHBEARER's user holds an = that is not escaped")
		}
	}
	return strings.NewReplacer("=2C", ",", "=3D", "=").Replace(name), nil
}

// cutScheme takes "Bearer " off, in any case (RFC 7235 section 2.1).
func cutScheme(auth string) (string, bool) {
	scheme, token, ok := strings.Cut(auth, " ")
	return token, ok && strings.EqualFold(scheme, "Bearer")
}

// checkCredentials holds the token to RFC 6750 section 2.1's b64token.
func checkCredentials(user, token string) (credentials, error) {
	switch {
	case user == "":
		return credentials{}, errors.New("the user is empty")
	case !utf8.ValidString(user) || strings.ContainsAny(user, "\x00\r\n\x01"):
		return credentials{}, errors.New("the user holds a character that it must not")
	case token == "":
		return credentials{}, errors.New("the token is empty")
	}
	for _, c := range []byte(strings.TrimRight(token, "=")) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case strings.IndexByte("-._~+/", c) >= 0:
		default:
			return credentials{}, errors.New("the token holds a character that it must not")
		}
	}
	return credentials{user: user, token: token}, nil
}
