package sandbox

// authorizeEnd is how the authorization endpoint ends instead of with a code.
type authorizeEnd struct {
	// code and description go back to the program in the redirect.
	code, description string
	// blocked is a sentence for a page that never redirects; empty: redirect.
	blocked string
}

// tokenRefusal is how the token endpoint ends. %[1]s in the description stands
// for the client id.
type tokenRefusal struct {
	status            int
	code, description string
	// number is Microsoft's AADSTS number; 0: another provider's words.
	number   int
	suberror string
}

// grantFaults are met while signing in.
var grantFaults = []fault{
	{
		Fault:     Fault{ID: "consent-denied", Title: "You press Deny", Protocols: onAll, Cause: "oauth.access_denied"},
		authorize: &authorizeEnd{code: "access_denied", description: "The user denied the request"},
	},
	{
		Fault: Fault{ID: "app-not-verified", Title: "The app is not verified, and you are no test user", Provider: "google", Protocols: onAll, Cause: "oauth.app_not_verified"},
		authorize: &authorizeEnd{code: "access_denied", description: "Mailknock has not completed the Google verification process. " +
			"The app is currently being tested, and can only be accessed by developer-approved testers. If you think you should have access, contact the developer."},
	},
	{
		Fault: Fault{ID: "redirect-never-comes", Title: "The browser never comes back", Provider: "google", Protocols: onAll, Cause: "oauth.redirect_not_received"},
		authorize: &authorizeEnd{blocked: "This app tried to access sensitive info in your account. " +
			"To keep your account safe, this access is blocked."},
	},
	{
		Fault: Fault{ID: "consent-required", Title: "Nobody has consented to the app", Provider: "microsoft", Protocols: onAll, Cause: "oauth.consent_required"},
		token: &tokenRefusal{status: 400, code: "invalid_grant", number: 65001, suberror: "consent_required", description: "The user or administrator has not consented " +
			"to use the application with ID '%[1]s' named 'Mailknock'. Send an interactive authorization request for this user and resource."},
	},
	{
		Fault: Fault{ID: "mfa-required", Title: "A second factor is required", Provider: "microsoft", Protocols: onAll, Cause: "oauth.mfa_required"},
		token: &tokenRefusal{status: 400, code: "invalid_grant", number: 50076, suberror: "basic_action", description: "Due to a configuration change made by your administrator, " +
			"or because you moved to a new location, you must use multi-factor authentication to access '00000002-0000-0ff1-ce00-000000000000'."},
	},
	{
		Fault: Fault{ID: "conditional-access", Title: "A policy blocks this device or place", Provider: "microsoft", Protocols: onAll, Cause: "oauth.conditional_access"},
		token: &tokenRefusal{status: 400, code: "invalid_grant", number: 53003, suberror: "message_only", description: "Access has been blocked by Conditional Access policies. " +
			"The access policy does not allow token issuance."},
	},
	{
		Fault: Fault{ID: "client-secret-wrong", Title: "The client secret is wrong", Provider: "microsoft", Protocols: onAll, Cause: "oauth.client_secret_wrong"},
		token: &tokenRefusal{status: 401, code: "invalid_client", number: 7000215, description: "Invalid client secret provided. Ensure the secret being sent in the request " +
			"is the client secret value, not the client secret ID, for a secret added to app '%[1]s'."},
	},
	{
		Fault: Fault{ID: "client-unknown", Title: "The client id is not known", Provider: "microsoft", Protocols: onAll, Cause: "oauth.client_unknown"},
		token: &tokenRefusal{status: 400, code: "unauthorized_client", number: 700016, description: "Application with identifier '%[1]s' was not found in the directory 'Sandbox'. " +
			"This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. " +
			"You may have sent your authentication request to the wrong tenant."},
	},
	{
		Fault: Fault{ID: "clock-skew", Title: "The clocks differ by ten minutes", Provider: "google", Protocols: onAll, Cause: "oauth.clock_skew"},
		play:  playClockSkew,
		token: &tokenRefusal{status: 400, code: "invalid_grant", description: "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. " +
			"Check your iat and exp values in the JWT claim."},
	},
	{
		Fault: Fault{ID: "refresh-revoked", Title: "The refresh token was revoked", Provider: "google", Protocols: onAll, Cause: "oauth.refresh_token_expired"},
		play:  playRevokedRefresh, shape: briefToken,
	},
	{
		Fault: Fault{ID: "no-refresh-token", Title: "There is no refresh token", Provider: "google", Protocols: onAll, Cause: "oauth.no_refresh_token", Passes: true},
		play:  playNoRefresh,
	},
}
