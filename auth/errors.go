package auth

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"
)

// ErrNoRefreshToken tells that there is no refresh token to use: the person
// has to sign in.
var ErrNoRefreshToken = errors.New("there is no refresh token: sign in again")

// ErrNoRevocation tells that the provider has no revocation endpoint. The
// tokens live until they end by themselves.
var ErrNoRevocation = errors.New("the provider offers no way to revoke a token")

// AuthorizationError is the provider's answer error=… in the redirect (RFC
// 6749 section 4.1.2.1). Its texts hold only the characters allowed there and
// are bounded. They are the provider's words; URI is to be shown, not opened.
type AuthorizationError struct {
	// Code is access_denied when the person or a policy said no.
	Code, Description, URI string
	// Subcode is Microsoft's error_subcode, "cancel" for example.
	Subcode string
	// Codes are Microsoft's AADSTS numbers.
	Codes []int
}

func (e *AuthorizationError) Error() string {
	text := "the provider answered " + e.Code
	if e.Description != "" {
		text += ": " + e.Description
	}
	return text
}

// IssuerError tells that the issuer in an answer is not the one that was
// asked: the answer may come from another provider (RFC 9207 section 2.4), or
// a metadata document speaks for somebody else (RFC 8414 section 3.3).
type IssuerError struct {
	// Want is the issuer that was asked.
	Want string
	// Got is what the answer said, visible and bounded; empty when it said
	// nothing.
	Got string
	// What is the answer that said it: "redirect" or "metadata".
	What string
}

func (e *IssuerError) Error() string {
	if e.Got == "" {
		return fmt.Sprintf("the %s does not say which provider it comes from, and %s promised that it would", e.What, e.Want)
	}
	return fmt.Sprintf("the %s comes from %s, but you asked %s", e.What, e.Got, e.Want)
}

// NotReceivedError tells that the browser never brought an answer.
type NotReceivedError struct {
	// RedirectURI is where it was awaited.
	RedirectURI string
	Waited      time.Duration
	// Requests counts everything that knocked; Foreign counts the answers that
	// belonged to another sign-in.
	Requests, Foreign int
}

func (e *NotReceivedError) Error() string {
	text := fmt.Sprintf("no answer came to %s within %s", e.RedirectURI, e.Waited.Round(time.Second))
	if e.Foreign > 0 {
		text += fmt.Sprintf(" (%d came that did not belong to this sign-in)", e.Foreign)
	}
	return text
}

// Timeout is true.
func (e *NotReceivedError) Timeout() bool { return true }

// PortError tells that the redirect's address cannot be listened on.
type PortError struct {
	// Host is the redirect's host, Address the literal address that failed.
	Host, Address string
	Port          int
	// Busy tells that another program, or another sign-in, has the port.
	Busy bool
	Err  error
}

func (e *PortError) Error() string {
	if e.Busy && e.Port != 0 {
		return fmt.Sprintf("port %d on %s is taken by another program or another sign-in: end that, or choose another port",
			e.Port, e.Address)
	}
	return fmt.Sprintf("could not listen on %s for the browser's answer: %v", net.JoinHostPort(e.Address, strconv.Itoa(e.Port)), e.Err)
}

// Unwrap gives the system's error.
func (e *PortError) Unwrap() error { return e.Err }

// NetworkError tells that an exchange with the provider brought no answer.
type NetworkError struct {
	// Host is whom it was with.
	Host string
	// Lost tells that the request had gone out: the provider may have acted on
	// it, and only its answer was lost. A refresh token that rotates may be
	// used up then.
	Lost bool
	Err  error
}

func (e *NetworkError) Error() string {
	if e.Lost {
		return fmt.Sprintf("the answer of %s was lost: %v", e.Host, e.Err)
	}
	return fmt.Sprintf("could not reach %s: %v", e.Host, e.Err)
}

// Unwrap gives the cause: a *net.OpError, a TLS error, context.Canceled …
func (e *NetworkError) Unwrap() error { return e.Err }

// Temporary is true: nothing is known against the token.
func (e *NetworkError) Temporary() bool { return true }

// RedirectError tells that an endpoint answered with a redirect. It is never
// followed: it would carry code, verifier or token to another host.
type RedirectError struct {
	Status int
	From   string
	// To is where it pointed, visible and bounded.
	To string
}

func (e *RedirectError) Error() string {
	return fmt.Sprintf("%s answered with a redirect (%d) to %s, which is not followed: correct the address", e.From, e.Status, e.To)
}

// AnswerError tells that an answer cannot be used: not JSON, too long, without
// a token, of another token type.
type AnswerError struct {
	Status int
	// What is wrong, in words.
	What string
	// Body is the answer, masked, visible and shortened.
	Body string
}

func (e *AnswerError) Error() string { return "the provider's answer cannot be used: " + e.What }

// PKCEError tells that the provider's metadata lists code challenge methods
// without S256. Mailknock does not sign in without it (RFC 9700 section
// 2.1.1).
type PKCEError struct{ Supported []string }

func (e *PKCEError) Error() string {
	return fmt.Sprintf("the provider offers no PKCE with S256 (only %q), and without it nobody can sign in safely", e.Supported)
}
