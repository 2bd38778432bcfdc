package sasl

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// MaxChallenge bounds what is read of an error challenge, in decoded bytes.
const MaxChallenge = 8 << 10

// Challenge is what a server says about a token it refuses, before its final
// word (RFC 7628 section 3.2.2). All of it is the server's own text; the
// OpenIDConfiguration is shown and never followed.
type Challenge struct {
	// Raw is the decoded text, or the line itself when it is not base64, cut
	// at MaxChallenge.
	Raw                                         string
	Status, Scope, Schemes, OpenIDConfiguration string
}

// ParseChallenge reads a challenge in base64, without the protocol's "+ " or
// "334 " in front. It never fails: what is not JSON stands in Raw alone.
func ParseChallenge(base64Line []byte) Challenge {
	line := bytes.TrimSpace(base64Line)
	if limit := base64.StdEncoding.EncodedLen(MaxChallenge); len(line) > limit {
		line = line[:limit]
	}
	data, ok := decode(line)
	if !ok {
		data = line
	}
	if len(data) > MaxChallenge {
		data = data[:MaxChallenge]
	}
	c := Challenge{Raw: string(data)}
	var fields map[string]json.RawMessage
	if json.NewDecoder(bytes.NewReader(data)).Decode(&fields) != nil {
		return c
	}
	c.Status = value(fields["status"])
	c.Scope = value(fields["scope"])
	c.Schemes = value(fields["schemes"])
	c.OpenIDConfiguration = value(fields["openid-configuration"])
	return c
}

// decode reads base64 with or without padding.
func decode(line []byte) (data []byte, ok bool) {
	line = bytes.TrimRight(line, "=")
	data = make([]byte, base64.RawStdEncoding.DecodedLen(len(line)))
	n, err := base64.RawStdEncoding.Decode(data, line)
	return data[:n], err == nil
}

// value gives a text as it is, and any other JSON as it was written: some
// servers send the status as a number.
func value(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return strings.TrimSpace(string(raw))
}
