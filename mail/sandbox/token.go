package sandbox

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// oauthError is the body of a refusal (RFC 6749 section 5.2), with what
// Microsoft adds.
type oauthError struct {
	Code        string `json:"error"`
	Description string `json:"error_description,omitempty"`
	Numbers     []int  `json:"error_codes,omitempty"`
	Timestamp   string `json:"timestamp,omitempty"`
	Trace       string `json:"trace_id,omitempty"`
	Correlation string `json:"correlation_id,omitempty"`
	URI         string `json:"error_uri,omitempty"`
	Suberror    string `json:"suberror,omitempty"`
}

// The ids that Microsoft puts into an error, for whoever asks its support.
const (
	traceID       = "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0"
	correlationID = "9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d"
)

// form reads a request to the token, device or revocation endpoint, and tells
// which app it is from: nil for a service account's, which says so itself. It
// answers and gives false when there is something wrong with it.
func (w *web) form(rw http.ResponseWriter, r *http.Request) (*registration, bool) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, refuse(rw, 400, "invalid_request", "the body must be application/x-www-form-urlencoded")
	}
	if err := r.ParseForm(); err != nil {
		return nil, refuse(rw, 400, "invalid_request", "the form cannot be read")
	}
	for name, values := range r.PostForm {
		if len(values) > 1 {
			return nil, refuse(rw, 400, "invalid_request", "the parameter "+name+" is repeated")
		}
	}
	if f := w.box.fault.Load(); f.token != nil && r.URL.Path == tokenPath {
		w.refuseAs(rw, *f.token, r.PostForm.Get("client_id"))
		return nil, false
	}
	if r.PostForm.Get("grant_type") == jwtBearer && r.URL.Path == tokenPath {
		return nil, true
	}
	app, wrong := w.authenticated(r.PostForm, r.Header.Get("Authorization"))
	if wrong != "" {
		return nil, refuse(rw, 401, "invalid_client", wrong)
	}
	return app, true
}

func refuse(rw http.ResponseWriter, status int, code, description string) bool {
	writeJSON(rw, status, oauthError{Code: code, Description: description})
	return false
}

// refuseAs refuses in the words of a fault.
func (w *web) refuseAs(rw http.ResponseWriter, t tokenRefusal, client string) {
	e := oauthError{Code: t.code, Description: t.description}
	if strings.Contains(t.description, "%[1]s") {
		e.Description = fmt.Sprintf(t.description, client)
	}
	if t.number != 0 {
		e.Timestamp = w.box.options.Now().UTC().Format("2006-01-02 15:04:05Z")
		e.Description = fmt.Sprintf("AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s", t.number, e.Description, traceID, correlationID, e.Timestamp)
		e.Numbers, e.Trace, e.Correlation, e.Suberror = []int{t.number}, traceID, correlationID, t.suberror
		e.URI = fmt.Sprintf("https://login.microsoftonline.com/error?code=%d", t.number)
	}
	writeJSON(rw, t.status, e)
}

// token is the token endpoint.
func (w *web) token(rw http.ResponseWriter, r *http.Request) {
	app, ok := w.form(rw, r)
	if !ok {
		return
	}
	switch r.PostForm.Get("grant_type") {
	case "authorization_code":
		w.exchange(rw, r)
	case "refresh_token":
		w.renew(rw, r)
	case deviceGrant:
		w.deviceToken(rw, r, app)
	case "client_credentials":
		w.appToken(rw, r, app)
	case jwtBearer:
		w.bearer(rw, r)
	case "":
		refuse(rw, 400, "invalid_request", "the grant_type is missing")
	default:
		refuse(rw, 400, "unsupported_grant_type", "the grant_type is not known")
	}
}

// exchange gives tokens for a code.
func (w *web) exchange(rw http.ResponseWriter, r *http.Request) {
	form := r.PostForm
	c, wrong := w.box.store.redeem(form.Get("code"), form.Get("client_id"), form.Get("redirect_uri"), form.Get("code_verifier"))
	if wrong != "" {
		refuse(rw, 400, "invalid_grant", wrong)
		return
	}
	scopes := c.request.scopes
	w.grant(rw, grant{User: c.person.Address, Client: c.request.clientID, Scopes: scopes, Family: c.family}, scopes, c.request.nonce)
}

// renew gives tokens for a refresh token, and a new one of those.
func (w *web) renew(rw http.ResponseWriter, r *http.Request) {
	f := w.box.fault.Load()
	if f.play == playRevokedRefresh {
		refuse(rw, 400, "invalid_grant", "Token has been expired or revoked.")
		return
	}
	g, err := parseRefresh(r.PostForm.Get("refresh_token"))
	now := w.box.options.Now().Unix()
	switch {
	case err != nil:
		refuse(rw, 400, "invalid_grant", "the refresh token is not known")
		return
	case g.Client != r.PostForm.Get("client_id"):
		refuse(rw, 400, "invalid_grant", "the refresh token belongs to another client")
		return
	case findPerson(g.User) == nil, now-g.Issued >= int64(refreshLifetime.Seconds()):
		refuse(rw, 400, "invalid_grant", "the refresh token has expired")
		return
	}
	scopes := g.Scopes
	if asked := strings.Fields(r.PostForm.Get("scope")); len(asked) > 0 {
		for _, scope := range asked {
			if !slices.Contains(g.Scopes, scope) {
				refuse(rw, 400, "invalid_scope", "the scope was never granted")
				return
			}
		}
		scopes = asked
	}
	if !w.box.store.spend(g) {
		refuse(rw, 400, "invalid_grant", "the refresh token was used before or revoked")
		return
	}
	w.grant(rw, g, scopes, "")
}

func (w *web) grant(rw http.ResponseWriter, g grant, scopes []string, nonce string) {
	a, err := w.box.store.issue(g, scopes, w.box.fault.Load(), nonce)
	if err != nil {
		refuse(rw, 500, "server_error", "the token could not be made")
		return
	}
	writeJSON(rw, http.StatusOK, a)
}

// revoke is the revocation endpoint: it says yes to every token, known or not
// (RFC 7009 section 2.2).
func (w *web) revoke(rw http.ResponseWriter, r *http.Request) {
	if _, ok := w.form(rw, r); !ok {
		return
	}
	token := r.PostForm.Get("token")
	if token == "" {
		refuse(rw, 400, "invalid_request", "the token is missing")
		return
	}
	s := w.box.store
	s.mu.Lock()
	if t, ok := s.access[token]; ok {
		delete(s.access, token)
		s.revokeFamily(t.family)
	} else if g, err := parseRefresh(token); err == nil {
		s.revokeFamily(g.Family)
	}
	s.mu.Unlock()
	rw.WriteHeader(http.StatusOK)
}
