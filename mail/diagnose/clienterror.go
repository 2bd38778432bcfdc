package diagnose

// invalidClient understands what is wrong with the client's id or secret.
func invalidClient(s *scene, i int, w string, found emit) {
	if number(w) {
		return
	}
	switch {
	case has(w, "auth method|authentication method|token endpoint auth"):
		// RFC 6749 names "unsupported authentication method" in its words for any
		// failure of the client.
		if has(w, "does not allow|not allow|only support|configured|not match|mismatch|requested was") || !has(w, "no client authentication included") && has(w, "not supported|unsupported method|registered") {
			found("oauth.app_misconfigured", 0.93, i)
			found("oauth.client_secret_wrong", 0.5, i)
			return
		}
		found("oauth.client_secret_wrong", 0.6, i)
		found("oauth.client_unknown", 0.55, i)
		found("oauth.app_misconfigured", 0.5, i)
	case has(w, "registered origin|origin mismatch|javascript origin|authorized origin"):
		found("oauth.redirect_uri_mismatch", 0.8, i)
		found("oauth.app_misconfigured", 0.76, i)
	case has(w, "support email|application name|consent screen"):
		// The consent screen of the project is not filled in.
		found("oauth.app_misconfigured", 0.92, i)
		found("oauth.client_unknown", 0.5, i)
	case has(w, "only clients of type|use an appropriate client|not allowed for this client type|client type"):
		found("oauth.flow_not_allowed", 0.92, i)
		found("oauth.client_unknown", 0.5, i)
	case has(w, "secret") && has(w, "expired"):
		found("oauth.client_secret_expired", 0.93, i)
	case has(w, "client secret|client credentials|credentials") && has(w, "missing|must contain|must include|must provide|include a|required|not provided|not present|not given|no client"):
		found("oauth.client_secret_required", 0.92, i)
	case has(w, "should be presented|not allowed to use a secret|public client|cant send|cannot send|must not"):
		found("oauth.client_secret_not_allowed", 0.85, i)
	case has(w, "was not found|not found|does not exist|unknown client|no client|deleted|no such client|client is disabled|not registered|doesnt exist|unrecognized|invalid client id|could not find"):
		found("oauth.client_unknown", 0.92, i)
	case has(w, "secret"):
		found("oauth.client_secret_wrong", 0.92, i)
	case has(w, "unauthorized") && s.grant == "refresh":
		found("oauth.token_of_other_client", 0.62, i)
		found("oauth.client_secret_wrong", 0.6, i)
		found("oauth.client_unknown", 0.5, i)
	case has(w, "unauthorized") && s.provider == "google":
		// Google's word for a wrong secret, and for a refresh token that another
		// client got. For an unknown client it says that it was not found.
		found("oauth.client_secret_wrong", 0.66, i)
		found("oauth.token_of_other_client", 0.5, i)
		found("oauth.client_unknown", 0.46, i)
	default:
		secret, unknown := 0.66, 0.6
		if s.provider == "google" {
			unknown = 0.68 // a wrong secret is called so
		}
		found("oauth.client_secret_wrong", secret, i)
		found("oauth.client_unknown", unknown, i)
		if s.grant == "refresh" {
			found("oauth.token_of_other_client", 0.45, i)
		}
		found("oauth.app_misconfigured", 0.42, i)
	}
}

// unauthorizedClient understands a client that may not do this.
func unauthorizedClient(s *scene, i int, w string, found emit) {
	if number(w) {
		return
	}
	switch {
	case has(w, "enabled for consumers|personal account|microsoft account"):
		found("oauth.tenant_wrong", 0.93, i)
	case has(w, "service principal"):
		found("oauth.client_unknown", 0.8, i)
		found("oauth.tenant_wrong", 0.6, i)
		found("oauth.consent_required", 0.5, i)
	case has(w, "using this method|not allowed to initiate|direct access grants|not enabled for"), has(w, "grant type|response type|flow|method") && has(w, "not allowed|unsupported|not authorized|not permitted|disabled|not enabled|not supported"):
		found("oauth.flow_not_allowed", 0.92, i)
	case has(w, "redirect uri"):
		found("oauth.redirect_uri_mismatch", 0.8, i)
	case has(w, "access not configured|policy|admin"):
		found("oauth.admin_policy", 0.85, i)
	case has(w, "invalid client|client credentials|client secret"):
		found("oauth.client_secret_wrong", 0.7, i)
		found("oauth.client_unknown", 0.66, i)
	case has(w, "not found|does not exist|unknown|doesnt exist|not enabled for consumers"):
		if has(w, "consumers|personal|microsoft account") {
			found("oauth.tenant_wrong", 0.85, i)
		}
		found("oauth.client_unknown", 0.8, i)
	case has(w, "scope"):
		found("oauth.scope_invalid", 0.6, i)
		found("oauth.flow_not_allowed", 0.5, i)
	case s.grant == "code" || s.grant == "device":
		found("oauth.flow_not_allowed", 0.7, i)
		found("oauth.token_of_other_client", 0.5, i)
	default:
		found("oauth.token_of_other_client", 0.72, i)
		found("oauth.flow_not_allowed", 0.55, i)
		found("oauth.client_secret_wrong", 0.5, i)
	}
}
