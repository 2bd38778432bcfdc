package diagnose

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// What is secret in a paste leaves in no part longer than eight characters, in
// whatever words and marks it stood.
func TestSecretsOfAPaste(t *testing.T) {
	const secret = "Zq7KpX2vLm9Rt4Wy8Bn1Hd"
	for _, paste := range []string{
		"imaps://joe:SECRET@imap.gmail.com NO AUTHENTICATE failed",
		"smtp://SECRET@smtp.gmail.com:587 535 5.7.8 Username and Password not accepted",
		"getaddrinfo ENOTFOUND joe:SECRET@imap.gmail.com",
		"curl -u joe:SECRET imaps://imap.gmail.com NO [AUTHENTICATIONFAILED] Invalid credentials",
		"AADSTS700082 refresh token 0.AXYASECRETSECRET",
		"AADSTS54005 code M.C107_BAY.2.SECRET",
		"invalid_grant Malformed auth code. 4/0AeSECRET",
		"AADSTS7000215: Invalid client secret provided: abc8Q~SECRET",
		"client_secret=0123SECRET0\nSECRET invalid_client AADSTS7000222",
		"a1 LOGIN joe@gmail.com \"SECRET\" a1 NO [ALERT] Application-specific password required",
		"send: a1 LOGIN joe@gmail.com SECRET ; recv: a1 NO [ALERT] Application-specific password required",
		"app --client-secret SECRET AADSTS7000215: Invalid client secret provided",
		"| client secret | SECRET | AADSTS7000215: Invalid client secret provided",
		"my client secret is SECRET AADSTS7000215: Invalid client secret provided",
		"user joe pass SECRET 535 5.7.8 Username and Password not accepted",
		"<clientSecret>SECRET</clientSecret> AADSTS7000215: Invalid client secret",
		"<add key=\"ClientSecret\" value=\"SECRET\"/> AADSTS7000215: Invalid client secret",
		"Passwort: SECRET 535 5.7.8 Username and Password not accepted",
		"Mot de passe : SECRET 535 5.7.8 Username and Password not accepted",
		"Cookie: ESTSAUTH=SECRET AADSTS50076 mfa required",
		"AADSTS50011 the reply url does not match SECRET",
	} {
		r := explainText(t, strings.ReplaceAll(paste, "SECRET", secret), Hint{})
		if len(r.Causes) == 0 {
			t.Errorf("%s: nothing is understood", paste)
		}
		checkHidden(t, paste, r, secret)
	}
	r := explainText(t, "password \"abcd efgh ijkl mnop\" 535 5.7.8 Username and Password not accepted", Hint{})
	checkHidden(t, "an app password", r, "abcd efgh ijkl mnop")
	r = explainText(t, "334 UGFzc3dvcmQ6 WnE3S3BYMnZMbTlSdA== 535 5.7.8 Username and Password not accepted", Hint{})
	checkHidden(t, "an answer to AUTH LOGIN", r, "WnE3S3BYMnZMbTlSdA")
	for _, first := range []string{"Zq7KpX2vLm9Rt4", "Zq7KpX2vLm9Rt4Wy8Bn1Hd12345"} {
		r = explainText(t, "client_secret="+first+"\nb1Nc3Hd8Gf5Jl0Ss invalid_client AADSTS7000222", Hint{})
		checkHidden(t, "the rest of a wrapped secret", r, "b1Nc3Hd8Gf5Jl0Ss")
	}
}

func checkHidden(t *testing.T, paste string, r Reading, secret string) {
	t.Helper()
	out, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+9 <= len(secret); i++ {
		if strings.Contains(string(out), secret[i:i+9]) {
			t.Errorf("%s: %q is told in %s", paste, secret[i:i+9], regexp.MustCompile(`.{0,60}`+regexp.QuoteMeta(secret[i:i+9])).Find(out))
			return
		}
	}
}

// A server's answer behind what the client sent is no rest of it.
func TestAnswerStaysReadable(t *testing.T) {
	for _, sent := range []string{
		"AUTH XOAUTH2 dXNlcj1hbm5hQGdtYWlsLmNvbQFhdXRoPUJlYXJlciB1bmRlZmluZWQBAQ==",
		"AUTH PLAIN AGFubmFAZ21haWwuY29tAGh1bnRlcjJodW50ZXIy",
		"password = Zq7KpX2vLm9Rt4Wy8Bn1Hd",
	} {
		for _, answer := range []string{"535-5.7.8 Username and Password not accepted.", "501-5.5.2 Cannot Decode response"} {
			r := explainText(t, sent+"\n"+answer, Hint{})
			shown := 0
			for _, m := range r.Marks {
				if m.Line != 2 {
					continue
				}
				shown++
				if m.Text != answer {
					t.Errorf("%q is shown as %q", answer, m.Text)
				}
			}
			if shown == 0 {
				t.Errorf("%q after %q is not shown", answer, sent)
			}
			for _, c := range r.Causes {
				if advice := strings.Join(c.Advice, " "); strings.Contains(advice, "sha256") {
					t.Errorf("advice is masked: %s", advice)
				}
			}
		}
	}
}

// What is no secret stays readable: it is the evidence.
func TestEvidenceStaysReadable(t *testing.T) {
	for _, said := range []string{
		"AUTHENTICATE XOAUTH2 user=shared@contoso.com",
		"BYE Session invalidated - AccessTokenExpired",
		"535 5.7.3 Authentication unsuccessful [SG2PR0401CA0012.apcprd04.prod.outlook.com 2026-04-09T12:13:06.348Z 08DE95BEBBF63F52]",
		"MailKit.Net.Smtp.SmtpCommandException: 535 5.7.8 Username and Password not accepted",
		"password authentication failed, client secret expired, refresh token revoked",
		"334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0=",
	} {
		r := explainText(t, said+"\nA1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\n535 5.7.3 Authentication unsuccessful", Hint{Provider: "microsoft"})
		for _, c := range r.Causes {
			for _, e := range c.Evidence {
				if strings.Contains(e, "sha256:") {
					t.Errorf("%q is shown as %q", said, e)
				}
			}
		}
	}
}
