package sasl

import (
	"fmt"

	"mailknock/auth/token"
)

// Describe gives what the transcript shows in place of the bytes of
// InitialResponse: everything but the token, which is summed up.
func Describe(m Mechanism, c Credentials) string {
	bearer := "Bearer " + token.Inspect(c.Token.Reveal()).Summary()
	if m == OAUTHBEARER && c.Host != "" {
		return fmt.Sprintf("user=%s · host=%s port=%d · %s", c.User, c.Host, c.Port, bearer)
	}
	return fmt.Sprintf("user=%s · %s", c.User, bearer)
}
