package diagnose

import (
	"slices"
	"strings"
	"testing"

	"mailknock/mail"
	"mailknock/mail/wire"
)

func explainText(t *testing.T, input string, hint Hint) Reading {
	t.Helper()
	r, err := Explain(strings.NewReader(input), hint)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ids(r Reading) []string {
	var list []string
	for _, c := range r.Causes {
		list = append(list, c.ID)
	}
	return list
}

const smtpDisabled = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information."

// What a client puts around a server's words must not matter.
func TestDressDoesNotMatter(t *testing.T) {
	for name, text := range map[string]string{
		"bare":           smtpDisabled,
		"time stamp":     "2024-04-02T09:00:00.123Z [ERROR] smtp: " + smtpDisabled,
		"syslog":         "Apr  2 09:00:00 host app[123]: " + smtpDisabled,
		"mark":           "S: " + smtpDisabled,
		"swaks":          "<~* " + smtpDisabled,
		"colour":         "\x1b[31mError:\x1b[0m Invalid login: " + smtpDisabled,
		"python":         `smtplib.SMTPAuthenticationError: (535, b'5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.')`,
		"JSON":           `{"error":"{\"response\":\"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.\\r\\n\"}"}`,
		"JSON twice":     `{\"e\":\"535 5.7.139 Authentication unsuccessful, \\\"SmtpClientAuthentication\\\" is disabled for the Tenant\"}`,
		"HTML":           "<p>535 5.7.139 Authentication unsuccessful, &quot;SmtpClientAuthentication&quot; is disabled for the Tenant.</p>",
		"URL":            "https://app.example/?error=535%205.7.139%20Authentication%20unsuccessful%2C%20SmtpClientAuthentication%20is%20disabled%20for%20the%20Tenant",
		"wrapped":        "535 5.7.139 Authentication unsuccessful,\nSmtpClientAuthentication is\ndisabled for the\nTenant.",
		"broken":         "535 5.7.139 Authentication unsuccessful, SmtpCl\nientAuthentication is disabled for the Tenant. \nVisit https://aka.ms/smtp_auth_disabled for mor\ne information.",
		"other order":    "SmtpClientAuthentication for the tenant is disabled (535 5.7.139)",
		"no code":        "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox",
		"redacted":       "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the ***. [XXXX.PROD.OUTLOOK.COM]",
		"multi-line":     "535-5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled\n535 5.7.139 for the Tenant.",
		"in a long log":  strings.Repeat("Apr  2 09:00:00 host postfix/smtpd[1]: connect from x[192.0.2.7]\n", 5000) + smtpDisabled + "\n" + strings.Repeat("Apr  2 09:01:00 host postfix/smtpd[1]: connect from x[192.0.2.7]\n", 5000),
		"in a long line": strings.Repeat("x ", 20000) + smtpDisabled + strings.Repeat(" y", 20000),
	} {
		if got := ids(explainText(t, text, Hint{Provider: "microsoft", Protocol: wire.SMTP})); len(got) == 0 || got[0] != "account.smtp_auth_disabled" {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestTwoCausesTheEarlierFirst(t *testing.T) {
	const dns, expired = "dial tcp: lookup imap.exmaple.org: no such host", "x509: certificate has expired or is not yet valid"
	for _, c := range []struct{ first, second, want string }{{dns, expired, "net.dns tls.certificate_expired"}, {expired, dns, "tls.certificate_expired net.dns"}} {
		got := ids(explainText(t, "2024-04-02 09:00:00 "+c.first+"\n2024-04-02 09:05:00 "+c.second, Hint{}))
		if len(got) < 2 || strings.Join(got[:2], " ") != c.want {
			t.Errorf("want %s, got %v", c.want, got)
		}
	}
}

func TestConfidence(t *testing.T) {
	if c := explainText(t, smtpDisabled, Hint{}).Causes; len(c) != 1 || c[0].Confidence != mail.Certain {
		t.Errorf("%+v", c)
	}
	c := explainText(t, "A1 NO AUTHENTICATE failed.", Hint{Provider: "microsoft", Protocol: wire.IMAP}).Causes
	if len(c) < 3 || c[0].Confidence == mail.Certain {
		t.Errorf("%+v", c)
	}
}

func TestUnknownNumber(t *testing.T) {
	c := explainText(t, `{"error":"invalid_grant","error_description":"AADSTS530999: Something about a device that is new."}`, Hint{}).Causes
	if len(c) == 0 || c[0].ID != "oauth.conditional_access" || c[0].Confidence == mail.Certain {
		t.Fatalf("%+v", c)
	}
	if !slices.ContainsFunc(c[0].Advice, func(s string) bool {
		return strings.Contains(s, "https://login.microsoftonline.com/error?code=530999")
	}) {
		t.Errorf("%q", c[0].Advice)
	}
}

func TestDecodedIsShownMasked(t *testing.T) {
	r := explainText(t, "C: AUTH XOAUTH2 dXNlcj1hbm5hQGdtYWlsLmNvbQFhdXRoPUJlYXJlciB5YTI5LlRIRVNFQ1JFVFRIRVNFQ1JFVFRIRVNFQ1JFVAEB\n"+
		"S: 334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==\nC: \nS: 535-5.7.8 Username and Password not accepted.", Hint{Provider: "google", Protocol: wire.SMTP})
	if len(r.Decoded) != 2 || !strings.Contains(r.Decoded[0].Text, "user=anna@gmail.com") || !strings.Contains(r.Decoded[1].Text, `"status":"400"`) {
		t.Errorf("%+v", r.Decoded)
	}
	if len(r.Marks) == 0 {
		t.Error("no marks")
	}
	for _, c := range r.Causes {
		for _, e := range c.Evidence {
			if strings.Contains(e, "THESECRET") || strings.Contains(e, "VEhFU0VDUkVU") || strings.Contains(e, "IRVNFQ1JFV") {
				t.Errorf("%q", e)
			}
		}
	}
}

// A JWT in the text is compared with what the protocol and the user need.
func TestTokenInTheText(t *testing.T) {
	for want, claims := range map[string]string{
		"token.wrong_audience":       `{"aud":"https://graph.microsoft.com","iss":"https://sts.windows.net/t/","scp":"IMAP.AccessAsUser.All","upn":"anna@contoso.com"}`,
		"token.missing_scope":        `{"aud":"https://outlook.office.com","iss":"https://sts.windows.net/t/","scp":"SMTP.Send","upn":"anna@contoso.com"}`,
		"token.user_mismatch":        `{"aud":"https://outlook.office.com","iss":"https://sts.windows.net/t/","scp":"IMAP.AccessAsUser.All","upn":"bob@contoso.com"}`,
		"token.id_token_used":        `{"aud":"9e5f94bc-e8a4-4e73-b8be-63364c29d753","iss":"https://login.microsoftonline.com/t/v2.0","preferred_username":"anna@contoso.com"}`,
		"account.app_not_registered": `{"aud":"https://outlook.office365.com","iss":"https://sts.windows.net/t/","roles":["IMAP.AccessAsApp"],"appid":"a","oid":"o"}`,
		"token.expired":              `{"aud":"https://outlook.office.com","iss":"https://sts.windows.net/t/","scp":"IMAP.AccessAsUser.All","upn":"anna@contoso.com","exp":1600000000}`,
	} {
		jwt := encode(`{"alg":"none"}`) + "." + encode(claims) + ".c2lnbmF0dXJlc2lnbmF0dXJl"
		text := "2024-04-02 09:00:00 user=anna@contoso.com\x01auth=Bearer " + jwt + "\x01\x01\n2024-04-02 09:00:01 A1 NO AUTHENTICATE failed."
		if got := ids(explainText(t, text, Hint{Provider: "microsoft", Protocol: wire.IMAP})); len(got) == 0 || got[0] != want {
			t.Errorf("want %s, got %v", want, got)
		}
	}
}

// A refusal without a code is found in the middle of a log of many lines.
func TestRefusalInALongLog(t *testing.T) {
	quiet := strings.Repeat("10:00:01 imap: nothing new\n", 3000)
	r, err := Explain(strings.NewReader(quiet+"10:00:02 app: wrong password\n"+quiet), Hint{Provider: "google", Protocol: wire.IMAP})
	if err != nil || len(r.Causes) == 0 || len(r.Marks) != 1 || r.Marks[0].Line != 3001 {
		t.Errorf("%+v %v", r, err)
	}
}
