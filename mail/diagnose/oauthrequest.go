package diagnose

import "mailknock/mail/wire"

// invalidRequest understands an invalid_request by the parameter that it is
// about.
func invalidRequest(s *scene, i int, w string, found emit) {
	if number(w) || has(w, "status invalid request") {
		return
	}
	switch {
	case has(w, "user audience|microsoft account users|consumer|multi tenant"):
		found("oauth.tenant_wrong", 0.93, i)
	case has(w, "parameter client id"):
		found("oauth.client_unknown", 0.95, i)
	case has(w, "oob|out of band"):
		found("oauth.oob_blocked", 0.93, i)
	case has(w, "verifier|challenge|pkce"):
		found("oauth.pkce_failed", 0.93, i)
	case has(w, "client secret|client assertion"):
		found("oauth.client_secret_required", 0.9, i)
	case has(w, "redirect uri|redirect url|redirection"):
		found("oauth.redirect_uri_mismatch", 0.88, i)
	case has(w, "scope"):
		found("oauth.scope_invalid", 0.8, i)
	case has(w, "refresh token"):
		found("oauth.no_refresh_token", 0.7, i)
		found("oauth.refresh_token_expired", 0.6, i)
	case has(w, "client id"):
		found("oauth.client_unknown", 0.8, i)
	case has(w, "authorization code|parameter code|invalid code|code parameter"):
		found("oauth.code_invalid", 0.8, i)
	case has(w, "grant type|response type"):
		found("oauth.flow_not_allowed", 0.75, i)
	case has(w, "comply with google|loopback|secure app|oauth 2.0 policy"):
		found("oauth.oob_blocked", 0.6, i)
		found("oauth.redirect_uri_mismatch", 0.55, i)
		found("oauth.app_not_verified", 0.4, i)
	case s.protocol != wire.OAuth && s.oauth:
		// A mail client that could not renew its token.
		found("oauth.no_refresh_token", 0.5, i)
		found("oauth.refresh_token_expired", 0.46, i)
		found("oauth.app_misconfigured", 0.4, i)
	case s.protocol == wire.OAuth:
		found("oauth.app_misconfigured", 0.36, i)
		found("oauth.scope_invalid", 0.34, i)
		found("oauth.redirect_uri_mismatch", 0.33, i)
	}
}
