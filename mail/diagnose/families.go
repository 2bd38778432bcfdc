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
	serverWords   = wordFamily("server")
	socketWords   = wordFamily("socket")
	tlsWords      = wordFamily("tls")
)

// families are all rules for texts.
var families = []family{
	microsoftNumbers, oauthErrors, oauthWords, grantWords, flowWords, redirects, redirectWords,
	presented, scopes, scopeWords, dialogue, silentLogin, otherDoor, passwords, passwordWords, genericRefusal,
	smtpReplies, responseCodes, mailboxWords, serverWords,
	socketWords, tlsWords, interception, modes,
}
