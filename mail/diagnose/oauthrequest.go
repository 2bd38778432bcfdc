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

// oauthWords are what providers and OAuth libraries say beside the codes.
var oauthWords = words(
	says("oauth.redirect_uri_mismatch", 0.93, "redirect uri mismatch"),
	says("oauth.redirect_uri_mismatch", 0.9, "redirect uri|redirection uri|redirect url|reply address|reply url|callback url|return url",
		"mismatch|does not match|doesnt match|not match|not registered|isnt registered|not allowed|whitelist|not valid|invalid|incorrect|no reply|not permitted|must match|unregistered|did not match|not configured|not listed|not associated|unauthorized|not found|not in the list|not in list|not one of|no reply address").
		but("response is missing|grant or refresh token|aadsts|oob|out of band|never|response missing"),
	says("oauth.redirect_uri_mismatch", 0.9, "specify a valid redirect|device name are required for private ip|raw ip addresses not allowed|non public domains not allowed|invalid redirect uri|redirect uri error"),
	says("oauth.redirect_uri_mismatch", 0.9, "no reply address|no redirect uri|missing redirect uri"),
	says("oauth.redirect_uri_mismatch", 0.94, "redirect uri", "can only be used by|not allowed for the web|web client type"),
	says("oauth.redirect_uri_mismatch", 0.85, "origin mismatch|no registered origin"),
	says("oauth.oob_blocked", 0.95, "oob|out of band", "block|deprecat|no longer|not supported|disabled|unsupported|not allowed|migrat|comply|policy|invalid request").but("redirect uri mismatch|web client type"),
	says("oauth.client_unknown", 0.94, "oauth client was not found|client was not found|deleted client|client has been deleted|disabled client|oauth client was deleted|oauth client not found"),
	says("oauth.client_unknown", 0.88, "client id|client identifier|application with identifier|clientid", "not found|invalid|unknown|does not exist|not registered|not recognized|unrecognized|wrong|braces|placeholder|your client id|not a valid|doesnt exist|no such|missing|empty").but("aadsts|client secret|secret id|missing client secret|redirect uri|grant type|tenant|resource owner|scope"),
	says("oauth.client_unknown", 0.85, "unknown client|no such client|client not found|no client with|client does not exist|client doesnt exist").but("no client authentication included"),
	says("oauth.client_secret_wrong", 0.92, "client secret", "invalid|wrong|incorrect|mismatch|does not match|bad |not match|secret id").but("aadsts|expired|missing|must contain|required|public client|not needed|neither"),
	says("oauth.client_secret_expired", 0.92, "client secret|secret key", "expired").but("aadsts|not expired"),
	says("oauth.client_secret_required", 0.92, "client secret is missing|missing client secret|client secret missing|no client secret|without client secret|client secret not provided|client secret was not|client secret must|must provide a client secret|client secret is required|requires a client secret"),
	says("oauth.client_secret_required", 0.88, "client authentication", "required|missing|not included|must be provided").but("unknown client|method|failed"),
	says("oauth.client_secret_not_allowed", 0.9, "client secret", "should not|must not|not allowed|cannot be|cant be|public client|neither").but("aadsts|must contain|required|missing"),
	says("oauth.app_misconfigured", 0.93, "single page application|spa |cross origin token|cross origin request", "redeem|token|client type|platform|only").but("aadsts"),
	says("oauth.app_misconfigured", 0.92, "token endpoint auth method|client secret post|client secret basic", "not allow|only|configured|registration|not support|mismatch|does not match|expected|unsupported|registered"),
	says("oauth.app_misconfigured", 0.9, "no support email|no application name|missing a project support email"),
	says("oauth.app_misconfigured", 0.85, "api has not been|api is not enabled|api not enabled|has not been used in project|misconfigured application|is disabled enable it|application is misconfigured"),
	says("oauth.app_misconfigured", 0.85, "entitlement|required resource access|permission ids|permission id", "invalid|no |not match|problem").but("aadsts"),
	says("oauth.client_unknown", 0.9, "your client id|client id here|client id placeholder"),
)
