package sandbox

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// authRequest is a checked authorization request (RFC 6749 section 4.1.1).
type authRequest struct {
	clientID, redirectURI  string
	state, nonce, hint     string
	challenge              string
	scopes                 []string
	offline, promptsNobody bool
	// device is the device code of a device that waits; empty: a browser does.
	device string
}

// authError goes back to the program in the redirect (RFC 6749 section
// 4.1.2.1).
type authError struct{ code, description string }

// parseAuthRequest checks a request. fatal is for the person alone: there is
// nowhere that the browser may be sent.
func parseAuthRequest(query url.Values) (r authRequest, fatal string, refused *authError) {
	r = authRequest{
		clientID: query.Get("client_id"), redirectURI: query.Get("redirect_uri"), state: query.Get("state"),
		nonce: query.Get("nonce"), hint: query.Get("login_hint"), challenge: query.Get("code_challenge"),
		offline: query.Get("access_type") == "offline",
	}
	switch {
	case len(query["client_id"]) != 1 || r.clientID != clientID && r.clientID != appID:
		return r, fmt.Sprintf("The client id is not known. The sandbox's is %s.", clientID), nil
	case len(query["redirect_uri"]) != 1 || !loopbackRedirect(r.redirectURI):
		return r, "The redirect_uri must lead to this computer: http://127.0.0.1:PORT, http://[::1]:PORT or http://localhost:PORT.", nil
	}
	for name, values := range query {
		if len(values) > 1 {
			return r, "", &authError{"invalid_request", "the parameter " + name + " is repeated"}
		}
	}
	r.scopes = slices.Compact(slices.Sorted(slices.Values(strings.Fields(query.Get("scope")))))
	for _, scope := range r.scopes {
		if !knownScope(scope) {
			return r, "", &authError{"invalid_scope", "the scope " + scope + " is not known"}
		}
	}
	if r.offline && !slices.Contains(r.scopes, "offline_access") {
		r.scopes = append(r.scopes, "offline_access")
	}
	r.promptsNobody = query.Get("prompt") == "none"
	switch {
	case query.Get("response_type") != "code":
		return r, "", &authError{"unsupported_response_type", "only response_type=code is known"}
	case len(r.scopes) == 0:
		return r, "", &authError{"invalid_scope", "no scope is asked for"}
	case query.Get("response_mode") != "" && query.Get("response_mode") != "query":
		return r, "", &authError{"invalid_request", "only response_mode=query is known"}
	case query.Has("request") || query.Has("request_uri"):
		return r, "", &authError{"request_not_supported", "request objects are not known"}
	case query.Get("code_challenge_method") != "S256":
		return r, "", &authError{"invalid_request", "PKCE with code_challenge_method=S256 is required"}
	case len(r.challenge) != 43 || !onlyUnreserved(r.challenge):
		return r, "", &authError{"invalid_request", "the code_challenge is not a SHA-256 in base64url"}
	}
	return r, "", nil
}

// loopbackRedirect tells whether a URI leads to a port of this computer (RFC
// 8252 section 7.3).
func loopbackRedirect(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" || u.User != nil || u.Opaque != "" || strings.Contains(text, "#") || u.Port() == "" {
		return false
	}
	host := u.Hostname()
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip == netip.AddrFrom4([4]byte{127, 0, 0, 1}) || ip == netip.IPv6Loopback())
}

// authorize is the authorization endpoint.
func (w *web) authorize(rw http.ResponseWriter, r *http.Request) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		w.show(rw, http.StatusBadRequest, page{Title: "This sign-in cannot go on", Text: "The address cannot be read."})
		return
	}
	request, fatal, refused := parseAuthRequest(query)
	f := w.box.fault.Load()
	switch {
	case fatal != "":
		w.show(rw, http.StatusBadRequest, page{Title: "This sign-in cannot go on", Text: fatal})
	case refused != nil:
		w.goBack(rw, r, request, url.Values{"error": {refused.code}, "error_description": {refused.description}})
	case f.authorize != nil && f.authorize.blocked != "", w.box.options.AutoConsent:
		w.finish(rw, r, request, f, f.accounts(request.hint)[0], true)
	case request.promptsNobody:
		w.goBack(rw, r, request, url.Values{"error": {"interaction_required"}, "error_description": {"the sandbox asks before each sign-in"}})
	default:
		w.ask(rw, request, f)
	}
}

// finish sends the browser back with what was decided, or with what the fault
// makes of it.
func (w *web) finish(rw http.ResponseWriter, r *http.Request, request authRequest, f *fault, who *person, allowed bool) {
	if request.device != "" {
		w.finishDevice(rw, request, f, who, allowed)
		return
	}
	answer := url.Values{}
	switch {
	case f.authorize != nil && f.authorize.blocked != "":
		w.show(rw, http.StatusForbidden, page{Title: "This app is blocked", Text: f.authorize.blocked})
		return
	case f.authorize != nil:
		answer.Set("error", f.authorize.code)
		answer.Set("error_description", f.authorize.description)
	case !allowed:
		answer.Set("error", "access_denied")
		answer.Set("error_description", "The user denied the request")
	default:
		answer.Set("code", w.box.store.newCode(request, who))
	}
	w.goBack(rw, r, request, answer)
}

// goBack redirects to the program: by GET, also after a form (RFC 9700 section
// 4.12), and with the issuer (RFC 9207).
func (w *web) goBack(rw http.ResponseWriter, r *http.Request, request authRequest, answer url.Values) {
	u, err := url.Parse(request.redirectURI)
	if err != nil {
		w.show(rw, http.StatusBadRequest, page{Title: "This sign-in cannot go on", Text: "The redirect_uri cannot be read."})
		return
	}
	query := u.Query()
	for name, values := range answer {
		query[name] = values
	}
	query.Set("iss", w.issuer)
	if request.state != "" {
		query.Set("state", request.state)
	}
	u.RawQuery = query.Encode()
	http.Redirect(rw, r, u.String(), http.StatusSeeOther)
}
