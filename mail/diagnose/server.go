package diagnose

import "mailknock/mail/wire"

// serverWords are faults and limits of servers.
var serverWords = words(
	says("server.mechanism_missing", 0.93, "mechanism|authentication type|auth type|mech |mechs|sasl method|authentication method|authentication scheme|auth method|auth scheme|authtype",
		"not supported|unsupported|unrecognized|unrecognised|unknown|no mechanism|not available|not offered|couldnt find|could not find|unavailable|does not support|doesnt support|no supported|no matching|none of|no worthy|not allowed|not advertised|not implemented|not enabled|invalid|no acceptable|no compatible|no suitable|no common|no applicable|no usable").
		but("cipher|token endpoint|client secret|transport mechanism|pkce|code challenge|aadsts|locking|invalid grant|grant|invalid credentials|ssl|pam|hmac|kex|kerberos|5.7.4").when(notOAuth),
	says("server.mechanism_missing", 0.92, "xoauth2|oauthbearer|oauth2|oauth|sasl|auth ", "not supported|unsupported|not offered|does not support|doesnt support|not advertised|not available|unrecognized|unknown|not implemented|isnt supported|no support|lacks|not enabled|couldnt find|not recognized|unimplemented|not among|does not advertise|doesnt advertise|does not offer|doesnt offer").
		but("grant|response type|starttls|flow|scope|basic auth|redirect|client id|unknown client|unauthorized|invalid client|aadsts|provider|pkce|authorization code|user unknown|refresh token|not enabled for|the server will|unknown error|account is not|unknown user|unknown host|version|5.7.4").when(notOAuth),
	says("server.mechanism_missing", 0.92, "no worthy mech|no mechanism available|no mechs|no auth method|no supported authentication|no authentication mechanism|no compatible auth|no sasl|no available authentication|no authenticators|wrong sasl mechanism|logging in is disabled|login is disabled on this|no suitable auth|no common auth|couldnt find mech|find an authenticator supported|cannot use a secure authentication|unable to find a callback|authenticators supported|no supported authenticator|no known authentication mechanisms|could not find a supported|no login methods|no supported sasl"),
	says("server.mechanism_missing", 0.9, "smtp auth extension not supported|auth extension|auth not supported|does not support authentication|does not support auth|authentication not supported|authentication is not supported|auth command not|doesnt support authentication|doesnt advertise|auth not available|authentication not enabled"),
	says("server.throttled", 0.94, "too many|too much", "connection|login|attempt|request|simultaneous|mail|message|auth|session|recipient|bad|error|command|failed").
		but("redirect|open files|arguments|levels|hops|aadsts|lines|certificates in chain|too many login failures|too many header|too many open|parameters|scopes"),
	says("server.throttled", 0.94, "throttled|throttling|suggested backoff|backoff time|overquota|rate limit|rate limited|ratelimit|rate exceeded|concurrent connections|simultaneous connections|connection limit|connections limit|bandwidth limit|command or bandwidth|exceeded command|quota exceeded|exceeded bandwidth|exceeded the limit|maximum number of connections|connection limit exceeded|login rate|daily user sending|sending limit|sending quota|connection quota|unusual sending activity|submission rate|submission quota|message rate|user is throttled").
		but("over quota mailbox full|mailbox is full|disk quota|storage quota|mailbox full"),
	says("server.throttled", 0.85, "excessive|temporarily blocked|temporarily suspended|exceeded", "login|connection|authentication|rate|limit|attempt").but("deadline|max retries|certificate|hop|disk|size"),
	says("server.unavailable", 0.92, "temporarily unavailable|temporary failure|temporary authentication failure|temporary server error|system error|temporary internal|temporary problem|temporary error|internal server error|internal error|service unavailable|service not available|server is unavailable|server unavailable|backend error|server busy|server is busy|server not available|temporarily rejected|mail server temporarily|server error please|server error try|unexpected server failure|server is shutting down|going down|shutting down|maintenance|server too busy|resources temporarily|bad gateway|gateway timeout|503 service|out of order|auth internal failure|auth server|internal failure|backend unavailable|transient error|error proxying|bad gateway|temporarily overloaded|please retry later").
		but("name resolution|login attempts|simultaneous|too many|resource temporarily unavailable|throttl|5.7.139|authorized|errno 11|internal error occurred ssl|tls|temporarily_blocked|bandwidth|unsuccessful|exceeded|concurrent|starttls|spam"),
	says("server.throttled", 0.56, "temporary|temporarily|system error|system problem|try again later|backend error", "imap|error|try|failure|login|problem|unavailable").at("google").when(notOAuth).but("name resolution|resource temporarily"),
	says("server.unavailable", 0.7, "system problem|try again later|please try later|try again in a few").but("login attempts|simultaneous|too many|throttl|bandwidth|exceeded|concurrent|ehlo"),
	says("server.unavailable", 0.95, "private auth|auth socket|sasl connect to|auth client|authentication daemon|saslauthd|auth service|auth server", "fail|refused|no such file|permission denied|lost|timed out|unavailable|cannot connect|cant connect|not available").but("smtp auth service").when(notOAuth),
	says("server.unavailable", 0.8, "ldap|database|sql|backend|auth process|auth worker|proxy backend|auth service|identity provider", "fail|lost|unreachable|cannot connect|cant connect|refused|timed out|not respond|unavailable|connection to").but("introspection|oauth2 failed|token|smtp auth service|curl|proxychains").when(serverLog),
	says("server.protocol_quirk", 0.93, "line too long|line is too long|command line too long|too long line|response limit exceeded|sasl response limit|initial response too long|command too long|exceeds line length|maximum line length|auth string too long|request too long|input line too long|line length exceeded|command length|too long", "auth|sasl|line|command|response|input|request").
		but("took too long|path too long|name too long|file name|uri too long|password too long|subject|header|waiting too long|too long to respond|argument list|frame|took"),
	says("server.protocol_quirk", 0.93, "protocol error 10|protocol error"),
	says("token.sasl_malformed", 0.5, "syntax error|parse error|invalid response|could not parse|unexpected response", "auth|xoauth2|oauthbearer").when(notOAuth).but("json|xml|html|sql|php"),
	says("server.mechanism_missing", 0.62, "syntax error|unknown command|unrecognized command|command unknown|bad command|unknown authenticate", "auth|xoauth2|oauthbearer").when(notOAuth).but("json|xml|html|sql|php|in response|unexpected token"),
	says("server.protocol_quirk", 0.82, "empty continuation|two line|empty challenge|unexpected continuation|unexpected response|invalid response|unparsable|cannot parse|parse error|could not parse|unexpected reply|malformed response|bad response|syntax error|unrecognized response|unknown response|not rfc|protocol violation",
		"auth|xoauth2|oauthbearer|imap|smtp|pop|server|continuation|greeting|command").
		but("json|xml|oauth token|token response|content type|html|config|option|sql|python|php parse|javascript|yaml|unexpected token|syntax error near|cannot decode|invalid greeting|wrong version|xoauth2 initial").when(notOAuth),
	says("server.protocol_quirk", 0.5, "syntax error in response|unexpected token", "imap|auth|response").when(notOAuth).but("json|html|sql|php|javascript"),
	says("server.token_validation", 0.95, "introspection", "fail|error|invalid|denied|not active|inactive|unreachable|status|username|missing|did not|401|403|timeout|not found|no active").but("did not match|username did not|does not match"),
	says("server.token_validation", 0.95, "no username returned|local validation failed|username attribute|missing username|username not returned|token validation|validate token|validating token|token verification|oauth2 failed|userinfo|tokeninfo|jwks|jwt validation|token signature|unknown signing|signing key|kid |public key|unable to verify token|oidc discovery|openid configuration",
		"fail|error|not returned|no username|invalid|missing|not found|unable|unknown|unreachable|cannot|could not|no |mismatch").
		but("did not match|certificate|ssl|starttls|dkim|ssh|gpg|pgp|expired|id token nonce|did not|dnssec|publickey").when(notGiants),
	says("token.user_mismatch", 0.93, "username|user name|user |authid|authzid|identity|mailbox|login name|email|preferred username", "did not match|does not match|not match|mismatch|different from|differs from|doesnt match|is not the same|not the mailbox|belongs to|other than").
		but("password mismatch pam|redirect|certificate|hostname|host name|altnames|issuer|audience|aadsts|password does not match|agent|tenant|state|version|key|invalid username or password|login name or|to another client|different client|client id").when(func(s *scene) bool { return s.protocol != wire.OAuth }),
	says("token.user_mismatch", 0.88, "not a valid email or user id|invalid email or user id|shared mailbox|alias|delegate", "invalid grant|auth|fail|not |denied|wrong").but("throttled|aadsts|clients|server protocol|basic").when(func(s *scene) bool { return s.oauth && !s.appOnly }),
)

// serverLog tells of a self-hosted server: the giants' own faults show only in
// replies.
func serverLog(s *scene) bool {
	return s.provider == "" || s.provider == "custom" || s.provider != "google" && s.provider != "microsoft"
}

func notGiants(s *scene) bool { return s.provider != "google" && s.provider != "microsoft" }
