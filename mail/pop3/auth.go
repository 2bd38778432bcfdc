package pop3

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// maxCommand bounds a command with an initial response, CRLF included
// (RFC 5034 section 4).
const maxCommand = 255

// Authenticate signs in with a token (RFC 5034). The error is a
// *sasl.NotOffered, a *wire.Refusal with the server's final words and its error
// challenge, or a *wire.ProtocolError.
func (c *Conversation) Authenticate(ctx context.Context, cred sasl.Credentials, forced sasl.Mechanism) (detail string, err error) {
	mechanism, reason, err := sasl.Choose(c.mechanisms, forced)
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

	a := attempt{c: c, command: "AUTH " + string(mechanism), blob: blob, summary: sasl.Describe(mechanism, cred)}
	text := ""
	if err = a.present(ctx); err == nil {
		text, err = a.outcome(ctx, mechanism)
	}
	if err != nil {
		return "", a.explain(err, len(cred.Token.Reveal()))
	}
	return strings.TrimSpace(string(mechanism) + " as " + cred.User + ": " + text), nil
}

// attempt is one AUTH command.
type attempt struct {
	c                      *Conversation
	command, blob, summary string
}

// present sends the token, on the command's own line where both fit.
func (a *attempt) present(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	line := a.command + " "
	if !a.c.options.TwoLine && len(line)+len(a.blob)+2 <= maxCommand {
		return a.write(line)
	}
	if err := a.c.send(ctx, a.command); err != nil {
		return err
	}
	answer, err := a.c.readLine(ctx, a.command)
	if err != nil {
		return err
	}
	if _, ok := challenge(answer); ok {
		return a.write("")
	}
	if _, err = parseStatus(answer, a.command); err == nil {
		return &wire.ProtocolError{What: "the server said yes before it had the token", Line: shorten(answer)}
	}
	return err
}

func (a *attempt) write(prefix string) error {
	if err := a.c.conn.WriteMasked(prefix, a.blob, a.summary); err != nil {
		return fmt.Errorf("could not send the token: %w", err)
	}
	return nil
}

// outcome reads the final word. An error challenge in front of it is answered
// as the mechanism rules, a second one is cancelled (RFC 5034 section 4).
func (a *attempt) outcome(ctx context.Context, m sasl.Mechanism) (string, error) {
	said := ""
	answers := []string{sasl.AnswerToError(m), "*"}
	for {
		line, err := a.c.readLine(ctx, a.command)
		if err != nil {
			return "", err
		}
		encoded, ok := challenge(line)
		if !ok {
			text, err := parseStatus(line, a.command)
			var no *wire.Refusal
			if errors.As(err, &no) {
				no.Challenge = said
			}
			return text, err
		}
		if said == "" {
			said = sasl.ParseChallenge([]byte(encoded)).Raw
			if said != "" {
				a.c.conn.Recorder().Note("the challenge reads: %s", said)
			}
		}
		if len(answers) == 0 {
			return "", &wire.ProtocolError{What: "the server goes on asking after the sign-in was cancelled"}
		}
		if err := a.c.conn.WriteLine(answers[0]); err != nil {
			return "", fmt.Errorf("could not answer the challenge: %w", err)
		}
		answers = answers[1:]
	}
}

// explain adds the sizes where the server went away without a word: that is
// how some answer a line that is too long for them.
func (a *attempt) explain(err error, token int) error {
	if !hungUp(err) {
		return err
	}
	return fmt.Errorf("%w (the token has %d bytes, the line that carried it %d)", err, token, len(a.blob)+2)
}

// challenge gives the text of a "+ " line.
func challenge(line string) (encoded string, ok bool) {
	if line == "+" {
		return "", true
	}
	return strings.CutPrefix(line, "+ ")
}
