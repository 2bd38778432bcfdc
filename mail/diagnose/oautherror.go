package diagnose

import (
	"strings"

	"mailknock/mail/wire"
)

// oauthErrors understands the error codes of RFC 6749, 8628 and OpenID
// Connect, with the words beside them.
func oauthErrors(s *scene, found emit) {
	for i, l := range s.lines {
		w := s.windows[i]
		for _, e := range oauthCodes {
			if strings.Contains(l.Words, e.code) && (e.code != " access denied" || s.oauthTopic(w)) {
				e.read(s, i, w, found)
			}
		}
	}
}

// oauthTopic tells whether a sentence is about signing in by OAuth.
func (s *scene) oauthTopic(w string) bool {
	return s.protocol == wire.OAuth || holds(w, alternatives("error access denied|error 403|oauth|authorization error|authorisation error|resource owner|consent|error description"))
}

// rfcWords are of RFC 6749's sentence about an invalid grant, which names every
// reason there is.
const rfcWords = "grant or refresh token|credentials or refresh token|grant authorization code resource owner"

func invalidGrant(s *scene, i int, w string, found emit) {
	if number(w) {
		return // Microsoft's number says more
	}
	switch {
	case has(w, "iat|timeframe|clock|issued in the future|short lived|system time|used too early|not yet valid"):
		found("oauth.clock_skew", 0.93, i)
	case has(w, "verifier|challenge|pkce"):
		found("oauth.pkce_failed", 0.93, i)
	case has(w, rfcWords):
		vague(s, i, found)
	case has(w, "redirect uri|redirection uri|redirect url"):
		found("oauth.redirect_uri_mismatch", 0.9, i)
	case has(w, "another client|different client|not issued to|issued to another|client mismatch|wrong client|issued for another|other client|client id mismatch|client doesnt match|clients dont match|client dont match|authorized client"):
		found("oauth.token_of_other_client", 0.93, i)
	case has(w, "user credentials|username or password|user name or password|invalid password|bad credentials|invalid login|wrong password|username and password|account is not fully set up|user disabled"):
		found("oauth.password_grant_rejected", 0.92, i)
	case has(w, "malformed auth|auth code|authorization code|authorisation code|code not valid|code is expired|code is invalid|code has|code was|invalid code|expired code|code expired|code already|code not found|already redeemed|already used|verification code|code or"):
		found("oauth.code_invalid", 0.92, i)
		found("oauth.redirect_uri_mismatch", 0.35, i)
	case has(w, "rapt"):
		// Google Workspace's session control wants the person again.
		found("oauth.refresh_token_expired", 0.8, i)
		found("oauth.mfa_required", 0.55, i)
		found("oauth.admin_policy", 0.5, i)
	case has(w, "session doesnt have required client"):
		// Keycloak, when the session of this client has ended and others go on.
		found("oauth.refresh_token_expired", 0.85, i)
		found("oauth.token_of_other_client", 0.6, i)
	case has(w, "expired or revoked|refresh token|revoked|session not active|not active|offline session|stale token|reuse exceeded|inactive|reauth|session|token expired|unsupported token|token is expired|token has expired"):
		found("oauth.refresh_token_expired", 0.92, i)
		found("oauth.token_of_other_client", 0.35, i)
	case has(w, "email or user id|account not found|user not found|not a valid email"):
		found("token.user_mismatch", 0.8, i)
	case has(w, "device code"):
		found("oauth.device_code_expired", 0.85, i)
	case anyNumber(w) && has(w, "conditional|compliant|device|policy|policies|location|risk"):
		// Microsoft says invalid_grant of whatever stops a sign-in.
		found("oauth.conditional_access", 0.75, i)
		found("oauth.mfa_required", 0.45, i)
	case anyNumber(w) && has(w, "consent"):
		found("oauth.consent_required", 0.75, i)
	case anyNumber(w) && has(w, "multi factor|multifactor|second factor|two factor|mfa|strong auth|strong authentication"):
		found("oauth.mfa_required", 0.75, i)
		found("oauth.conditional_access", 0.45, i)
	case has(w, "assertion|signature|jwt"):
		found("oauth.client_secret_wrong", 0.6, i)
		found("oauth.clock_skew", 0.5, i)
	default:
		vague(s, i, found)
	}
}

// vague is an invalid_grant that does not say what is wrong with the grant.
func vague(s *scene, i int, found emit) {
	generic := has(s.windows[i], rfcWords)
	switch {
	case s.grant == "code" || generic && s.grant != "refresh" && s.protocol == wire.OAuth:
		found("oauth.code_invalid", 0.7, i)
		found("oauth.redirect_uri_mismatch", 0.45, i)
		found("oauth.refresh_token_expired", 0.42, i)
		found("oauth.clock_skew", 0.38, i)
	case s.grant == "device":
		found("oauth.device_code_expired", 0.6, i)
		found("oauth.code_invalid", 0.4, i)
	case s.grant == "password":
		found("oauth.password_grant_rejected", 0.7, i)
	case s.grant == "assertion" || s.grant == "client":
		found("oauth.clock_skew", 0.55, i)
		found("oauth.client_secret_wrong", 0.4, i)
	default:
		found("oauth.refresh_token_expired", 0.72, i)
		found("oauth.token_of_other_client", 0.42, i)
		found("oauth.code_invalid", 0.4, i)
		found("oauth.clock_skew", 0.33, i)
	}
}

func invalidScope(s *scene, i int, w string, found emit) {
	if number(w) {
		return
	}
	if has(w, "device code|device flow|device authorization|limited input|for device") {
		found("oauth.flow_not_allowed", 0.93, i)
		found("oauth.scope_invalid", 0.6, i)
		return
	}
	found("oauth.scope_invalid", 0.9, i)
}

func accessDenied(s *scene, i int, w string, found emit) {
	if number(w) {
		return
	}
	switch {
	case has(w, "verification process|being tested|tester|test user|unverified|verified by google|not verified"):
		found("oauth.app_not_verified", 0.95, i)
	case has(w, "consent required|not consented|admin consent|admin approval"):
		found("oauth.consent_required", 0.9, i)
	case has(w, "admin|policy|organization|organisation|not assigned|blocked"):
		found("oauth.admin_policy", 0.85, i)
	case has(w, "403"):
		found("oauth.app_not_verified", 0.72, i)
		found("oauth.access_denied", 0.5, i)
		found("oauth.admin_policy", 0.45, i)
	default:
		found("oauth.access_denied", 0.85, i)
		if s.provider == "google" {
			found("oauth.app_not_verified", 0.45, i)
		}
	}
}

func interaction(s *scene, i int, w string, found emit) {
	if number(w) {
		return
	}
	switch {
	case has(w, "silent|login hint|cache|no account"):
		// A library that was to renew without a person, and has nothing for it.
		found("oauth.refresh_token_expired", 0.7, i)
		found("oauth.mfa_required", 0.5, i)
	case has(w, "consent"):
		found("oauth.consent_required", 0.85, i)
	case has(w, "conditional|device|compliant|policy"):
		found("oauth.conditional_access", 0.8, i)
	default:
		found("oauth.mfa_required", 0.66, i)
		found("oauth.refresh_token_expired", 0.5, i)
		found("oauth.conditional_access", 0.48, i)
		found("oauth.consent_required", 0.4, i)
	}
}

// login is an authorization without a page that found nobody signed in (OpenID
// Connect Core section 3.1.2.6).
func login(_ *scene, i int, w string, found emit) {
	if !number(w) {
		found("oauth.refresh_token_expired", 0.66, i)
		found("oauth.mfa_required", 0.5, i)
	}
}

func consent(_ *scene, i int, w string, found emit) {
	if !number(w) {
		found("oauth.consent_required", 0.88, i)
	}
}
