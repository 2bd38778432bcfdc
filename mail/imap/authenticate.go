package imap

import (
	"context"
	"encoding/base64"
	"fmt"

	"mailknock/auth/token"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// maxChallenges bounds the challenges that are answered.
const maxChallenges = 3

// Authenticate signs in (RFC 9051 section 6.2.2). An error challenge is
// answered, because only then the server says its final word; that word is
// what decides. The error is a *sasl.NotOffered, a *wire.Refusal with the
// challenge, or a *wire.ProtocolError.
func (c *Conversation) Authenticate(ctx context.Context, cred sasl.Credentials, forced sasl.Mechanism) (detail string, err error) {
	if c.caps == nil {
		if _, err := c.Capabilities(ctx); err != nil {
			return "", err
		}
	}
	if err := c.start(ctx, maxResponses); err != nil {
		return "", err
	}
	m, reason, err := sasl.Choose(c.Offered(), forced)
	if err != nil {
		return "", err
	}
	c.mechanism = m
	c.conn.Recorder().Note("signing in with %s: %s", m, reason)
	raw, err := sasl.InitialResponse(m, cred)
	if err != nil {
		return "", err
	}
	c.conn.Recorder().Mask("access token", cred.Token)
	s := &signIn{
		c: c, mechanism: m, token: base64.StdEncoding.EncodeToString(raw), summary: sasl.Describe(m, cred),
	}
	r, err := s.run(c.has("SASL-IR") && !c.options.TwoLine)
	switch {
	case err != nil && s.sent && closed(err):
		return "", fmt.Errorf("the server hung up on the token, which is %s bytes: %w", token.Thousands(token.Inspect(cred.Token.Reveal()).Length), err)
	case err != nil:
		return "", err
	case r.name != "OK":
		refusal := r.refusal(s.command())
		refusal.Challenge = s.challenge
		return "", refusal
	case !s.sent:
		return "", broken("the server said OK before it got the token", r.line)
	}
	c.caps = s.caps
	if list, ok := r.hasCode("CAPABILITY"); ok {
		if c.caps, err = capabilities(list); err != nil {
			return "", err
		}
	}
	_, text := r.code()
	return string(m) + ": " + text, nil
}

// signIn is one AUTHENTICATE command.
type signIn struct {
	c              *Conversation
	mechanism      sasl.Mechanism
	token, summary string

	sent       bool
	challenges int
	challenge  string
	// caps is what the server told before its OK, nil when it did not.
	caps []string
}

func (s *signIn) command() string { return "AUTHENTICATE " + string(s.mechanism) }

func (s *signIn) run(initial bool) (response, error) {
	tag := s.c.tag()
	line := tag + " " + s.command()
	var err error
	if initial {
		s.sent = true
		err = s.c.conn.WriteMasked(line+" ", s.token, s.summary)
	} else {
		err = s.c.conn.WriteLine(line)
	}
	if err != nil {
		return response{}, fmt.Errorf("could not send %s: %w", s.command(), err)
	}
	r, err := s.c.await(tag, s.command(), s.other)
	if bye, ok := err.(*wire.Refusal); ok {
		bye.Challenge = s.challenge
	}
	return r, err
}

// other answers a continuation request and looks at untagged responses.
func (s *signIn) other(r response) (err error) {
	switch {
	case r.kind == untagged && r.name == "CAPABILITY":
		s.caps, err = capabilities(r.text)
		return err
	case r.kind != continuation:
		return nil
	case !s.sent:
		s.sent = true
		return s.c.conn.WriteMasked("", s.token, s.summary)
	}
	if s.challenges++; s.challenges > maxChallenges {
		return broken("the server does not stop asking after the token", r.line)
	}
	if parsed := sasl.ParseChallenge([]byte(r.text)); parsed.Raw != "" {
		s.challenge = parsed.Raw
		s.c.conn.Recorder().Note("server says, decoded: %s", parsed.Raw)
	}
	return s.c.conn.WriteLine(sasl.AnswerToError(s.mechanism))
}
