package smtp

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// RFC 4954 section 4, CRLF included.
const (
	// maxCommand bounds a command with an initial response.
	maxCommand = 512
	// maxResponse bounds a response on a line of its own.
	maxResponse = 12288
)

// Authenticate signs in with a token (RFC 4954). The error is a
// *sasl.NotOffered, a *wire.Refusal with the server's final words and its error
// challenge, or a *wire.ProtocolError.
func (c *Conversation) Authenticate(ctx context.Context, cred sasl.Credentials, forced sasl.Mechanism) (detail string, err error) {
	offered, _ := c.extension("AUTH")
	mechanism, reason, err := sasl.Choose(offered, forced)
	if err != nil {
		return "", err
	}
	raw, err := sasl.InitialResponse(mechanism, cred)
	if err != nil {
		return "", err
	}
	c.mechanism = mechanism
	blob := base64.StdEncoding.EncodeToString(raw)
	rec := c.conn.Recorder()
	rec.Mask("access token", cred.Token)
	rec.Mask("sign-in string", wire.NewSecret(blob))
	rec.Note("%s: %s", mechanism, reason)

	a := attempt{c: c, command: "AUTH " + string(mechanism), blob: blob, summary: sasl.Describe(mechanism, cred), token: len(cred.Token.Reveal())}
	if len(blob)+2 > maxResponse {
		rec.Note("the token has %d bytes, the line that carries it %d: more than the %d that RFC 4954 allows", a.token, len(blob)+2, maxResponse)
	}
	r, err := a.present(ctx)
	if err == nil {
		r, err = a.outcome(ctx, mechanism, r)
	}
	if err != nil {
		return "", a.explain(err)
	}
	return strings.TrimSpace(string(mechanism) + " as " + cred.User + ": " + r.words()), nil
}

// attempt is one sign-in.
type attempt struct {
	c                      *Conversation
	command, blob, summary string
	// token is its size in bytes.
	token int
}

// present sends the token, on the command's own line where both fit, and
// reads the reply to it.
func (a *attempt) present(ctx context.Context) (reply, error) {
	line := a.command + " "
	if len(line)+len(a.blob)+2 <= maxCommand {
		return a.write(ctx, line)
	}
	r, err := a.c.command(ctx, a.command, a.command)
	switch {
	case err != nil:
		return reply{}, err
	case r.status == 334:
		return a.write(ctx, "")
	case r.status == 504:
		// Some of Microsoft's servers know the mechanism only with the token
		// on the same line, however long it is.
		a.c.conn.Recorder().Note("trying again with the token on the same line, longer than RFC 4954 allows")
		return a.write(ctx, line)
	case r.good():
		return reply{}, &wire.ProtocolError{What: "the server said yes before it had the token", Line: shorten(r.String())}
	}
	return reply{}, r.refusal(a.command)
}

func (a *attempt) write(ctx context.Context, prefix string) (reply, error) {
	if ctx.Err() != nil {
		return reply{}, context.Cause(ctx)
	}
	if err := a.c.conn.WriteMasked(prefix, a.blob, a.summary); err != nil {
		return reply{}, fmt.Errorf("could not send the token: %w", err)
	}
	return a.c.read(ctx, a.command)
}

// outcome follows the replies from r to the final one. An error challenge is
// answered as the mechanism rules, a second one is cancelled.
func (a *attempt) outcome(ctx context.Context, m sasl.Mechanism, r reply) (reply, error) {
	said := ""
	for _, answer := range []string{sasl.AnswerToError(m), "*"} {
		if r.status != 334 {
			break
		}
		if said == "" {
			said = sasl.ParseChallenge([]byte(strings.Join(r.lines, ""))).Raw
			if said != "" {
				a.c.conn.Recorder().Note("the challenge reads: %s", said)
			}
		}
		var err error
		if r, err = a.c.command(ctx, a.command, answer); err != nil {
			return reply{}, err
		}
	}
	switch r.status {
	case 235:
		return r, nil
	case 334:
		return reply{}, &wire.ProtocolError{What: "the server goes on asking after the sign-in was cancelled"}
	}
	err := r.refusal(a.command)
	var no *wire.Refusal
	if errors.As(err, &no) {
		no.Challenge = said
	}
	return reply{}, err
}

// explain adds the sizes where they can be the reason: the line is longer
// than any server has to take, the server calls it wrong as a line (Dovecot:
// "500 5.5.2 Line too long"), or it went away without a word.
func (a *attempt) explain(err error) error {
	sizes := fmt.Sprintf("the token has %d bytes, the line that carried it %d", a.token, len(a.blob)+2)
	var no *wire.Refusal
	switch {
	case len(a.blob)+2 > maxResponse:
		return fmt.Errorf("%w (%s, and no server has to take more than %d)", err, sizes, maxResponse)
	case hungUp(err), errors.As(err, &no) && no.Status == "500":
		return fmt.Errorf("%w (%s)", err, sizes)
	}
	return err
}
