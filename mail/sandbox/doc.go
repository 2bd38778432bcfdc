// Package sandbox is a whole mail provider on this machine: an OAuth server
// and IMAP, POP3 and SMTP servers on free loopback ports, with a certificate
// authority of their own that lives as long as they do. It needs no network
// and no registration.
//
// It is the other side of the conversations: it shares no protocol code with
// the client, and it is strict where the RFCs are strict, so that a client's
// faults show. One thing it forgives, because every real server does: a token
// on the line of its AUTH command, however long. It can play the faults of
// real providers, see [Faults].
package sandbox
