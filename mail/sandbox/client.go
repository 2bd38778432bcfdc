package sandbox

import (
	"crypto/subtle"
	"net/url"
)

// registration is an app that the OAuth server knows.
type registration struct {
	id, name string
	// secret is empty for a public app. key proves a confidential one as well.
	secret string
	key    *appKey
}

// clients are the registered apps: a public one, as a program on somebody's
// desk is, and a confidential one, as a service is.
type clients struct{ public, app registration }

const (
	appID   = "7c3f0a61-5a4d-4b0c-9a3e-1d2c3b4a5968"
	appName = "Mailknock service"
	// appObjectID is the app's service principal, in Microsoft's words.
	appObjectID = "e0b7d4a2-5a4d-4b0c-8f1e-99a8b7c6d5e4"
)

func (c *clients) find(id string) *registration {
	switch id {
	case c.public.id:
		return &c.public
	case c.app.id:
		return &c.app
	}
	return nil
}

// AppID gives the client ID of the confidential app, which may sign in for
// itself.
func (s *Sandbox) AppID() string { return appID }

// AppSecret gives its secret, which lives as long as the sandbox.
func (s *Sandbox) AppSecret() string { return s.clients.app.secret }

// AppKeyPEM gives its private key (PKCS#8) and certificate, which can take the
// secret's place (RFC 7523).
func (s *Sandbox) AppKeyPEM() []byte { return append([]byte(nil), s.clients.app.key.pem...) }

// AppScope gives what the app asks for when it signs in for itself: all that
// it is allowed, in Microsoft's way.
func (s *Sandbox) AppScope() string { return defaultScope }

// authenticated finds the app that a form is from. wrong says why it is not
// believed (RFC 6749 section 2.3, RFC 7523 section 3).
func (w *web) authenticated(form url.Values, header string) (app *registration, wrong string) {
	app = w.box.clients.find(form.Get("client_id"))
	proven := header != "" || form.Has("client_secret") || form.Has("client_assertion")
	switch {
	case app == nil:
		return nil, "the client_id is not known"
	case header != "", form.Has("client_secret") && form.Has("client_assertion"):
		return nil, "the client proves itself with one of client_secret and client_assertion, in the form"
	case app.secret == "" && proven:
		return nil, "the client is public: it has no secret"
	case app.secret == "":
		return app, ""
	case form.Has("client_secret"):
		if subtle.ConstantTimeCompare([]byte(form.Get("client_secret")), []byte(app.secret)) != 1 {
			return nil, "the client_secret is wrong"
		}
		return app, ""
	case form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer":
		return nil, "the client must prove itself: its client_secret or a client_assertion is missing"
	}
	return app, w.checkAssertion(form.Get("client_assertion"), app)
}

// checkAssertion tells what is wrong with a client assertion (RFC 7523 section
// 3).
func (w *web) checkAssertion(text string, app *registration) string {
	a, wrong := readAssertion(text, app.key.public)
	if wrong != "" {
		return "the client_assertion is not good: " + wrong
	}
	if a.header.Thumbprint != "" && a.header.Thumbprint != app.key.thumbprint {
		return "the client_assertion is not good: its x5t#S256 is another certificate's"
	}
	if a.Issuer != app.id || a.Subject != app.id {
		return "the client_assertion is not good: iss and sub must be the client_id"
	}
	if a.Audience != w.issuer && a.Audience != w.issuer+tokenPath {
		return "the client_assertion is not good: aud must be the issuer or the token endpoint"
	}
	now := w.box.options.Now().Unix()
	if wrong := a.times(now, 600); wrong != "" {
		return "the client_assertion is not good: " + wrong
	}
	if a.ID == "" || !w.box.store.firstUse(a.ID, a.Expires) {
		return "the client_assertion is not good: its jti is missing or was used before"
	}
	return ""
}
