package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"strings"
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

// verdict is what an answer is to an attempt.
type verdict int

const (
	// accepted: it is the answer of this attempt, good or not.
	accepted verdict = iota
	// foreign: its state is missing or another's.
	foreign
	// malformed: its state is right, and it cannot be used.
	malformed
	// used: the attempt has its answer already.
	used
)

// accept judges the query of an answer and takes it, at most once. For what is
// malformed or foreign it also tells why.
func (a *attempt) accept(query string, held *heldPage) (verdict, string) {
	values, err := url.ParseQuery(query)
	state := values["state"]
	// The state is compared before anything else is looked at, in constant
	// time (RFC 9700 section 4.7.1).
	if len(state) != 1 || subtle.ConstantTimeCompare([]byte(state[0]), []byte(a.state)) != 1 {
		return a.count(values)
	}
	if err != nil {
		return malformed, "its query cannot be read"
	}
	d := delivery{page: held}
	if d.err = a.checkIssuer(values["iss"]); d.err == nil {
		for name, list := range values {
			// Parameters must not be repeated (RFC 6749 section 3.1).
			if len(list) > 1 {
				return malformed, "it repeats the parameter " + strconv.Quote(clean(a.rec, name, 40))
			}
		}
		d.code = values.Get("code")
		switch {
		case values.Get("error") != "":
			d.code, d.err = "", authorizationError(values)
		case d.code == "":
			return malformed, "it has neither a code nor an error"
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.taken {
		return used, ""
	}
	a.taken = true
	// Only the code that is used is registered as a secret: what strangers
	// send is never written down, and would mask ordinary words.
	learn(a.rec, "code", d.code)
	a.answers <- d
	return accepted, ""
}

// checkIssuer compares iss by simple string comparison (RFC 9207 section 2.4).
func (a *attempt) checkIssuer(iss []string) error {
	want := a.client.Issuer
	switch {
	case len(iss) == 0 && a.client.IssParameter:
		return &IssuerError{Want: want, What: "redirect"}
	case len(iss) == 0, want == "" && len(iss) == 1:
		return nil
	case len(iss) > 1 || iss[0] != want:
		return &IssuerError{Want: want, Got: clean(a.rec, strings.Join(iss, " and "), 300), What: "redirect"}
	}
	return nil
}

// count notes an answer that belongs to another sign-in. The first is told at
// once, the others when the attempt ends.
func (a *attempt) count(values url.Values) (verdict, string) {
	why := "its state is another's"
	if len(values["state"]) == 0 {
		why = "it has no state"
	}
	if e := values.Get("error"); e != "" {
		why += ", and it says error=" + allowed(e, 60)
	}
	a.mu.Lock()
	a.foreign++
	first := a.foreign == 1
	a.mu.Unlock()
	if first {
		a.rec.Note("An answer came that does not belong to this sign-in: %s. It is ignored; this sign-in goes on.", why)
	}
	return foreign, why
}

// summary notes how many foreign answers came, when more than the one that was
// noted at once.
func (a *attempt) summary() {
	a.mu.Lock()
	n := a.foreign
	a.mu.Unlock()
	if n > 1 {
		a.rec.Note("%d answers in all came from a foreign or old tab and were ignored.", n)
	}
}

// complain notes a malformed answer; after a few of them it says no more.
func (a *attempt) complain(why string) {
	a.mu.Lock()
	a.complaints++
	n := a.complaints
	a.mu.Unlock()
	if n <= maxComplaints {
		a.rec.Note("An answer came that cannot be used: %s. This sign-in goes on.", why)
	}
}

// maxComplaints bounds the notes about malformed answers.
const maxComplaints = 5

func (a *attempt) foreignCount() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.foreign
}

// authorizationError reads an error answer (RFC 6749 section 4.1.2.1).
func authorizationError(values url.Values) *AuthorizationError {
	e := &AuthorizationError{
		Code:        allowed(values.Get("error"), 100),
		Description: allowed(values.Get("error_description"), 1000),
		URI:         allowed(values.Get("error_uri"), 500),
		Subcode:     allowed(values.Get("error_subcode"), 100),
	}
	e.Codes = microsoftCodes(e.Description)
	return e
}

// allowed takes out the characters that an error may not hold: all but %x20-21,
// %x23-5B and %x5D-7E. What ends a line becomes a space.
func allowed(text string, n int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\n' || r == '\t':
			return ' '
		case r == '"':
			return '\''
		case r < ' ' || r > '~' || r == '\\':
			return -1
		}
		return r
	}, text)
	return cut(strings.Join(strings.Fields(text), " "), n)
}
