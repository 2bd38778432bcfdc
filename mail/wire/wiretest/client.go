// Package wiretest plays the server to a conversation under test: from a
// script, a dialogue line by line over loopback, or from a tape, whose every
// word is known before. It also holds what every conversation has to bear,
// whatever its protocol. Only tests import it.
package wiretest

import (
	"context"
	"strings"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Conversation is what is tested.
type Conversation interface {
	Greeting(context.Context) (string, error)
	Capabilities(context.Context) (string, error)
	StartTLS(context.Context) (string, error)
	Authenticate(context.Context, sasl.Credentials, sasl.Mechanism) (string, error)
	Use(context.Context) (string, error)
	Logout(context.Context) (string, error)
}

// Client makes the conversations of one protocol.
type Client struct {
	Protocol wire.Protocol
	// StartTLS is the command that asks for TLS.
	StartTLS string
	// Use is the step of Conversation.Use.
	Use wire.StepName
	New func(*wire.Conn, Options) Conversation
}

// Options are the options of a script that are on. OAUTHBEARER forces that
// mechanism, long makes a token of 3000 bytes, starttls asks for TLS even where
// the script does not; others mean something to the Client's New.
type Options map[string]bool

// Replay goes through a check with the server on a tape, in clear, and gives
// how the steps ended. The token has so many bytes.
func (c Client) Replay(tape *Tape, token int, o Options) (steps []string, err error) {
	return c.check(context.Background(), tape.Connect(c.Protocol), token, o, nil)
}

// check goes through the steps of a check, to the first error. It starts TLS
// when there is a handshake.
func (c Client) check(ctx context.Context, conn *wire.Conn, token int, o Options, handshake func() error) (steps []string, err error) {
	type step struct {
		name wire.StepName
		verb func(context.Context) (string, error)
	}
	talk, forced := c.New(conn, o), sasl.Auto
	if o["OAUTHBEARER"] {
		forced = sasl.OAUTHBEARER
	}
	all := []step{{wire.Greeting, talk.Greeting}, {wire.Capabilities, talk.Capabilities}}
	if handshake != nil {
		all = append(all, step{wire.StartTLS, talk.StartTLS},
			step{wire.TLS, func(context.Context) (string, error) { return "", handshake() }},
			step{wire.Capabilities, talk.Capabilities})
	}
	all = append(all,
		step{wire.Authenticate, func(ctx context.Context) (string, error) {
			return talk.Authenticate(ctx, Anna(token), forced)
		}},
		step{c.Use, talk.Use}, step{wire.Logout, talk.Logout})
	for _, s := range all {
		detail, err := s.verb(ctx)
		if err != nil {
			return append(steps, strings.TrimSpace("! "+string(s.name)+" "+err.Error())), err
		}
		steps = append(steps, strings.TrimSpace("= "+string(s.name)+" "+detail))
	}
	return steps, nil
}
