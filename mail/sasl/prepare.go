package sasl

import (
	"encoding/base64"
	"fmt"

	"mailknock/mail/wire"
)

// Response is an initial response that is ready to be sent (RFC 4954 and
// RFC 5034, section 4 of both).
type Response struct {
	Mechanism Mechanism
	// Base64 is what goes on the line.
	Base64 wire.Secret
	// Summary is what the transcript shows in its place.
	Summary string
	token   int
}

// Prepare chooses the mechanism as Choose does and encodes its initial
// response. rec notes the reason and masks the token and the response from
// then on. The error is that of Choose or of InitialResponse.
func Prepare(rec *wire.Recorder, offered []string, forced Mechanism, c Credentials) (Response, error) {
	m, reason, err := Choose(offered, forced)
	if err != nil {
		return Response{}, err
	}
	raw, err := InitialResponse(m, c)
	if err != nil {
		return Response{}, err
	}
	r := Response{
		Mechanism: m, Base64: wire.NewSecret(base64.StdEncoding.EncodeToString(raw)),
		Summary: Describe(m, c), token: len(c.Token.Reveal()),
	}
	rec.Mask("access token", c.Token)
	rec.Mask("sign-in string", r.Base64)
	rec.Note("%s: %s", m, reason)
	return r, nil
}

// Len is how many bytes a line has that carries the response alone, CRLF
// included.
func (r Response) Len() int { return len(r.Base64.Reveal()) + len("\r\n") }

// Sizes says how large token and line are, for where that can be the reason of
// an error.
func (r Response) Sizes() string {
	return fmt.Sprintf("the token has %d bytes, the line that carried it %d", r.token, r.Len())
}
