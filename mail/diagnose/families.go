package diagnose

// The rules on words; see wordFiles.
var (
	oauthWords    = wordFamily("oauth")
	grantWords    = wordFamily("grant")
	flowWords     = wordFamily("flow")
	redirectWords = wordFamily("redirect")
	scopeWords    = wordFamily("scope")
	passwordWords = wordFamily("password")
	mailboxWords  = wordFamily("mailbox")
	mechanisms    = wordFamily("mechanism")
	serverWords   = wordFamily("server")
	validation    = wordFamily("validation")
	socketWords   = wordFamily("socket")
	proxyWords    = wordFamily("proxy")
	tlsWords      = wordFamily("tls")
	certificates  = wordFamily("certificate")
	ciphers       = wordFamily("cipher")
	languages     = wordFamily("languages")
)

// families are all rules for texts.
var families = []family{
	microsoftNumbers, oauthErrors, oauthWords, grantWords, flowWords, redirects, redirectWords, emptyTokens,
	presented, scopes, scopeWords, dialogue, silentLogin, otherDoor, passwords, passwordWords, genericRefusal,
	smtpReplies, responseCodes, mailboxWords, mechanisms, serverWords, validation,
	socketWords, proxyWords, tlsWords, certificates, certificateNumbers, ciphers, languages, interception, redirected, modes, silence,
}
