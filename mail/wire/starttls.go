package wire

// NoStartTLS tells that the connection could not be protected. The token was
// not sent, and nothing is tried without TLS (RFC 8314 section 5.2).
type NoStartTLS struct {
	// Offered tells whether the server named STARTTLS (STLS in POP3) among its
	// capabilities.
	Offered bool
	// Words is what the server answered to the command; empty when it was not
	// sent.
	Words string
}

func (e *NoStartTLS) Error() string {
	switch {
	case e.Words == "":
		return "the server does not offer STARTTLS, so the token was not sent"
	case !e.Offered:
		return "the server neither offers STARTTLS nor takes it, so the token was not sent: " + e.Words
	}
	return "the server offers STARTTLS and refuses it, so the token was not sent: " + e.Words
}
