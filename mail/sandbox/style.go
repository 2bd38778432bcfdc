package sandbox

import (
	"encoding/base64"
	"fmt"

	"mailknock/mail/wire"
)

// style is whose words a server uses. The neutral one is Dovecot's.
type style int

const (
	neutral style = iota
	google
	microsoft
)

// exchangeName is what Exchange puts in brackets: its own name in UTF-16LE.
const exchangeName = "[UwBBAE4ARABCAE8AWAA=]"

func (s style) greeting(p wire.Protocol) string {
	switch s {
	case google:
		return map[wire.Protocol]string{
			wire.IMAP: "* OK Gimap ready for requests from 127.0.0.1 sandbox",
			wire.POP3: "+OK Gpop ready for requests from 127.0.0.1 sandbox",
			wire.SMTP: "220 smtp.sandbox.test ESMTP sandbox - gsmtp",
		}[p]
	case microsoft:
		return map[wire.Protocol]string{
			wire.IMAP: "* OK The Microsoft Exchange IMAP4 service is ready. " + exchangeName,
			wire.POP3: "+OK The Microsoft Exchange POP3 service is ready. " + exchangeName,
			wire.SMTP: "220 SANDBOX.outlook.sandbox.test Microsoft ESMTP MAIL Service ready",
		}[p]
	}
	return map[wire.Protocol]string{
		wire.IMAP: "* OK Mailknock sandbox ready.",
		wire.POP3: "+OK Mailknock sandbox ready.",
		wire.SMTP: "220 sandbox.test ESMTP Mailknock sandbox",
	}[p]
}

// mechanisms are what the server offers once a sign-in is allowed.
func (s *session) mechanisms() []string {
	switch {
	case s.fault.play == playNoMechanism:
		return []string{"PLAIN", "LOGIN"}
	case s.style == google:
		return []string{"PLAIN", "XOAUTH2", "OAUTHBEARER"}
	case s.style == microsoft:
		return []string{"PLAIN", "XOAUTH2"}
	}
	return []string{"XOAUTH2", "OAUTHBEARER"}
}

// challenge is the error challenge that comes before a refusal; empty where
// the provider sends none.
func (s *session) challenge(mechanism string) string {
	switch {
	case s.style == google:
		return `{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`
	case s.style == microsoft:
		return ""
	case mechanism == "XOAUTH2":
		return `{"status":"401","schemes":"bearer","scope":"mail"}`
	}
	return fmt.Sprintf(`{"status":"invalid_token","openid-configuration":"%s/.well-known/openid-configuration"}`, s.box.web.issuer)
}

// badToken is the refusal of a token, for whatever reason: no provider tells
// which.
var badToken = map[style]replies{
	google: {
		wire.IMAP: "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
		wire.POP3: "-ERR [AUTH] Username and password not accepted.",
		wire.SMTP: "535-5.7.8 Username and Password not accepted. For more information, go to\n" +
			"535 5.7.8  https://support.google.com/mail/?p=BadCredentials sandbox - gsmtp",
	},
	microsoft: {
		wire.IMAP: "NO AUTHENTICATE failed.",
		wire.POP3: "-ERR Authentication failure: unknown user name or bad password.",
		wire.SMTP: "535 5.7.3 Authentication unsuccessful [SANDBOX.PROD.OUTLOOK.COM]",
	},
	neutral: {
		wire.IMAP: "NO [AUTHENTICATIONFAILED] Authentication failed.",
		wire.POP3: "-ERR [AUTH] Authentication failed.",
		wire.SMTP: "535 5.7.8 Authentication failed.",
	},
}

// badPassword is the answer to a mechanism that takes a password: the sandbox
// knows none.
var badPassword = map[style]replies{
	google: {
		wire.IMAP: "NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)",
		wire.POP3: "-ERR [AUTH] Application-specific password required: https://support.google.com/accounts/answer/185833",
		wire.SMTP: "534-5.7.9 Application-specific password required. For more information, go to\n" +
			"534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor sandbox - gsmtp",
	},
	microsoft: {
		wire.IMAP: "NO LOGIN failed.",
		wire.POP3: "-ERR Authentication failure: unknown user name or bad password.",
		wire.SMTP: "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [SANDBOX.PROD.OUTLOOK.COM]",
	},
	neutral: {
		wire.IMAP: "NO [AUTHENTICATIONFAILED] Authentication failed.",
		wire.POP3: "-ERR [AUTH] Authentication failed.",
		wire.SMTP: "535 5.7.8 Authentication failed.",
	},
}

func encode(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// sendAsDenied is the refusal of a sender's address that is not the signed-in
// person's.
var sendAsDenied = map[style]string{
	google:    "553 5.7.1 Sender address rejected: not owned by user - gsmtp",
	microsoft: "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
	neutral:   "553 5.7.1 Sender address rejected: not owned by user",
}

// signedIn is the words after a sign-in that went well, without tag or status.
var signedIn = map[style]replies{
	google:    {wire.IMAP: "%s authenticated (Success)", wire.POP3: "Welcome.", wire.SMTP: "2.7.0 Accepted"},
	microsoft: {wire.IMAP: "AUTHENTICATE completed.", wire.POP3: "User successfully authenticated.", wire.SMTP: "2.7.0 Authentication successful"},
	neutral:   {wire.IMAP: "Logged in", wire.POP3: "Logged in.", wire.SMTP: "2.7.0 Authentication successful"},
}
