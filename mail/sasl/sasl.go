// Package sasl speaks XOAUTH2 and OAUTHBEARER, the two SASL mechanisms that
// carry an OAuth access token.
package sasl

// Mechanism is the name of a SASL mechanism.
type Mechanism string

// Auto leaves the choice to what the server offers.
const (
	Auto        Mechanism = ""
	XOAUTH2     Mechanism = "XOAUTH2"
	OAUTHBEARER Mechanism = "OAUTHBEARER"
)
