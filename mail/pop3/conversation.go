// Package pop3 is a POP3 conversation (RFC 1939, 2449, 2595, 5034), one file
// per verb. Every method blocks until the server has answered or the
// connection's deadline passes; the caller binds the connection to its context
// (wire.Conn.Bind). One goroutine at a time may use a Conversation.
//
// The server's refusal is a *wire.Refusal, a broken server a
// *wire.ProtocolError; both may stand inside another error.
package pop3

import (
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Options change how the conversation goes. The zero value is usable.
type Options struct {
	// TwoLine sends AUTH alone and the token on a line of its own even where
	// both would fit on one. Microsoft's servers want it.
	TwoLine bool
}

// Conversation is one session with a POP3 server.
type Conversation struct {
	conn    *wire.Conn
	options Options

	capabilities []string
	mechanisms   []string
	// noCapa is true when the server does not know CAPA.
	noCapa    bool
	mechanism sasl.Mechanism
}

// New starts a conversation on an open connection. It sends nothing.
func New(conn *wire.Conn, o Options) *Conversation {
	return &Conversation{conn: conn, options: o}
}

// Mechanism is the one that Authenticate chose; empty before.
func (c *Conversation) Mechanism() sasl.Mechanism { return c.mechanism }

// Offered gives the lines of the last CAPA.
func (c *Conversation) Offered() []string { return c.capabilities }

// forget drops what was learned before TLS: anybody may have said it
// (RFC 2595 section 4).
func (c *Conversation) forget() {
	c.capabilities, c.mechanisms, c.noCapa = nil, nil, false
}
