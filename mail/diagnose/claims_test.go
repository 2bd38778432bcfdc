package diagnose

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What a token in the text says about itself decides, is shown, and rules out
// what it disproves.
func TestClaimsInPastedText(t *testing.T) {
	const until2099 = 4070908800
	app := `"idtyp":"app","appid":"11111111-1111-4111-8111-111111111111","oid":"22222222-2222-4222-8222-222222222222"`
	for _, tt := range []struct {
		name, claims, cause, says string
		not                       []string
	}{
		{"Graph", `"aud":"https://graph.microsoft.com","scp":"IMAP.AccessAsUser.All","upn":"anna@contoso.com"`, "token.wrong_audience", "aud) is https://graph.microsoft.com", []string{"token.expired", "token.user_mismatch"}},
		{"scope", `"aud":"https://outlook.office.com","scp":"SMTP.Send","upn":"anna@contoso.com"`, "token.missing_scope", "SMTP.Send", []string{"token.wrong_audience", "token.expired", "token.user_mismatch"}},
		{"user", `"aud":"https://outlook.office.com","scp":"IMAP.AccessAsUser.All","upn":"bob@contoso.com"`, "token.user_mismatch", "bob@contoso.com", []string{"token.wrong_audience", "token.missing_scope", "token.expired"}},
		{"app", `"aud":"https://outlook.office365.com","roles":["IMAP.AccessAsApp"],` + app, "account.app_not_registered", "11111111-1111", []string{"token.wrong_audience", "token.missing_scope", "token.expired", "token.user_mismatch"}},
		{"role", `"aud":"https://outlook.office365.com","roles":["Mail.Read"],` + app, "token.missing_scope", "Mail.Read", []string{"token.wrong_audience", "token.expired"}},
	} {
		claims := fmt.Sprintf(`{"iss":"https://sts.windows.net/33333333-3333-4333-8333-333333333333/","exp":%d,%s}`, until2099, tt.claims)
		bearer := strings.Join([]string{base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`)), base64.RawURLEncoding.EncodeToString([]byte(claims)), "c2ln"}, ".")
		said := "C: A1 AUTHENTICATE XOAUTH2 " + base64.StdEncoding.EncodeToString([]byte("user=anna@contoso.com\x01auth=Bearer "+bearer+"\x01\x01")) + "\nS: A1 NO AUTHENTICATE failed."
		r, err := Explain(strings.NewReader(said), Hint{})
		if err != nil || len(r.Causes) == 0 || r.Causes[0].ID != tt.cause || !strings.Contains(r.Causes[0].Evidence[0], tt.says) {
			t.Errorf("%s: %v %+v", tt.name, err, r.Causes)
			continue
		}
		if advice := strings.Join(r.Causes[0].Advice, " "); tt.name == "role" && (r.Causes[0].Who != "app" || !strings.Contains(advice, "IMAP.AccessAsApp") || !strings.Contains(advice, "/.default")) {
			t.Errorf("who and what an app needs: %s %q", r.Causes[0].Who, advice)
		}
		for _, c := range r.Causes {
			if slices.Contains(tt.not, c.ID) {
				t.Errorf("%s: %s is named against the claims", tt.name, c.ID)
			}
			if advice := strings.Join(c.Advice, " "); strings.Contains(advice, "the scopes that the protocol needs") || strings.Contains(advice, "for anna@contoso.com; the mailbox is anna@contoso.com") {
				t.Errorf("%s: %s advises %q", tt.name, c.ID, advice)
			}
		}
	}
}

// TestClaimsAgainstTheLastLine: a token that ended while a log was written had
// ended at the log's last line, which may stand first.
func TestClaimsAgainstTheLastLine(t *testing.T) {
	claims := `{"iss":"https://sts.windows.net/33333333-3333-4333-8333-333333333333/","exp":1772359200,"aud":"https://outlook.office.com","scp":"IMAP.AccessAsUser.All","upn":"anna@contoso.com"}` // 10:00
	bearer := strings.Join([]string{base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`)), base64.RawURLEncoding.EncodeToString([]byte(claims)), "c2ln"}, ".")
	sent := " C: A1 AUTHENTICATE XOAUTH2 " + base64.StdEncoding.EncodeToString([]byte("user=anna@contoso.com\x01auth=Bearer "+bearer+"\x01\x01"))
	const refused = " S: A1 NO AUTHENTICATE failed."
	for _, c := range []struct {
		said    string
		expired bool
	}{
		{"2026-03-01 09:58:00" + sent + "\n2026-03-01 10:02:00" + refused, true},
		{"2026-03-01 10:02:00" + refused + "\n2026-03-01 09:58:00" + sent, true},
		{"2026-03-01 09:58:00" + sent + "\n2026-03-01 09:58:01" + refused, false},
		{"2026-03-01 09:58:01" + refused + "\n2026-03-01 09:58:00" + sent, false},
	} {
		if got := slices.Contains(ids(explainText(t, c.said, Hint{})), "token.expired"); got != c.expired {
			t.Errorf("%s: expired is %t", c.said, got)
		}
	}
}

// What a hostile token says is shown, and changes no terminal.
func TestHostileClaims(t *testing.T) {
	claims := `{"iss":"https://sts.windows.net/x/","aud":"ev\u001b[31mil \u202eabc","upn":"\u202ebob@contoso.com","scp":"a"}`
	bearer := strings.Join([]string{base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`)), base64.RawURLEncoding.EncodeToString([]byte(claims)), "c2ln"}, ".")
	r, err := Explain(strings.NewReader("token "+bearer+"\nS: A1 NO AUTHENTICATE failed."), Hint{})
	if err != nil || len(r.Causes) == 0 || !strings.Contains(strings.Join(r.Causes[0].Evidence, " "), "(aud) is ev") {
		t.Fatalf("%v %+v", err, r.Causes)
	}
	for _, c := range r.Causes {
		for _, said := range append(c.Evidence, c.Advice...) {
			if strings.ContainsAny(said, "\x1b\u202e") {
				t.Errorf("%s: %q", c.ID, said)
			}
		}
	}
}
