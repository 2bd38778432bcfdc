package sandbox

import (
	"slices"

	"mailknock/mail/wire"
)

// faults is the table, in the order in which a person should see it.
var faults = slices.Concat(tokenFaults, accountFaults, serverFaults, networkFaults, grantFaults)

var (
	onIMAP = []wire.Protocol{wire.IMAP}
	onPOP  = []wire.Protocol{wire.POP3}
	onSMTP = []wire.Protocol{wire.SMTP}
	onAll  = wire.MailProtocols
)

// tokenFaults are tokens that the mail servers do not take.
var tokenFaults = []fault{
	{
		Fault: Fault{ID: "expired-token", Title: "The access token has expired", Provider: "microsoft", Protocols: onAll, Cause: "token.expired"},
		shape: expiredToken,
	},
	{
		Fault: Fault{ID: "wrong-audience", Title: "The token is for another service (Graph)", Provider: "microsoft", Protocols: onAll, Cause: "token.wrong_audience"},
		shape: foreignAudience,
	},
	{
		Fault: Fault{ID: "missing-scope", Title: "The token lacks the scopes for mail", Provider: "microsoft", Protocols: onAll, Cause: "token.missing_scope"},
		shape: otherScope,
	},
	{
		Fault: Fault{ID: "wrong-user", Title: "The token belongs to another mailbox", Provider: "microsoft", Protocols: onAll, Cause: "token.user_mismatch"},
		shape: otherUser,
	},
	{
		Fault: Fault{ID: "id-token", Title: "The access token is an id token", Protocols: onAll, Cause: "token.id_token_used"},
		shape: idTokenInstead,
	},
}

// accountFaults are switches and rights of the mailbox.
var accountFaults = []fault{
	{
		Fault: Fault{ID: "imap-off", Title: "IMAP is switched off", Provider: "google", Protocols: onIMAP, Cause: "account.imap_disabled"},
		auth: replies{
			wire.IMAP: "NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)",
		},
	},
	{
		Fault: Fault{ID: "pop-off", Title: "POP is switched off", Provider: "google", Protocols: onPOP, Cause: "account.pop_disabled"},
		use: replies{
			wire.POP3: "-ERR [SYS/PERM] Your account is not enabled for POP access. Please visit your Gmail settings page and enable your account for POP access.",
		},
	},
	{
		Fault: Fault{ID: "smtp-auth-disabled", Title: "SMTP AUTH is switched off", Provider: "microsoft", Protocols: onSMTP, Cause: "account.smtp_auth_disabled"},
		auth: replies{
			wire.SMTP: "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.",
		},
	},
	{
		Fault: Fault{ID: "not-connected", Title: "Signed in, but not connected to a mailbox", Provider: "microsoft", Protocols: onIMAP, Cause: "account.mailbox_unavailable"},
		use:   replies{wire.IMAP: "BAD User is authenticated but not connected."},
	},
	{
		Fault: Fault{ID: "send-as-denied", Title: "The sender's address is not yours to use", Provider: "microsoft", Protocols: onSMTP, Cause: "account.send_as_denied"},
		use:   replies{wire.SMTP: sendAsDenied[microsoft]},
	},
}

// serverFaults are what is wrong with the mail servers themselves.
var serverFaults = []fault{
	{
		Fault: Fault{ID: "mechanism-missing", Title: "The server offers passwords only", Protocols: onAll, Cause: "server.mechanism_missing"},
		play:  playNoMechanism,
	},
	{
		Fault: Fault{ID: "throttled", Title: "Too many sign-ins", Provider: "google", Protocols: onAll, Cause: "server.throttled"},
		auth: replies{
			wire.IMAP: "NO [ALERT] Too many simultaneous connections. (Failure)",
			wire.POP3: "-ERR [SYS/TEMP] Account exceeded command or bandwidth limits.",
			wire.SMTP: "454 4.7.0 Too many login attempts, please try again later. sandbox - gsmtp",
		},
	},
	{
		Fault: Fault{ID: "throttled-microsoft", Title: "Too many sign-ins, at Microsoft", Provider: "microsoft", Protocols: onAll, Cause: "server.throttled"},
		auth: replies{
			wire.IMAP: "BAD Request is throttled. Suggested Backoff Time: 62000 milliseconds",
			wire.POP3: "-ERR Request is throttled. Suggested Backoff Time: 62000 milliseconds",
			wire.SMTP: "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. [SANDBOX.PROD.OUTLOOK.COM]",
		},
	},
	{
		Fault: Fault{ID: "unavailable", Title: "The server is out of order for the moment", Protocols: onAll, Cause: "server.unavailable"},
		auth: replies{
			wire.IMAP: "NO [UNAVAILABLE] Temporary authentication failure.",
			wire.POP3: "-ERR [SYS/TEMP] Temporary authentication failure.",
			wire.SMTP: "454 4.7.0 Temporary authentication failure: Connection lost to authentication server",
		},
	},
	{
		Fault: Fault{ID: "two-line-auth", Title: "The server wants the token on a line of its own", Provider: "microsoft", Protocols: onPOP, Cause: "server.protocol_quirk"},
		play:  playTwoLines, shape: shortToken,
	},
	{
		Fault: Fault{ID: "long-token-refused", Title: "The token is too long for the server", Protocols: onAll, Cause: "server.protocol_quirk"},
		play:  playShortLines, shape: longToken,
	},
}
