package smtp

import (
	"strings"
	"testing"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
	"mailknock/mail/wire/wiretest"
)

func TestDialogues(t *testing.T) { client.Dialogues(t) }

func TestRefusal(t *testing.T) {
	client.Refusals(t, map[string]wire.Refusal{
		"gmail-missing-scope": {
			Command: "AUTH XOAUTH2", Status: "535", Code: "5.7.8",
			Text:      "Username and Password not accepted. For more information, go to https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1-434b0d9bed7sm52326715e9.4 - gsmtp",
			Challenge: `{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`,
		},
		"exchange-smtp-auth-off": {
			Command: "AUTH XOAUTH2", Status: "535", Code: "5.7.139",
			Text: "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [MN2PR05CA0004.namprd05.prod.outlook.com 2023-09-12T20:59:57.214Z 08DBB276B7E699C4]",
		},
		"exchange-app-only": {Command: "end of DATA", Status: "430", Code: "4.2.0", Text: "STOREDRV; mailbox logon failure; MapiExceptionLogonFailed"},
		"gmail-ehlo-name":   {Command: "EHLO", Status: "421", Code: "4.7.0", Text: "Try again later, closing connection. (EHLO)"},
		"postfix-send-as":   {Command: "MAIL FROM", Status: "553", Code: "5.7.1", Text: "<anna@example.org>: Sender address rejected: not owned by user carl@example.org"},
		"postfix-relay":     {Command: "RCPT TO", Status: "554", Code: "5.7.1", Text: "<bernd@example.org>: Relay access denied"},
		"dovecot-idp-down":  {Command: "AUTH XOAUTH2", Status: "454", Code: "4.7.0", Text: "Temporary authentication failure."},
		"not-today":         {Command: "greeting", Status: "554", Code: "5.7.1", Text: "mx.example.org you are on a list"},
	}, "LOGIN", "NTLM")
}

func TestQueueID(t *testing.T) {
	tests := map[string]string{
		"2.0.0 Ok: queued as 4XyZ1234abcz9": "4XyZ1234abcz9",
		"2.0.0 Ok: queued on mail-nwsmtp-smtp-production-main-10.iva.yp-c.yandex.net as 1732874229-abc": "1732874229-abc",
		"2.0.0 OK  1732874229 5b1f17b1804b1-434b0d9bed7sm52326715e9.4 - gsmtp":                          "5b1f17b1804b1-434b0d9bed7sm52326715e9.4",
		"2.0.0 OK f76sm30036326wmd.15 - gsmtp":                                                          "f76sm30036326wmd.15",
		"2.6.0 <abc@example.org> [InternalId=66580903690424, Hostname=DB9PR01MB1.eurprd01.prod.exchangelabs.com] 9245 bytes in 0.2, 44 KB/sec Queued mail for delivery": "66580903690424",
		"2.0.0 OK <DM5PR17MB1@DM5PR17MB1.namprd17.prod.outlook.com> [Hostname=DM5PR17MB1.namprd17.prod.outlook.com]":                                                    "DM5PR17MB1@DM5PR17MB1.namprd17.prod.outlook.com",
		"OK id=1tGxyz-00000001AbC-2dEf":                         "1tGxyz-00000001AbC-2dEf",
		"2.0.0 <anna@example.org> 0KoZEqTrSWc2BAAAbQUQ5w Saved": "0KoZEqTrSWc2BAAAbQUQ5w",
		"2.0.0 4ATAv8xU012345 Message accepted for delivery":    "4ATAv8xU012345",
		"Message Queued (7F9B3C5E-1A2B-4C3D.1)":                 "7F9B3C5E-1A2B-4C3D.1",
		"2.0.0 Message queued with id 1a2b3c.":                  "1a2b3c",
		"Ok 0100019375a1b2c3-d4e5f607-1829-4a3b-9c8d-000000":    "0100019375a1b2c3-d4e5f607-1829-4a3b-9c8d-000000",
		"OK , completed": "",
		"":               "",
	}
	for text, want := range tests {
		if got := queueID(reply{250, []string{text}}); got != want {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

func TestReceipt(t *testing.T) {
	c := New(nil, Options{})
	if c.Receipt() != (Receipt{}) {
		t.Error("a receipt before a message")
	}
	keeping := client
	keeping.New = func(conn *wire.Conn, o wiretest.Options) wiretest.Conversation {
		c = New(conn, options(o["message"]))
		return c
	}
	s := wiretest.Dialogues(t)["gmail-send"]
	if _, err := keeping.Replay(wiretest.NewTape(strings.NewReader(s.Said())), 0, s.Options); err != nil {
		t.Fatal(err)
	}
	want := Receipt{"5b1f17b1804b1-434b0d9bed7sm52326715e9.4", "250 2.0.0 OK  1732874229 5b1f17b1804b1-434b0d9bed7sm52326715e9.4 - gsmtp"}
	if c.Receipt() != want || c.Mechanism() != sasl.XOAUTH2 || len(c.Offered()) != 7 {
		t.Errorf("got %+v, %s, %q", c.Receipt(), c.Mechanism(), c.Offered())
	}
}

func TestOtherProtocols(t *testing.T) {
	client.OtherProtocols(t, map[string]string{
		"+OK": "POP3", "* OK IMAP4rev1": "IMAP", "HTTP/1.1 400 Bad Request": "web", "SSH-2.0-OpenSSH_9.6": "SSH", "what": "no SMTP reply code",
	})
}
