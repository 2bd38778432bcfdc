package auth

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"mailknock/mail/wire"
)

// Client is a registration at a provider together with the provider's
// endpoints. The endpoints are one unit: all come from the same metadata
// document or the same preset (RFC 8414 section 3.3).
type Client struct {
	// Issuer is compared with iss (RFC 9207) and with the id token's issuer.
	// Empty when the provider has none that could be compared.
	Issuer string
	// AuthURL and TokenURL are needed, the others are empty where the provider
	// does not offer them.
	AuthURL, TokenURL, RevokeURL, DeviceURL string
	ClientID                                string
	// ClientSecret is empty for a public client. That of a desktop
	// application is not confidential (RFC 8252 section 8.5), but masked all
	// the same.
	ClientSecret wire.Secret
	// Key proves the client in the secret's place (private_key_jwt, RFC 7523);
	// nil: it has none. It goes with every grant.
	Key    *ClientKey
	Scopes []string
	// AuthParams are added to the authorization request, such as
	// access_type=offline. They cannot replace what the flow sets itself.
	AuthParams map[string]string
	Redirect   Redirect
	// IssParameter tells that the provider promised to send iss with every
	// answer: an answer without it is then refused.
	IssParameter bool
	// LoginHint is the address that the provider fills in.
	LoginHint string
	// RegistrationURL registers clients (RFC 7591); empty where none does.
	RegistrationURL string
	// JWKSURL has the keys that sign id tokens. Without it the identity stays
	// unverified.
	JWKSURL string
}

// Redirect is where the browser brings the answer: this machine, or, where the
// provider lets no program listen, a page that the person copies it from.
type Redirect struct {
	// URI is the https address that the provider has on record, where it takes
	// no other. Nothing listens then: the person pastes the address that the
	// browser ended on. Empty: this machine, as the other fields say.
	URI string
	// Host is "127.0.0.1", "::1" or "localhost"; empty means "127.0.0.1".
	// For "localhost" both addresses are listened on.
	Host string
	// Port is 0 for one that the system chooses.
	Port int
	// Path is empty for one of the flow's own, another for each attempt.
	// Otherwise the provider fixed it. "/" gives a redirect URI without any
	// path, http://localhost:1234, which is how Microsoft matches a
	// registered http://localhost.
	Path string
}

func (r Redirect) host() string {
	if r.Host == "" {
		return "127.0.0.1"
	}
	return r.Host
}

// authority gives the host and port of the redirect URI, as a browser sends
// them in the Host header.
func (r Redirect) authority(port int) string {
	if port == 80 {
		if strings.Contains(r.host(), ":") {
			return "[" + r.host() + "]"
		}
		return r.host()
	}
	return net.JoinHostPort(r.host(), strconv.Itoa(port))
}

func (r Redirect) check() error {
	if r.URI != "" {
		u, err := checkURL("redirect URI", r.URI)
		if err == nil && (u.RawQuery != "" || u.Scheme != "https") {
			err = fmt.Errorf("the redirect URI %q cannot be used: it begins with https:// and has no ? in it", wire.Visible([]byte(r.URI)))
		}
		return err
	}
	switch r.host() {
	case "127.0.0.1", "::1", "localhost":
	default:
		return fmt.Errorf("the redirect host %q is not this machine: use 127.0.0.1, ::1 or localhost", wire.Visible([]byte(r.Host)))
	}
	if r.Port < 0 || r.Port > 65535 {
		return fmt.Errorf("the redirect port %d does not exist: use 1 to 65535, or 0 to let the system choose", r.Port)
	}
	if r.Path == "" {
		return nil
	}
	parsed, err := url.Parse(r.Path)
	if err != nil || !strings.HasPrefix(r.Path, "/") || strings.HasPrefix(r.Path, "//") || parsed.EscapedPath() != r.Path {
		return fmt.Errorf("the redirect path %q is not a path: it begins with / and has no ? or #", wire.Visible([]byte(r.Path)))
	}
	return nil
}

// check refuses a client with which nobody can sign in by a browser. Its
// sentences, and those of checkApp, are for the person who filled in the
// fields.
func (c Client) check() error {
	if err := c.checkApp(); err != nil {
		return err
	}
	if err := checkEndpoint("authorization URL", c.AuthURL); err != nil {
		return err
	}
	return c.Redirect.check()
}

// checkApp refuses a client that cannot be used at the token endpoint.
func (c Client) checkApp() error {
	if strings.TrimSpace(c.ClientID) == "" {
		return errors.New("the client ID is missing: the provider gives one when you register an app")
	}
	if err := checkEndpoint("token URL", c.TokenURL); err != nil {
		return err
	}
	if err := c.checkUnit(); err != nil {
		return err
	}
	return c.checkAuthentication()
}

// profile names the registration in a redirect path, so that the answer of
// one provider cannot arrive in the attempt of another (RFC 9700 section 4.4).
func (c Client) profile() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{c.Issuer, c.AuthURL, c.TokenURL, c.ClientID}, "\x00")))
	return hex.EncodeToString(sum[:6])
}

// ownParameters are those that the flow sets itself.
var ownParameters = map[string]bool{
	"response_type": true, "response_mode": true, "client_id": true, "client_secret": true,
	"redirect_uri": true, "scope": true, "state": true, "nonce": true, "code_challenge": true,
	"code_challenge_method": true, "code": true, "code_verifier": true, "grant_type": true,
	"request": true, "request_uri": true,
}
