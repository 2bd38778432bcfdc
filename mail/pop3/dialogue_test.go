package pop3

import (
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func TestDialogues(t *testing.T) { client.Dialogues(t) }

func TestRefusal(t *testing.T) {
	const gmail = `{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`
	client.Refusals(t, map[string]wire.Refusal{
		"gmail-wrong-token": {Command: "AUTH XOAUTH2", Status: "-ERR", Code: "AUTH", Text: "Username and password not accepted.", Challenge: gmail},
		"gmail-pop-off":     {Command: "STAT", Status: "-ERR", Code: "SYS/PERM", Text: "Your account is not enabled for POP access. Please visit your Gmail settings page and enable your account for POP access."},
		"exchange-one-line": {Command: "AUTH XOAUTH2", Status: "-ERR", Text: "Protocol error. 10"},
		"dovecot-idp-down":  {Command: "AUTH XOAUTH2", Status: "-ERR", Code: "SYS/TEMP", Text: "Temporary authentication failure. [debian:2024-11-29 10:57:08]"},
		"dovecot-oauthbearer": {
			Command: "AUTH OAUTHBEARER", Status: "-ERR", Code: "AUTH", Text: "Authentication failed.",
			Challenge: `{"status":"invalid_token","scope":"mail","openid-configuration":"https://127.0.0.1:9443/.well-known/openid-configuration"}`,
		},
		"in-use": {Command: "greeting", Status: "-ERR", Code: "IN-USE", Text: "Do you have another POP session running?"},
	}, "LOGIN", "PLAIN")
}

func TestRefusalCode(t *testing.T) {
	tests := []struct{ text, code, rest string }{
		{"[sys/temp] later", "SYS/TEMP", "later"},
		{"[AUTH]", "AUTH", ""},
		{"[not a code] x", "", "[not a code] x"},
		{"[AUTH no", "", "[AUTH no"},
		{"[] x", "", "[] x"},
		{"", "", ""},
	}
	for _, test := range tests {
		if r := refusal("STAT", test.text); r.Code != test.code || r.Text != test.rest {
			t.Errorf("%q: got %+v", test.text, r)
		}
	}
}

func TestSubject(t *testing.T) {
	tests := map[string]string{
		"Subject: =?iso-8859-1?q?M=FCller?=":   "Müller",
		"subject:no space":                     "no space",
		"Subject: =?x-none?q?raw?=":            "=?x-none?q?raw?=",
		"no header at all":                     "",
		"X: 1":                                 "",
		"Subject: " + strings.Repeat("ü", 101): strings.Repeat("ü", 100) + "…",
	}
	for line, want := range tests {
		if got := subjectOf([]string{line}); got != want {
			t.Errorf("%q: got %q", line, got)
		}
	}
}

func TestOtherProtocols(t *testing.T) {
	client.OtherProtocols(t, map[string]string{
		"220 ftp": "SMTP", "* OK IMAP4rev1": "IMAP", "HTTP/1.1 400 Bad Request": "web", "SSH-2.0-OpenSSH_9.6": "SSH", "what": "neither +OK nor -ERR",
	})
}
