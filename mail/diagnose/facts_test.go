package diagnose

import (
	"crypto/tls"
	"slices"
	"strings"
	"testing"

	"mailknock/mail"
	"mailknock/mail/dial"
	"mailknock/mail/wire"
)

const (
	someApp    = "aaaaaaaa-1111-4222-8333-444444444444"
	someTenant = "11111111-2222-4333-8444-555555555555"
)

// TestAdviceOfAText: the steps have the text's own values, and those that are
// for somebody else are left out.
func TestAdviceOfAText(t *testing.T) {
	consent := "AADSTS90094: The grant requires administrator permission. client_id=" + someApp
	for _, c := range []struct {
		text         string
		hint         Hint
		who          string
		holds, lacks []string
	}{
		{
			`{"error":"invalid_grant","error_description":"AADSTS65001: The user or administrator has not consented to use the application with ID '` + someApp + `'.","tenant_id":"` + someTenant + `"}`,
			Hint{},
			"you",
			[]string{"open https://login.microsoftonline.com/" + someTenant + "/adminconsent?client_id=" + someApp + " , sign in"},
			nil,
		},
		{consent, Hint{}, "admin", []string{"https://login.microsoftonline.com/organizations/adminconsent?client_id=" + someApp}, nil},
		{consent + ` "tid": "` + someTenant + `"`, Hint{}, "admin", []string{someTenant + "/adminconsent"}, []string{"organizations/"}},
		{
			"554 5.2.252 SendAsDenied; anna@contoso.com not allowed to send as info@contoso.com",
			Hint{Provider: "microsoft", Protocol: wire.SMTP},
			"admin",
			[]string{"Send from anna@contoso.com", "-Identity info@contoso.com -Trustee anna@contoso.com"},
			[]string{"Gmail"},
		},
		{
			`{"error":"invalid_grant","error_description":"Token has been expired or revoked."}`,
			Hint{Provider: "google", Protocol: wire.OAuth},
			"you",
			[]string{"https://console.cloud.google.com/auth/audience", "“Publish app”", "seven days"},
			nil,
		},
		{"Error 400: invalid_scope for device code flow", Hint{Provider: "google", Protocol: wire.OAuth}, "app", []string{"dead end"}, []string{"switch the flow on", "public client"}},
		{"AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application.", Hint{}, "app", []string{"upload the certificate"}, []string{"create a new one"}},
		{"AADSTS7000222: The provided client secret keys for app '" + someApp + "' are expired.", Hint{}, "app", []string{someApp, "create a new one"}, []string{"Key file"}},
		{"AADSTS7000215: Invalid client secret provided.", Hint{}, "app", []string{"create a new one"}, []string{"certificate"}},
		{"a NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page", Hint{}, "admin", []string{"administrator of the Workspace"}, []string{"Set-CASMailbox"}},
		{"-ERR [SYS/PERM] Your account is not enabled for POP access. Please visit your Gmail settings page", Hint{}, "you", []string{"“Enable POP”"}, []string{"Set-CASMailbox"}},
		{"500 5.5.6 Line too long", Hint{Provider: "custom", Protocol: wire.SMTP}, "server", []string{"raise its limit"}, []string{"--mechanism and", "Microsoft"}},
	} {
		got := explainText(t, c.text, c.hint).Causes
		if len(got) == 0 {
			t.Errorf("%s: no cause", c.text)
			continue
		}
		steps := strings.Join(got[0].Advice, "\n")
		if got[0].Who != c.who {
			t.Errorf("%s: %s has to act, not %s", c.text, got[0].Who, c.who)
		}
		for _, want := range c.holds {
			if !strings.Contains(steps, want) {
				t.Errorf("%s (%s): no %q in\n%s", c.text, got[0].ID, want, steps)
			}
		}
		for _, not := range c.lacks {
			if strings.Contains(steps, not) {
				t.Errorf("%s (%s): %q in\n%s", c.text, got[0].ID, not, steps)
			}
		}
	}
}

// TestNumbersNobodyKnows: the OAuth error and the words decide; without them it
// stays a guess.
func TestNumbersNobodyKnows(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"error":"invalid_grant","error_description":"AADSTS59876: The frob is not ready.","error_codes":[59876]}`, "oauth.refresh_token_expired"},
		{"interaction_required: AADSTS59877: The frob is not ready.", "oauth.mfa_required"},
		{`{"error":"invalid_client","error_description":"AADSTS7000777: The provided client secret keys are expired."}`, "oauth.client_secret_expired"},
		{`{"error":"invalid_grant","error_description":"AADSTS59876: Multi-factor authentication is due."}`, "oauth.mfa_required"},
		{"AADSTS9009999: zorp.", ""},
		{"AADSTS650099: Something new happened with your request that nobody documented.", ""},
	} {
		got := explainText(t, c.text, Hint{}).Causes
		if len(got) == 0 || c.want != "" && got[0].ID != c.want || c.want == "" && got[0].Confidence != mail.Possible {
			t.Errorf("%s: got %+v", c.text, got)
		}
	}
}

// TestSwitchesOfOtherProtocols: a switch for IMAP is no rival in a log of POP3.
func TestSwitchesOfOtherProtocols(t *testing.T) {
	causes := explainText(t, "+OK Gpop ready\nUSER anna@gmail.com\n+OK send PASS\nPASS hunter2\n-ERR [AUTH] Username and password not accepted.", Hint{}).Causes
	if len(causes) == 0 {
		t.Error("no cause")
	}
	for _, c := range causes {
		if c.ID == "account.imap_disabled" || c.ID == "account.smtp_auth_disabled" {
			t.Errorf("rival %s", c.ID)
		}
	}
}

// TestLiveAdvice: what the run knows chooses the steps and who acts.
func TestLiveAdvice(t *testing.T) {
	company := &dial.TLSError{Kind: dial.Untrusted, Err: &tls.CertificateVerificationError{}, Facts: dial.TLSFacts{Chain: []dial.Certificate{{Issuer: "Zscaler Intermediate Root CA", Subject: "mail.test"}}}}
	denied := &wire.Refusal{Status: "550", Code: "5.7.60", Text: "SMTP; Client does not have permissions to send as this sender"}
	for _, c := range []struct {
		result      mail.Result
		from        string
		who         string
		holds, lack string
	}{
		{failed(wire.IMAP, wire.TLS, company), "", "admin", "administrator", "Set-CASMailbox"},
		{failed(wire.SMTP, wire.Send, denied), "info@contoso.com", "admin", "-Identity info@contoso.com -Trustee anna@contoso.com", "Gmail"},
		{failed(wire.SMTP, wire.Send, denied), "", "admin", "-Identity anna@contoso.com -Trustee TRUSTEE", "-Trustee anna"},
		{failed(wire.SMTP, wire.Authenticate, &wire.Refusal{Status: "500", Code: "5.5.6", Text: "SASL response limit exceeded"}), "", "server", "Make the token shorter", "Self-hosted"},
	} {
		o := mail.Outcome{Account: mail.Account{User: "anna@contoso.com", From: c.from}, SignIn: mail.SignIn{OK: true}, Checks: []mail.Result{c.result}}
		Outcome(&o, Facts{Provider: "microsoft"})
		best := o.Checks[0].Causes[0]
		if steps := strings.Join(best.Advice, "\n"); best.Who != c.who || !strings.Contains(steps, c.holds) || strings.Contains(steps, c.lack) {
			t.Errorf("%s, %s: %s", best.ID, best.Who, steps)
		}
		for _, rival := range o.Checks[0].Causes[1:] {
			if rival.ID == "server.throttled" {
				t.Errorf("%s has the rival %+v", best.ID, rival)
			}
		}
	}
}

// What only Exchange has is no rival elsewhere, and who signs in with a person's
// token gets no steps for an app.
func TestOthersCausesAndSteps(t *testing.T) {
	for _, c := range explainText(t, "smtplib.SMTPSenderRefused: (530, b'5.7.0 Authentication Required. 5.7.0 https://support.google.com/mail a1 - gsmtp')", Hint{}).Causes {
		if slices.Contains(exchangeOnly, c.ID) {
			t.Errorf("%s at Gmail", c.ID)
		}
	}
	r := explainText(t, "535 5.7.3 Authentication unsuccessful [AM0PR01.prod.exchangelabs.com]\nscope: IMAP.AccessAsUser.All only, XOAUTH2", Hint{Provider: "microsoft", Protocol: wire.SMTP})
	if len(r.Causes) == 0 {
		t.Fatal("nothing is found")
	}
	for _, c := range r.Causes {
		if advice := strings.Join(c.Advice, " "); strings.Contains(advice, "AccessAsApp") {
			t.Errorf("%s advises %q", c.ID, advice)
		}
	}
}

// What people say is in order is no evidence.
func TestWhatIsInOrder(t *testing.T) {
	for said, want := range map[string]string{
		"x509: certificate signed by unknown authority\nbasic authentication is disabled for us, of course":                                                       "tls.untrusted_certificate",
		"BAD Request is throttled. Suggested Backoff Time: 62000 milliseconds\nSMTP AUTH is disabled for the tenant, which is fine, we only use IMAP.":            "server.throttled",
		"connect ETIMEDOUT imap.gmail.com:993\nThe refresh token expired last week but was renewed.":                                                              "net.timeout",
		"AADSTS65001: The user or administrator has not consented to use the application\nThe refresh token expired last week but was renewed, basic auth is off": "oauth.consent_required",
	} {
		r := explainText(t, said, Hint{})
		if len(r.Causes) == 0 || r.Causes[0].ID != want {
			t.Errorf("%q: %v", said, ids(r))
		}
		for _, c := range r.Causes {
			if c.ID == "account.basic_auth_disabled" || c.ID == "oauth.refresh_token_expired" || c.ID == "account.smtp_auth_disabled" {
				t.Errorf("%q: %s is named", said, c.ID)
			}
		}
	}
}
