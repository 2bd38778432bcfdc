package discover

import (
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// foreignConfig is what a hostile domain says of itself.
func foreignConfig(issuer, auth, token string) string {
	return `<clientConfig version="1.2"><emailProvider id="evil.example"><domain>evil.example</domain>
<incomingServer type="imap"><hostname>imap.evil.example</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username><authentication>OAuth2</authentication></incomingServer>
</emailProvider><oAuth2><issuer>` + issuer + `</issuer><scope>mail</scope><authURL>` + auth + `</authURL><tokenURL>` + token + `</tokenURL><clientID>borrowed</clientID></oAuth2></clientConfig>`
}

// TestForeignSignInPage: a domain that names the sign-in page of another and
// its own token endpoint would get the other's codes.
func TestForeignSignInPage(t *testing.T) {
	w := newWorld()
	w.text("autoconfig.evil.example/mail/config-v1.1.xml", "text/xml",
		foreignConfig("https://id.evil.example", "https://id.good.example/authorize", "https://id.evil.example/token"))
	if o := w.find(t, "anna@evil.example").OAuth; o.AuthURL.Value != "" || o.TokenURL.Value != "" {
		t.Errorf("taken: %s with %s", o.AuthURL.Value, o.TokenURL.Value)
	}
}

// TestForeignServer: a domain that names Microsoft's issuer of a tenant does
// not get Microsoft's tokens for its own server.
func TestForeignServer(t *testing.T) {
	const issuer = "https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0"
	w := newWorld()
	w.text("autoconfig.evil.example/mail/config-v1.1.xml", "text/xml", foreignConfig(issuer, issuer+"/a", issuer+"/t"))
	w.json(strings.TrimPrefix(issuer, "https://")+"/.well-known/openid-configuration", map[string]any{
		"issuer": issuer, "authorization_endpoint": issuer + "/a", "token_endpoint": issuer + "/t",
	})
	r := w.find(t, "anna@evil.example")
	if r.Provider.Value != "microsoft" || r.Servers[wire.IMAP][0].Host != "outlook.office365.com" || len(r.Conflicts) == 0 {
		t.Errorf("%+v", r)
	}
}

// TestStrangers: a sign-in at somebody's identity provider for a mail server of
// another site, told by a domain of a third, is warned of.
func TestStrangers(t *testing.T) {
	const issuer = "https://id.victim.example"
	w := newWorld()
	w.text("autoconfig.evil.example/mail/config-v1.1.xml", "text/xml", foreignConfig(issuer, issuer+"/a", issuer+"/t"))
	w.json("id.victim.example/.well-known/openid-configuration", map[string]any{
		"issuer": issuer, "authorization_endpoint": issuer + "/a", "token_endpoint": issuer + "/t",
	})
	r := w.find(t, "anna@evil.example")
	if r.OAuth.Issuer.Value != issuer || !strings.Contains(strings.Join(r.Notes, "\n"), "would get the token") {
		t.Errorf("issuer %q, notes %q", r.OAuth.Issuer.Value, r.Notes)
	}
}
