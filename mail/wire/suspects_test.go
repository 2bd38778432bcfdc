package wire

import "testing"

func TestSuspects(t *testing.T) {
	r := NewRedactor()
	for _, in := range []string{
		"Authorization: Bearer ya29.a0AfB_byDdeadbeef1234567890",
		"Bearer 0123456789abcdefghij",
		"POST /token code=4/0AeanS0b_secretcode&code_verifier=abcdefghijklmnop",
		"http://127.0.0.1:1234/callback?code=abcdefghi123456&state=x",
		`{"access_token":"abcdefghi1234","token_type":"Bearer"}`,
		`{"refresh_token" : "abc\"defghi1234"}`,
		"refresh_token=abcdefghij1234",
		"client_secret=abcdefghij1234&x=y",
		"redirect%3Fcode%3Dabcdefghi123456",
		jwt,
		"AUTH PLAIN AGFubmEAYWJjZGVmZ2hpMTIzNA==",
		"a1 AUTHENTICATE XOAUTH2 dXNlcj1hbm5hAWF1dGg9QmVhcmVyIGFiY2RlZmdoaTEyMzQBAQ==",
		"dXNlcj1hbm5hAWF1dGg9QmVhcmVyIGFiY2RlZmdoaTEyMzQBAQ==",
		"a1 LOGIN anna abcdefghij1234",
		`a1 LOGIN "anna" "abcdefghij1234"`,
		"PASS abcdefghij1234",
		"GOCSPX-abcdefghij1234",
		"http://anna:abcdefghij1234@proxy:3128/",
		"Authorization: Basic YW5uYTphYmNkZWZnaGlqMTIzNA==",
	} {
		text, masks := r.clean([]byte(in))
		for _, part := range []string{"abcdefghi", "deadbeef12", "0123456789", "secretcode", "YWJjZGVmZ2hp", "YmNkZWZnaGlqMTIz", jwt[60:]} {
			if leak := leaks(text, masks, part); leak != "" {
				t.Errorf("%s: %s", in, text)
			}
		}
		if len(masks) == 0 {
			t.Errorf("nothing is masked: %s", text)
		}
	}
}

// ordinary lines say nothing secret and must stay as they are: diagnosis reads
// them.
var ordinary = []string{
	"* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2] Dovecot ready.",
	"250-AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER", "250-AUTH LOGIN PLAIN XOAUTH2", "250 AUTH LOGIN PLAIN", "SASL LOGIN PLAIN XOAUTH2", "SASL PLAIN LOGIN",
	"250-AUTH=PLAIN LOGIN", "* CAPABILITY IMAP4 AUTH=LOGIN", "a OK LOGIN completed", "+OK AUTH PLAIN LOGIN XOAUTH2",
	"a1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
	"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [MN2PR05CA0004.namprd05.prod.outlook.com 2023-09-12T20:59:57.214Z 08DBB276B7E699C4]",
	"535-5.7.8 Username and Password not accepted. For more information, go to https://support.google.com/mail/?p=BadCredentials d9443c01a7336-1cf1a5f3c2asm1234567plb.1 - gsmtp",
	`{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`,
	"eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==",
	`WWW-Authenticate: Bearer realm="x", error="invalid_token"`, `Bearer authorization_uri="https://login.windows.net/common"`, "Bearer authentication is required",
	"POST https://login.microsoftonline.com/common/oauth2/v2.0/token 400",
	`{"error":"invalid_grant","error_description":"AADSTS70008: The refresh token has expired","error_codes":[70008],"trace_id":"c7a1b6f2-0000-4000-8000-5f3c2a1b0d00"}`,
	"grant_type=refresh_token&client_id=11112222-3333-4444-5555-666677778888", "token_type=Bearer&expires_in=3599",
	"response_type=code&code_challenge_method=S256&scope=openid%20offline_access", "error=access_denied&error_code=consent_required",
	"+OK Dovecot ready.", "USER anna@contoso.com", "421 4.7.66 TLS 1.0 and 1.1 are not supported.", "* BYE Autologout; idle for too long",
	"* LIST (\\HasNoChildren) \"/\" \"Passwords/Login data\"", "* 5 FETCH (UID 17 ENVELOPE (\"Mon, 1 Jan 2024 00:00:00 +0000\" \"Your password\" NIL NIL))",
	"TLS 1.3, TLS_AES_128_GCM_SHA256, issued by R3 (Let's Encrypt), expires 2026-09-01",
	"user=anna@contoso.com · Bearer JWT, 1,742 bytes, aud outlook.office.com, until 14:32",
	"LOGIN: the server asks for a password", "code=AUTHENTICATIONFAILED", "state=qwertzuiopqwertz12345",
}

func TestOrdinaryLinesStay(t *testing.T) {
	r := NewRedactor()
	// A JWT shares base64 of JSON with a challenge; an opaque token does not.
	for _, s := range secrets[1:] {
		r.Add("token", NewSecret(s))
	}
	for _, line := range ordinary {
		if text, masks := r.clean([]byte(line)); text != line || masks != nil {
			t.Errorf("%s\nbecame %s", line, text)
		}
	}
}
