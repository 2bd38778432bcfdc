// Package sasl speaks XOAUTH2 and OAUTHBEARER, the two SASL mechanisms that
// carry an OAuth access token. It knows no protocol, only that all of them
// carry a response in base64. Nothing in it blocks.
package sasl

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"mailknock/mail/wire"
)

// Mechanism is the name of a SASL mechanism.
type Mechanism string

// Auto leaves the choice to what the server offers.
const (
	Auto        Mechanism = ""
	XOAUTH2     Mechanism = "XOAUTH2"
	OAUTHBEARER Mechanism = "OAUTHBEARER"
)

// Credentials is who signs in, with what, and where.
type Credentials struct {
	User  string
	Token wire.Secret
	// Host and Port are the server's, as dialled, the host in its ASCII form.
	// Only OAUTHBEARER sends them; an empty host and a port of 0 are left out.
	Host string
	Port int
}

// InitialResponse gives the bytes that carry the token, not encoded. The
// error is a sentence about what in the credentials cannot be sent.
func InitialResponse(m Mechanism, c Credentials) (raw []byte, err error) {
	if err := c.check(m); err != nil {
		return nil, err
	}
	var b strings.Builder
	switch m {
	case XOAUTH2:
		// https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
		b.WriteString("user=" + c.User + "\x01")
	case OAUTHBEARER:
		// RFC 7628 section 3.1; the GS2 header is that of RFC 5801 section 4.
		b.WriteString("n,")
		if c.User != "" {
			b.WriteString("a=" + saslName.Replace(c.User))
		}
		b.WriteString(",\x01")
		if c.Host != "" && ascii(c.Host) {
			b.WriteString("host=" + c.Host + "\x01")
		}
		if c.Port != 0 {
			b.WriteString("port=" + strconv.Itoa(c.Port) + "\x01")
		}
	default:
		return nil, fmt.Errorf("%q is not a mechanism that carries a token: choose XOAUTH2 or OAUTHBEARER", m)
	}
	b.WriteString("auth=Bearer " + c.Token.Reveal() + "\x01\x01")
	return []byte(b.String()), nil
}

// AnswerToError gives what has to be sent when the server answers the token
// with an error challenge, already in base64: an empty line for XOAUTH2, and
// the single byte 0x01 for OAUTHBEARER (RFC 7628 section 3.2.3). Only then
// does the server say its final word.
func AnswerToError(m Mechanism) string {
	if m == OAUTHBEARER {
		return "AQ=="
	}
	return ""
}

// saslName escapes what would end the name in a GS2 header.
var saslName = strings.NewReplacer("=", "=3D", ",", "=2C")

func (c Credentials) check(m Mechanism) error {
	token := c.Token.Reveal()
	switch {
	case c.User == "" && m != OAUTHBEARER:
		return errors.New("the user name is empty")
	case !utf8.ValidString(c.User):
		return errors.New("the user name is not valid UTF-8")
	case strings.ContainsAny(c.User, "\x00\x01\r\n"):
		return fmt.Errorf("the user name %q holds a control character", c.User)
	case strings.ContainsAny(c.Host, "\x00\x01\r\n"):
		return fmt.Errorf("the host name %q holds a control character", c.Host)
	case token == "":
		return errors.New("there is no access token")
	}
	for n := range len(token) {
		if token[n] <= ' ' || token[n] > '~' {
			return errors.New("the access token holds a space, a line break or a letter that no token has: give the token alone")
		}
	}
	return nil
}

func ascii(s string) bool {
	for n := range len(s) {
		if s[n] <= ' ' || s[n] > '~' {
			return false
		}
	}
	return true
}
