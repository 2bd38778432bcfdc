// Package smtp is an SMTP submission conversation (RFC 5321, 3207, 4954,
// 6409), one file per verb, and the test message. Every method of a
// Conversation blocks until the server has answered or the connection's
// deadline passes; the caller binds the connection to its context
// (wire.Conn.Bind). One goroutine at a time may use a Conversation.
//
// The server's refusal is a *wire.Refusal, a broken server a
// *wire.ProtocolError; both may stand inside another error.
package smtp

import (
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Options say what the conversation is for.
type Options struct {
	// From is the envelope's sender; empty means the message's.
	From string
	// To is the envelope's one recipient; empty means the message's, and
	// without a message From: nobody else is bothered by a check.
	To string
	// Message is sent for real; nil means MAIL FROM, RCPT TO and RSET only.
	Message *Message
	// Name is what EHLO says: a host name with a dot, or an address literal
	// like [192.0.2.1]. Empty means this machine's name where it is such a
	// name, else [127.0.0.1].
	Name string
}

// Receipt is what the server said when it took the message.
type Receipt struct {
	// QueueID is how the server calls the message; empty when its reply names
	// nothing that is known to be one.
	QueueID string
	// Reply is its whole reply.
	Reply string
}

// Conversation is one session with an SMTP server.
type Conversation struct {
	conn    *wire.Conn
	options Options

	// extensions are the lines of the last EHLO without its first.
	extensions []string
	mechanism  sasl.Mechanism
	receipt    Receipt
}

// New starts a conversation on an open connection. It sends nothing.
func New(conn *wire.Conn, o Options) *Conversation {
	return &Conversation{conn: conn, options: o}
}

// Mechanism is the one that Authenticate chose; empty before.
func (c *Conversation) Mechanism() sasl.Mechanism { return c.mechanism }

// Offered gives the lines of the last EHLO, without the greeting in it.
func (c *Conversation) Offered() []string { return c.extensions }

// Receipt is what the server said to the message; empty when none was taken.
func (c *Conversation) Receipt() Receipt { return c.receipt }
