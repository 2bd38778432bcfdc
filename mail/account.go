// Package mail is an account, a check of it, and the result.
package mail

import (
	"time"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Method is a way to get a token.
type Method string

// The ways to get a token.
const (
	// Code is the authorization code grant in the system's browser.
	Code Method = "code"
	// Device is the device authorization grant: a code entered elsewhere.
	Device Method = "device"
	// ClientCredentials is an app that signs in for itself, by its secret or
	// its key.
	ClientCredentials Method = "client-credentials"
	// ServiceAccount is a Google service account that acts for the user.
	ServiceAccount Method = "service-account"
	// GivenRefresh is a refresh token that the person brought.
	GivenRefresh Method = "refresh-token"
	// GivenToken is an access token that the person brought.
	GivenToken Method = "token"
)

// Unattended tells that no person signs in: the account's key or secret is all
// there is to it.
func (m Method) Unattended() bool { return m == ClientCredentials || m == ServiceAccount }

// Account is a saved address with its provider and settings. It holds no
// secret.
type Account struct {
	// ID is random and never changes.
	ID string `json:"id"`
	// Name is what the person calls it; by default User.
	Name string `json:"name"`
	// Provider is the id of a provider.
	Provider string `json:"provider"`
	// User is the mailbox: the user name for IMAP and POP3.
	User string `json:"user"`
	// SMTPUser and From differ from User for shared mailboxes; empty means
	// User, and SMTPUser, in this order.
	SMTPUser string `json:"smtp_user,omitempty"`
	From     string `json:"from,omitempty"`
	// Protocols are those to check.
	Protocols []wire.Protocol `json:"protocols"`
	// Servers holds only what differs from the provider's.
	Servers map[wire.Protocol]wire.Server `json:"servers,omitempty"`
	// Mechanism is empty for the one that fits what the server offers.
	Mechanism sasl.Mechanism `json:"mechanism,omitempty"`
	Method    Method         `json:"method,omitempty"`
	// Registration at the provider; the secret lies in the vault.
	ClientID string `json:"client_id,omitempty"`
	Tenant   string `json:"tenant,omitempty"`
	// KeyFile is the path of the key that proves the client in place of a
	// secret (PEM or PKCS#12), or of a service account's JSON file.
	KeyFile string `json:"key_file,omitempty"`
	// Issuer, or the endpoints, of a provider of the person's own.
	Issuer   string `json:"issuer,omitempty"`
	AuthURL  string `json:"auth_url,omitempty"`
	TokenURL string `json:"token_url,omitempty"`
	// Scopes replaces the provider's scopes when it is not empty.
	Scopes       []string `json:"scopes,omitempty"`
	RedirectHost string   `json:"redirect_host,omitempty"`
	RedirectPort int      `json:"redirect_port,omitempty"`
	RedirectPath string   `json:"redirect_path,omitempty"`
	// CAFile is a PEM file of extra roots.
	CAFile string `json:"ca_file,omitempty"`
	// Fault is what the sandbox plays; empty: nothing.
	Fault string `json:"fault,omitempty"`
	// Last is how the last check of each protocol ended.
	Last map[wire.Protocol]LastResult `json:"last,omitempty"`
	// Revision grows with every save.
	Revision int `json:"revision"`
}

// LastResult is how a check ended.
type LastResult struct {
	OK   bool      `json:"ok"`
	Time time.Time `json:"time"`
	// Good is when it last passed with the settings that the account has now.
	Good time.Time `json:"good,omitzero"`
	// Words is what stands beside the dot: the step that failed.
	Words string `json:"words,omitempty"`
}

// UserFor gives the user name for a protocol.
func (a Account) UserFor(p wire.Protocol) string {
	if p == wire.SMTP && a.SMTPUser != "" {
		return a.SMTPUser
	}
	return a.User
}

// Sender gives the From address: From, else the SMTP user.
func (a Account) Sender() string {
	if a.From != "" {
		return a.From
	}
	return a.UserFor(wire.SMTP)
}

// Label is what a list shows.
func (a Account) Label() string {
	if a.Name != "" {
		return a.Name
	}
	return a.User
}
