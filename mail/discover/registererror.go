package discover

import (
	"fmt"
	"net/http"
	"strings"
)

// RegisterError is the provider's no (RFC 7591 section 3.2.2), or an answer
// that is no registration.
type RegisterError struct {
	Host   string
	Status int
	// Code is the provider's, invalid_redirect_uri for example; empty when it
	// gave none. Description is its own words.
	Code, Description string
	// What is wrong with an answer that was a yes.
	What string
}

func (e *RegisterError) Error() string {
	switch {
	case e.What != "":
		return fmt.Sprintf("the registration at %s cannot be used: %s", e.Host, e.What)
	case e.Code == "invalid_redirect_uri":
		return fmt.Sprintf("%s refuses the redirect address of this program: %s; register by hand, or ask whoever runs it to allow loopback addresses (RFC 8252)", e.Host, e.words())
	case e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden:
		return fmt.Sprintf("%s registers no programs that it does not know: %s; register by hand", e.Host, e.words())
	}
	return fmt.Sprintf("%s did not register this program: %s; register by hand", e.Host, e.words())
}

func (e *RegisterError) words() string {
	if e.Code == "" {
		return fmt.Sprintf("status %d", e.Status)
	}
	return strings.TrimSuffix(e.Code+": "+e.Description, ": ")
}
