package wire

import "strings"

// Refusal is a server's own "no": what it said, taken apart and not judged.
type Refusal struct {
	// Command is what was refused, without its secrets: "AUTHENTICATE XOAUTH2".
	Command string
	// Status is the first word of the answer: NO, BAD, BYE, -ERR, or the SMTP
	// reply code.
	Status string
	// Code is the machine-readable code: an IMAP or POP3 response code without
	// brackets, or an SMTP enhanced status code; empty when there was none.
	Code string
	// Text is the rest of the answer, as the server sent it, masked nowhere.
	Text string
	// Challenge is the decoded error challenge that came before a refused
	// sign-in; empty when there was none.
	Challenge string
}

// Error gives the server's own words.
func (r *Refusal) Error() string {
	parts := []string{r.Status}
	switch {
	case r.Code == "":
	case r.Status >= "2" && r.Status < "6":
		parts = append(parts, r.Code)
	default:
		parts = append(parts, "["+r.Code+"]")
	}
	if r.Text != "" {
		parts = append(parts, r.Text)
	}
	return strings.Join(parts, " ")
}

// ProtocolError tells that the server broke the protocol.
type ProtocolError struct {
	// What is the rule that it broke, in words.
	What string
	// Line is what it sent, shortened.
	Line string
}

func (e *ProtocolError) Error() string {
	if e.Line == "" {
		return e.What
	}
	return e.What + ": " + e.Line
}
