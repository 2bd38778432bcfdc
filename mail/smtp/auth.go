package smtp

import (
	"context"
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
	response, err := sasl.Prepare(c.conn.Recorder(), offered, forced, cred)
	if err != nil {
		return "", err
	}
	c.mechanism = response.Mechanism
	a := attempt{c: c, command: "AUTH " + string(c.mechanism), response: response}
	if response.Len() > maxResponse {
		c.conn.Recorder().Note("the token has %d bytes, the line that carries it %d: more than the %d that RFC 4954 allows", len(cred.Token.Reveal()), response.Len(), maxResponse)
	}
	r, err := a.present(ctx)
	if err == nil {
		r, err = a.outcome(ctx, r)
	}
	if err != nil {
		return "", a.explain(err)
	}
	return strings.TrimSpace(string(c.mechanism) + " as " + cred.User + ": " + r.words()), nil
}

// attempt is one sign-in.
type attempt struct {
	c        *Conversation
	command  string
	response sasl.Response
}

// present sends the token, on the command's own line where both fit, and
// reads the reply to it.
func (a *attempt) present(ctx context.Context) (reply, error) {
	line := a.command + " "
	if len(line)+a.response.Len() <= maxCommand {
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
		return reply{}, &wire.ProtocolError{What: "the server said yes before it had the token", Line: wire.Shorten(r.String())}
	}
	return reply{}, r.refusal(a.command)
}

func (a *attempt) write(ctx context.Context, prefix string) (reply, error) {
	if ctx.Err() != nil {
		return reply{}, context.Cause(ctx)
	}
	if err := a.c.conn.WriteMasked(prefix, a.response.Base64.Reveal(), a.response.Summary); err != nil {
		return reply{}, fmt.Errorf("could not send the token: %w", err)
	}
	return a.c.read(ctx, a.command)
}

// outcome follows the replies from r to the final one. An error challenge is
// answered as the mechanism rules, a second one is cancelled.
func (a *attempt) outcome(ctx context.Context, r reply) (reply, error) {
	said := ""
	for _, answer := range []string{sasl.AnswerToError(a.response.Mechanism), "*"} {
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
	var no *wire.Refusal
	switch {
	case a.response.Len() > maxResponse:
		return fmt.Errorf("%w (%s, and no server has to take more than %d)", err, a.response.Sizes(), maxResponse)
	case wire.HungUp(err), errors.As(err, &no) && no.Status == "500":
		return fmt.Errorf("%w (%s)", err, a.response.Sizes())
	}
	return err
}
