package diagnose

import "mailknock/mail/wire"

// grantWords are what goes wrong with codes, refresh tokens, PKCE, state and
// clocks.
var grantWords = words(
	says("oauth.refresh_token_expired", 0.92, "refresh token|refreshtoken", "expired|revoked|invalid|inactive|not active|unknown|not found|reuse|stale|no longer valid|unused|is dead|not valid|rejected|already used").
		but("aadsts|invalid client|unauthorized client|invalid request|grant or refresh token|another client|different client|not issued|missing|no refresh token|does not belong|code verifier|code was already|use an existing refresh|grant types|access token expired refresh|access token has expired refresh|successfully|obtained|got new|not returned"),
	says("oauth.refresh_token_expired", 0.94, "token has been expired or revoked|expired or revoked"),
	says("oauth.refresh_token_expired", 0.8, "sign in again|reauthorize|re authorize|reauthenticate|re authenticate|reauthentication|re consent|log in again", "token|session|grant|credential", "expired|revoked|invalid|no longer|required|ended").but("aadsts"),
	says("oauth.refresh_token_expired", 0.85, "session not active|offline session|session doesnt exist|session no longer|stale token|sso session|offline user session"),
	says("oauth.token_of_other_client", 0.92, "refresh token|token|grant", "another client|different client|other client|not issued to|issued to another|client mismatch|not issued for this client|does not belong|issued for a different|different client id|new client id|other client id").
		but("aadsts|grant or refresh token|audience|grant is invalid"),
	says("oauth.code_invalid", 0.92, "authorization code|authorisation code|auth code|authorization grant|authcode", "malformed|expired|redeemed|already|invalid|used|not valid|not found|one time|mangled|truncat|incorrect|missing|unknown").
		but("aadsts|verifier|challenge|grant or refresh token|grant type|refresh token or|unsupported|authorization grant type|code flow|response is missing|used to exchange|will be used|pkce|resource owner|exchange the authorization code"),
	says("oauth.code_invalid", 0.9, "malformed auth code|code already redeemed|code was already|code has already|code has expired|invalid authorization code|code not valid").but("device|user code|aadsts"),
	says("oauth.code_invalid", 0.85, "invalid code").on(wire.OAuth).but("verifier|challenge|client|device|user code|secret|refresh"),
	says("oauth.code_invalid", 0.6, "request is malformed|malformed or invalid").on(wire.OAuth).but("aadsts"),
	says("oauth.device_code_expired", 0.92, "device code|user code|device authorization|device flow|device login", "expired|timed out|timeout|no longer valid|too late|took too long").but("aadsts"),
	says("oauth.device_code_expired", 0.88, "verification code expired|verification code has expired").but("email|sms|aadsts"),
	says("oauth.device_code_expired", 0.8, "expired token").when(func(s *scene) bool {
		return s.grant == "device" || s.protocol == wire.OAuth && !s.any("refresh|revoked|access token|invalid grant")
	}),
	says("oauth.device_code_expired", 0.8, "code expired|code has expired|code you entered", "expired").when(func(s *scene) bool { return s.grant == "device" }),
	says("oauth.pkce_failed", 0.92, "code verifier|code challenge|pkce|proof key for code exchange|verifier", "missing|invalid|required|fail|mismatch|not match|did not match|not needed|wrong|incorrect|must|not equal|does not|cannot|enforce|bad").
		but("aadsts|ssl|certificate|captcha|generating|generated code verifier"),
	says("oauth.state_mismatch", 0.93, "state|csrf|nonce", "mismatch|not equal|does not match|invalid state|differs|different|doesnt match|did not match|csrf warning|unexpected|bad state|wrong state|incorrect state|unknown state|state invalid|state parameter").
		but("ssl|protocol state|bad sequence|invalid state transition|connection state|state machine|device state|redirect uri mismatch|response is missing").when(func(s *scene) bool {
		return s.protocol == wire.OAuth || s.any("oauth|csrf|mismatching state|authorization response|redirect|callback")
	}),
	says("oauth.state_mismatch", 0.9, "csrf detected|authorization request not found|mismatching state|state mismatch|state missmatch|invalid state parameter"),
	says("oauth.clock_skew", 0.92, "iat |timeframe|time frame|clock|system time|time range|used too early|issued in the future|too far in|computer clock|server time|time skew|clock skew|not yet valid|time is wrong|out of sync",
		"jwt|token|assertion|claim|credential|request|oauth|id token|differ|grant").but("aadsts|certificate|within 60|clock is fine|ntp synchron|in sync|token expired"),
	says("oauth.clock_skew", 0.75, "clock|system time|local time|time zone", "wrong|off by|behind|ahead|skew|incorrect|drift|out of sync").but("certificate valid|synchronized"),
	says("oauth.no_refresh_token", 0.93, "no refresh token|without a refresh token|without refresh token|refresh token is missing|missing refresh token|refresh token missing|no refreshtoken|refresh token not|refresh token is null|refresh token undefined|refresh token is empty|refresh token null|refresh token none|missing required parameter refresh token|did not return a refresh|not return a refresh|doesnt return a refresh|does not include a refresh|refresh token is not|lacks a refresh token|missing fields refresh token|need a refresh token|refresh token is undefined|empty refresh token|not contain a refresh|necessary fields need to refresh|cannot refresh|refresh token field is required|refresh token was not|refresh token must be|key error refresh token|not passed refresh token|specify refresh token|undefined index refresh token|undefined array key refresh token").
		but("not valid|not active|expired|not found|revoked|not issued|not match|not allowed"),
	says("oauth.no_refresh_token", 0.94, "refresh token is not set|refresh token not set|refresh token is unset|refresh token has not been set"),
	says("oauth.no_refresh_token", 0.62, "cant create new access token|cannot create new access token|unable to create access token|could not create access token|cant create access token"),
	says("oauth.refresh_token_expired", 0.55, "cant create new access token|no account or login hint|acquire token silent|ui required|user interaction is required|no token in cache|no tokens found|no cached token|token cache is empty").but("aadsts"),
	says("oauth.no_refresh_token", 0.85, "offline access|access type offline|prompt consent|accesstype offline", "missing|not |without|no |only first|first time").but("consented|not valid|not include offline access invalid|aadsts"),
)

// flowWords are what goes wrong with consent, policy, tenant and flow.
var flowWords = words(
	says("oauth.flow_not_allowed", 0.93, "unsupported grant type|unsupported response type|grant type not|grant type is not|grant type unsupported|unsupported grant|grant not allowed|response type not|response type is not"),
	says("oauth.flow_not_allowed", 0.92, "grant type|response type|device flow|device code flow|device code|implicit flow|authorization grant|direct access grants|client credentials grant|standard flow|flow",
		"not allowed|not supported|not enabled|disabled|not permitted|isnt allowed|disallowed|cannot be used|not authorized|not available|unsupported|forbid").
		but("aadsts|tenant forbids|conditional|policy|secret|criteria|flow control|workflow|legacy"),
	says("oauth.flow_not_allowed", 0.93, "invalid device flow scope|scope is not allowed for device|device flow scope"),
	says("oauth.flow_not_allowed", 0.88, "unauthorized to retrieve access tokens|not authorized for any of the scopes|domain wide delegation"),
	says("oauth.flow_not_allowed", 0.85, "disallowed useragent|embedded user agent|embedded browser|webview|user agent", "disallow|not allowed|blocked|policy|secure browser|403|unsupported|not secure").but("web server"),
	says("oauth.flow_not_allowed", 0.6, "browser or app may not be secure|app may not be secure"),
	says("oauth.password_grant_rejected", 0.9, "password grant|ropc|resource owner password|password flow|username password flow|acquire token by username password|grant type password|password credentials",
		"fail|invalid|not allowed|reject|denied|error|not supported|unauthorized|wrong|incorrect|disabled|locked").but("aadsts|must be set to|set to authorization code|unsupported grant|grant type unsupported"),
	says("oauth.mfa_required", 0.9, "multi factor|multifactor|two factor|second factor|2fa|mfa|strong auth|two step|2 step|second verification|additional verification|authenticator",
		"required|must|need|enrol|register|expired|not complete|missing|challenge|prompt|set up|pending|denied|timed out").
		but("aadsts|app password|application specific|application password|disabled|policy block|password required|app specific"),
	says("oauth.mfa_required", 0.85, "more information required|action required|prove who you are|keep your account secure|help us protect your account|basic action|additional action"),
	says("oauth.conditional_access", 0.93, "conditional access|conditionalaccess|access policy", "block|fail|not allow|denied|require|does not meet|policy|polic|restrict|prevent").but("aadsts"),
	says("oauth.conditional_access", 0.92, "does not meet the criteria to access|dont have access to this|cannot access this right now|cant access this right now|cant get there from here|access this resource from|set up your device|device to be managed|keep your device secure|device must be|device is not|compliant|managed device|domain joined|unapproved app|intune|approved client app|protection policy").
		but("state compliant|compliant device|aadsts|rfc compliant|fully compliant|standards compliant|non compliant|not rfc|compliant with|compliant server"),
	says("oauth.admin_policy", 0.93, "admin policy enforced|policy enforced|admin policy|access not configured|admin needs to review"),
	says("oauth.admin_policy", 0.9, "administrator|admin |admins |institutions admin|organization|organisation|workspace|institution|it department|enterprise|tenant admin",
		"block|restrict|needs to review|not allow|disabled access|prevent|not authorized|polic|prohibit|does not permit|hasnt given|forbid|disallow|not permit").
		but("aadsts|conditional access|need admin|admin approval|consent|verification process|smtp client auth|contact your administrator|contact the administrator|security defaults|criteria|basic auth|imap|pop |5.7|534|535|mailbox|not approved|device code|personal|configured by your administrator|multi factor|restricted by your admin|legacy|multi tenant|quota|registered|tester").when(signInTopic),
	says("oauth.admin_policy", 0.92, "not assigned to a role|user assignment|is not assigned|assignment required|not been assigned").but("aadsts"),
	says("oauth.consent_required", 0.92, "admin approval|admin consent|administrator consent|approval required|only an admin can grant|needs permission to access|requires admin|consent by an administrator|need admin|administrators approval|admin must approve").but("aadsts|mfa"),
	says("oauth.consent_required", 0.9, "not consented|hasnt consented|consent is required|consent required|has not been granted|declined to consent|consent has not|no consent|missing consent|grant consent|consent needed|consent not|without consent|not granted consent|user has not granted").but("aadsts|prompt consent"),
	says("oauth.access_denied", 0.9, "denied|declined|cancel|refused", "user |resource owner|end user|person|you ", "access|consent|authorization|authorisation|sign in|login|permission|request|the flow|authentication").
		but("aadsts|403|admin|policy|permission denied|access denied for user|535|534|550|554|relay|certificate|process|tester|denied for|context cancel|canceled by the user agent|connection|declined to consent|socket|not authorized|5.7|loopback").when(signInTopic),
	says("oauth.app_not_verified", 0.95, "verification process|hasnt verified|app isnt verified|app not verified|app is not verified|unverified app|being tested|developer approved testers|test users|test user|not been verified").
		but("certificate|signature|chain|peer|issuer|email not verified|address|verified by ssl|could not be verified|domain not verified|host key").when(func(s *scene) bool {
		return s.provider == "google" || s.provider == "" || s.protocol == wire.OAuth
	}),
	says("oauth.app_not_verified", 0.9, "testing mode|publishing status|in testing").when(func(s *scene) bool { return signInTopic(s) && !s.any("invalid grant|expired or revoked|refresh token") }),
	says("oauth.app_not_verified", 0.93, "org internal|only available to users within|restricted to users within its organization|within its organization"),
	says("oauth.app_not_verified", 0.8, "this app is blocked|tried to access sensitive info|app is blocked|access blocked this app|sensitive info").when(func(s *scene) bool { return s.provider != "microsoft" }),
	says("oauth.tenant_wrong", 0.92, "multi tenant|multitenant|common endpoint|tenant specific endpoint|user audience|personal microsoft account|microsoft account users|consumers|personal accounts|work or school account|invalid tenant|tenant identifying|signinaudience|sign in audience",
		"not |only|use |must|wrong|invalid|cannot|no ").but("aadsts|smtp|imap|not in testing|basic auth|permission"),
	says("oauth.tenant_wrong", 0.6, "endpoints resolution error|endpoints cannot be resolved"),
	says("oauth.tenant_wrong", 0.92, "tenant|directory|realm", "not found|does not exist|doesnt exist|unknown|invalid|not exist|wrong|no such|not a member|mismatch").but("aadsts|client id|application with identifier|maildir|no such file|file or directory|user not found|smtp|home directory|no such directory|active directory|open directory|working directory|home_dir|mailbox|cannot open directory"),
	says("oauth.scope_invalid", 0.9, "specify a valid scope|invalid scope|unknown scope|scope is not valid|scope is invalid|scopes are invalid|malformed scope|unsupported scope|scope not allowed|scope is not allowed|scope not supported|unregistered scope|scope is malformed|bad scope|scope unknown|scope not found|not valid scope|wrong scope|scopes requested are invalid").
		but("aadsts|insufficient|device|not authorized for any|status"),
	says("oauth.scope_invalid", 0.88, "scope|scopes|resource", "not valid|unknown|does not exist|doesnt exist|not exist|malformed|more than one resource|unregistered|not recognized|unsupported|comma|line break|space separated|not allowed for this client|not allowed to request|missing default|default ").
		but("aadsts|token scope|insufficient|device flow|device code|token does not|not authorized for any|resource temporarily|resource not found|certificate|no entitlements|unsupported grant|redirect|status|client does not exist|client credentials|scope https outlook office365 com default|gmail send|does not exist mailbox").on(wire.OAuth),
)

func signInTopic(s *scene) bool {
	return s.protocol == wire.OAuth || s.any("oauth|consent|authorization error|access blocked|sign in|access denied|login microsoftonline|accounts google")
}
