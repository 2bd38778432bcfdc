// Package imap holds one conversation with an IMAP server: as far as the
// sign-in in words of its own, so that nothing the server says is lost, and
// after it through go-imap, behind a filter that bounds what it reads.
package imap

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Options is how to speak.
type Options struct {
	// TwoLine sends the token on a line of its own even where the server takes
	// it together with the command (SASL-IR, RFC 4959).
	TwoLine bool
	// ClientID is how the program calls itself to a server that takes the ID
	// command (RFC 2971).
	ClientID ClientID
}

// ClientID is a program's name and version. An empty name means Mailknock.
type ClientID struct{ Name, Version string }

// Conversation is one connection to an IMAP server (RFC 9051, RFC 3501). Its
// methods block; they end with an error when the context ends that the
// connection is bound to. One goroutine at a time may use it.
//
// What a server refuses is a *wire.Refusal; a server that breaks the protocol
// gives a *wire.ProtocolError, one that sends too much that or a
// *wire.LimitError; an error of the network is wrapped as it is.
type Conversation struct {
	conn    *wire.Conn
	options Options
	// budget is how many responses a verb may still read.
	budget int
	notes  int

	// caps is nil as long as it is not known.
	caps      []string
	mechanism sasl.Mechanism
	// promised is set when the server agreed to TLS: from then on nothing is
	// sent without it.
	promised bool
	count    int
}

// New begins a conversation on a connection that was opened and, for implicit
// TLS, secured. It sends and reads nothing yet.
func New(conn *wire.Conn, o Options) *Conversation {
	if o.ClientID.Name == "" {
		o.ClientID.Name = "Mailknock"
	}
	return &Conversation{conn: conn, options: o}
}

// Mechanism is what the sign-in used, empty before it.
func (c *Conversation) Mechanism() sasl.Mechanism { return c.mechanism }

// Offered gives the SASL mechanisms that the server offered last.
func (c *Conversation) Offered() []string { return mechanisms(c.caps) }

// start begins a verb: limits count anew, and an ended context stops it.
func (c *Conversation) start(ctx context.Context, responses int) error {
	c.budget, c.notes = responses, 0
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if c.promised && !c.conn.Secure() {
		return errors.New("the server agreed to TLS and TLS is not up: nothing is sent")
	}
	return nil
}

// send writes one command and gives its tag. The tag cannot be guessed, so
// that an answer sent ahead of the command is not taken for its answer.
func (c *Conversation) send(command string) (tag string, err error) {
	tag = c.tag()
	if err := c.conn.WriteLine(tag + " " + command); err != nil {
		return "", fmt.Errorf("could not send %s: %w", command, err)
	}
	return tag, nil
}

func (c *Conversation) tag() string {
	c.count++
	return "m" + strconv.Itoa(c.count) + strings.ToLower(rand.Text()[:4])
}

// await reads until the answer to tag. other gets what comes before it,
// continuation requests included; it may be nil. A BYE that no answer follows
// is the answer.
func (c *Conversation) await(tag, command string, other func(response) error) (response, error) {
	var bye *wire.Refusal
	for {
		r, err := c.read()
		if err != nil {
			if bye != nil && closed(err) {
				return response{}, bye
			}
			return response{}, fmt.Errorf("no answer to %s: %w", command, err)
		}
		switch {
		case r.kind == tagged && r.tag == tag:
			if r.name != "OK" && r.name != "NO" && r.name != "BAD" {
				return r, broken("the server answered "+command+" with neither OK nor NO nor BAD", r.line)
			}
			return r, nil
		case r.kind == tagged:
			return r, broken("the server answered a command that was not sent", r.line)
		case r.kind == untagged && r.name == "PREAUTH":
			return r, broken("the server sent a second greeting", r.line)
		case r.kind == untagged && r.name == "BYE":
			bye = r.refusal(command)
		}
		if other != nil {
			if err := other(r); err != nil {
				return r, err
			}
		} else if r.kind == continuation {
			return r, broken("the server asked for more where it had to answer "+command, r.line)
		}
	}
}
