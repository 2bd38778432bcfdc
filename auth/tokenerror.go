package auth

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// TokenError is the provider's "no" at the token or revocation endpoint (RFC
// 6749 section 5.2). Its texts are masked, visible and bounded.
type TokenError struct {
	// Status is the HTTP status.
	Status int
	// Code is invalid_grant, invalid_client …; empty when the answer had none.
	Code, Description, URI string
	// Suberror is Microsoft's, "consent_required" for example.
	Suberror string
	// Body is the whole answer, shortened.
	Body string
	// Codes are Microsoft's numbers, those after AADSTS.
	Codes []int
	// TraceID and CorrelationID are Microsoft's, for its support.
	TraceID, CorrelationID string
	// RetryAfter is how long the provider asks to wait; 0: it did not say.
	RetryAfter time.Duration
	// Skew is as in Token.
	Skew time.Duration
	// Unattended tells that the grant needs no person: signing in again would
	// change nothing.
	Unattended bool
}

func (e *TokenError) Error() string {
	text := "the provider refused"
	if e.Temporary() {
		text = "the provider cannot answer just now"
	}
	text += fmt.Sprintf(" (%d %s", e.Status, http.StatusText(e.Status))
	if e.Code != "" {
		text += ", " + e.Code
	}
	text += ")"
	switch {
	case e.Description != "":
		text += ": " + e.Description
	case e.Code == "" && e.Body != "":
		text += ": " + cut(e.Body, 300)
	}
	if e.SignInAgain() {
		text += "; sign in again"
	}
	return text
}

// Temporary tells that the same request may succeed later: nothing is known
// against the token, and nothing may be deleted.
func (e *TokenError) Temporary() bool {
	switch {
	case e.Status >= 500, e.Status == http.StatusTooManyRequests, e.Status == http.StatusRequestTimeout:
		return true
	case e.Code == "temporarily_unavailable", e.Code == "server_error":
		return true
	}
	return false
}

// SignInAgain tells that the refresh token is of no use any more.
func (e *TokenError) SignInAgain() bool {
	if e.Unattended {
		return false
	}
	switch e.Code {
	case "invalid_grant", "interaction_required", "login_required", "consent_required":
		return !e.Temporary()
	}
	return false
}

var aadsts = regexp.MustCompile(`\bAADSTS([0-9]{4,9})\b`)

// microsoftCodes finds the AADSTS numbers in a text.
func microsoftCodes(text string) []int {
	var codes []int
	for _, m := range aadsts.FindAllStringSubmatch(text, 10) {
		if n, err := strconv.Atoi(m[1]); err == nil {
			codes = append(codes, n)
		}
	}
	return codes
}

// cut shortens text to n bytes, at a character's border.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return strings.ToValidUTF8(text[:n], "") + "…"
}
