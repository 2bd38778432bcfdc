package discover

import (
	"strings"
	"testing"

	"mailknock/mail/wire"
)

const ownConfig = "autoconfig.example.org/mail/config-v1.1.xml"

// configured is a domain that has autoconfig and nothing else.
func configured(body string) *world {
	w := newWorld()
	w.text(ownConfig, "text/xml", body)
	return w
}

func TestAutoconfigRefused(t *testing.T) {
	for name, test := range map[string]struct {
		world   *world
		outcome Outcome
		result  string
	}{
		"broken":    {configured("<clientConfig>\n<emailProvider>"), Failed, "the XML is broken in line 2: unexpected EOF"},
		"other XML": {configured("<rss></rss>"), Failed, "holds no clientConfig"},
		"empty":     {configured("<clientConfig/>"), Failed, "names no emailProvider"},
		"entities": {
			configured(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><clientConfig><emailProvider>&e;</emailProvider></clientConfig>`),
			Failed, "a document type of its own",
		},
		"deep":      {configured(strings.Repeat("<clientConfig>", 100)), Failed, "larger or deeper"},
		"endless":   {configured("<clientConfig>" + strings.Repeat("<a/>", maxElements+1) + "</clientConfig>"), Failed, "larger or deeper"},
		"too long":  {configured(strings.Repeat(" ", maxBody+1)), Refused, "longer than 256 KiB"},
		"downgrade": {redirected("http://autoconfig.example.org/x"), Refused, "http://autoconfig.example.org/x, which is not encrypted: not followed"},
		"user":      {redirected("https://a:b@autoconfig.example.org/x"), Refused, "must not be followed"},
		"circle":    {redirected("https://autoconfig.example.org/mail/config-v1.1.xml"), Failed, "on and on"},
	} {
		a := ended(t, test.world.find(t, "anna@example.org"), "https://autoconfig.example.org")
		if a.Outcome != test.outcome || !strings.Contains(a.Result, test.result) {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func redirected(to string) *world {
	w := newWorld()
	w.redirect(ownConfig, to)
	return w
}

// A redirect stays within the site with the address in it; to another site it
// goes without, and the person is told.
func TestAutoconfigMoved(t *testing.T) {
	w := redirected("https://www.example.org/settings.xml")
	w.text("www.example.org/settings.xml", "text/xml", wellRunConfig)
	r := w.find(t, "anna@example.org")
	if !strings.Contains(r.Servers[wire.IMAP][0].Source, "example.org's own configuration at https://www.example.org/settings.xml") || len(r.Notes) != 0 {
		t.Errorf("%+v %v", r.Servers[wire.IMAP], r.Notes)
	}
	w = redirected("https://hoster.test/settings.xml")
	w.text("hoster.test/settings.xml", "text/xml", wellRunConfig)
	r = w.find(t, "anna@example.org")
	if len(r.Servers) != 3 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "hands the question on to hoster.test") {
		t.Errorf("%+v %v", r.Servers, r.Notes)
	}
	w.private(t, "autoconfig.example.org")
}

func TestAutoconfigContent(t *testing.T) {
	w := configured(`<clientConfig version="1.1"><emailProvider id="x"><displayName>X</displayName>
<incomingServer type="exchange"><hostname>x.example.org</hostname></incomingServer>
<incomingServer type="imap"><hostname>imap.example.org</hostname><port>143</port><socketType>plain</socketType><authentication>OAuth2</authentication></incomingServer>
<incomingServer type="imap"><hostname>127.0.0.1</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
<incomingServer type="imap"><hostname>imap.example.org</hostname><port>99999</port><socketType>SSL</socketType></incomingServer>
<incomingServer type="imap"><hostname>imap.example.org</hostname><port> 143 </port><socketType>STARTTLS</socketType><username>%EMAILLOCALPART%</username>
<authentication>password-cleartext</authentication></incomingServer>
</emailProvider></clientConfig>`)
	r := w.find(t, "anna@example.org")
	imap := r.Servers[wire.IMAP]
	if len(r.Servers) != 1 || len(imap) != 1 || imap[0].String() != "imap.example.org:143/starttls" || imap[0].User.Value != "anna" {
		t.Errorf("%+v", r.Servers)
	}
	if !r.PasswordOnly || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "none names OAuth") {
		t.Errorf("%v", r.Notes)
	}
}

// Without metadata the document's own endpoints are used, as one unit; the
// client ID is for everybody, from the domain itself only.
func TestAutoconfigEndpoints(t *testing.T) {
	body := strings.Replace(wellRunConfig, "<scope>", "<clientID>open</clientID><scope>", 1)
	r := configured(body).find(t, "anna@example.org")
	if r.OAuth.AuthURL.Value != "https://mail.example.org/authorize" || r.OAuth.TokenURL.Value == "" || r.OAuth.ClientID.Value != "open" || len(r.Needs) != 0 {
		t.Errorf("%+v %+v", r.OAuth, r.Needs)
	}
	w := newWorld()
	w.text("autoconfig.thunderbird.net/v1.1/example.org", "text/xml", body)
	r = w.find(t, "anna@example.org")
	if r.OAuth.ClientID.Value != "" || r.OAuth.TokenURL.Value != "" || r.OAuth.Issuer.Value != "https://mail.example.org" {
		t.Errorf("%+v", r.OAuth)
	}
	r = configured(strings.Replace(body, "<tokenURL>https:", "<tokenURL>http:", 1)).find(t, "anna@example.org")
	if r.OAuth.AuthURL.Value != "" || r.OAuth.TokenURL.Value != "" {
		t.Errorf("http was taken: %+v", r.OAuth)
	}
}
