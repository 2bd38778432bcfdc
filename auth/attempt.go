package auth

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"sync"

	"golang.org/x/oauth2"

	"mailknock/mail/wire"
)

// attempt is one try to sign in: its secrets, and the one answer that it
// takes.
type attempt struct {
	client   Client
	rec      *wire.Recorder
	path     string
	verifier string
	state    string
	// nonce is empty when no id token is asked for.
	nonce string
	// redirect is the redirect URI, authority its host and port.
	redirect, authority string

	// refused hears what is wrong with a pasted text; it may be nil.
	refused func(why string)

	mu      sync.Mutex
	taken   bool
	foreign int
	// complaints counts the notes about malformed answers.
	complaints int
	// answers gets the one answer.
	answers chan delivery
}

// delivery is the answer of an attempt: a code, or why there is none. page is
// the page that waits for the outcome, nil for a pasted answer.
type delivery struct {
	code string
	err  error
	page *heldPage
}

// newAttempt draws the secrets of an attempt. The port is told later, by
// listen.
func newAttempt(c Client, rec *wire.Recorder) *attempt {
	a := &attempt{
		client: c, rec: rec,
		verifier: oauth2.GenerateVerifier(),
		state:    random(32),
		path:     c.Redirect.Path,
		answers:  make(chan delivery, 1),
	}
	if slices.Contains(c.Scopes, "openid") {
		a.nonce = random(16)
	}
	if r := c.Redirect.URI; r != "" {
		a.redirect, a.authority, a.path = r, hostPort(r), orRoot(pathOf(r))
	}
	if a.path == "" {
		id := make([]byte, 8)
		_, _ = rand.Read(id)
		a.path = "/cb/" + c.profile() + "/" + hex.EncodeToString(id)
	}
	rec.Mask("code verifier", wire.NewSecret(a.verifier))
	rec.Mask("client secret", c.ClientSecret)
	return a
}

// random gives n random bytes in base64url. crypto/rand never fails.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// bind fixes the redirect URI, once the port is known.
func (a *attempt) bind(port int) {
	a.authority = a.client.Redirect.authority(port)
	a.redirect = "http://" + a.authority
	if a.path != "/" {
		a.redirect += a.path
	}
}

// config is for x/oauth2. The style is always set: without it the library
// sends everything twice.
func (a *attempt) config() *oauth2.Config { return a.client.config(a.redirect) }

func (c Client) config(redirect string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: c.ClientID, ClientSecret: c.ClientSecret.Reveal(), RedirectURL: redirect, Scopes: c.Scopes,
		Endpoint: oauth2.Endpoint{AuthURL: c.AuthURL, TokenURL: c.TokenURL, AuthStyle: oauth2.AuthStyleInParams},
	}
}

// url gives the authorization request.
func (a *attempt) url() string {
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(a.verifier)}
	for name, value := range a.client.AuthParams {
		if !ownParameters[name] {
			options = append(options, oauth2.SetAuthURLParam(name, value))
		}
	}
	if a.nonce != "" {
		options = append(options, oauth2.SetAuthURLParam("nonce", a.nonce))
	}
	if a.client.LoginHint != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", a.client.LoginHint))
	}
	return a.config().AuthCodeURL(a.state, options...)
}
