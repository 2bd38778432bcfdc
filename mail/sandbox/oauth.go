package sandbox

import "mailknock/mail/wire"

// Mailbox is the address of the mailbox that everything is about.
const Mailbox = "anna@sandbox.test"

const (
	clientID   = "mailknock-sandbox"
	clientName = "Mailknock"
)

// scopeWords say what each known scope allows, in the order of the consent
// page. The mail scopes are named like the protocols.
var scopeWords = []struct{ scope, words string }{
	{"imap", "Read your mail by IMAP"},
	{"pop3", "Read your mail by POP3"},
	{"smtp", "Send mail as you by SMTP"},
	{"offline_access", "Do so while you are away, until you say no"},
	{"openid", "Know who you are"},
	{"email", "Know your e-mail address"},
	{"profile", "Know your name"},
}

func knownScope(scope string) bool {
	for _, known := range scopeWords {
		if known.scope == scope {
			return true
		}
	}
	return false
}

// Issuer gives the issuer of the OAuth server, below which its metadata lies
// (RFC 8414, OpenID Connect Discovery). It speaks HTTP on loopback, so that a
// browser shows the consent page without a warning.
func (s *Sandbox) Issuer() string { return s.web.issuer }

// AuthURL gives the authorization endpoint.
func (s *Sandbox) AuthURL() string { return s.web.issuer + authorizePath }

// TokenURL gives the token endpoint.
func (s *Sandbox) TokenURL() string { return s.web.issuer + tokenPath }

// RevokeURL gives the revocation endpoint (RFC 7009).
func (s *Sandbox) RevokeURL() string { return s.web.issuer + revokePath }

// DeviceURL gives the device authorization endpoint (RFC 8628).
func (s *Sandbox) DeviceURL() string { return s.web.issuer + devicePath }

// JWKSURL tells where the keys are that sign tokens.
func (s *Sandbox) JWKSURL() string { return s.web.issuer + jwksPath }

// ClientID gives the client that signs people in. It has no secret; see AppID
// for the one that has.
func (s *Sandbox) ClientID() string { return clientID }

// Scopes gives what a program asks for to use a protocol.
func (s *Sandbox) Scopes(protocol wire.Protocol) []string { return []string{string(protocol)} }

// AccessToken gives a new access token of the mailbox for every protocol, in
// the shape that the fault gives to tokens. Without such a fault it is good
// for an hour.
func (s *Sandbox) AccessToken() (string, error) {
	f := s.fault.Load()
	a, err := s.store.issue(grant{User: Mailbox, Client: clientID, Family: random(12)}, mailScopeNames, f, "")
	return a.Access, err
}

// accounts are the people who can sign in, the likeliest first. hint is whom
// the program asks for.
func (f *fault) accounts(hint string) []*person {
	switch {
	case f.shape == otherUser:
		// The browser is signed in as somebody else.
		return []*person{bob}
	case findPerson(hint) == bob:
		return []*person{bob, anna}
	}
	return people
}
