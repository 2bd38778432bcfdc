package pop3

import (
	"context"
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
	response, err := sasl.Prepare(c.conn.Recorder(), c.mechanisms, forced, cred)
	if err != nil {
		return "", err
	}
	c.mechanism = response.Mechanism
	a := attempt{c: c, command: "AUTH " + string(c.mechanism), response: response}
	text := ""
	if err = a.present(ctx); err == nil {
		text, err = a.outcome(ctx)
	}
	if err != nil {
		return "", a.explain(err)
	}
	return strings.TrimSpace(string(c.mechanism) + " as " + cred.User + ": " + text), nil
}

// attempt is one AUTH command.
type attempt struct {
	c        *Conversation
	command  string
	response sasl.Response
}

// present sends the token, on the command's own line where both fit.
func (a *attempt) present(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	line := a.command + " "
	if !a.c.options.TwoLine && len(line)+a.response.Len() <= maxCommand {
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
		return &wire.ProtocolError{What: "the server said yes before it had the token", Line: wire.Shorten(answer)}
	}
	return err
}

func (a *attempt) write(prefix string) error {
	if err := a.c.conn.WriteMasked(prefix, a.response.Base64.Reveal(), a.response.Summary); err != nil {
		return fmt.Errorf("could not send the token: %w", err)
	}
	return nil
}

// outcome reads the final word. An error challenge in front of it is answered
// as the mechanism rules, a second one is cancelled (RFC 5034 section 4).
func (a *attempt) outcome(ctx context.Context) (string, error) {
	said := ""
	answers := []string{sasl.AnswerToError(a.response.Mechanism), "*"}
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
func (a *attempt) explain(err error) error {
	if !wire.HungUp(err) {
		return err
	}
	return fmt.Errorf("%w (%s)", err, a.response.Sizes())
}

// challenge gives the text of a "+ " line.
func challenge(line string) (encoded string, ok bool) {
	if line == "+" {
		return "", true
	}
	return strings.CutPrefix(line, "+ ")
}
