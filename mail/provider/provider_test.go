package provider

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func TestTableIsWhole(t *testing.T) {
	for _, p := range All() {
		t.Run(p.ID, func(t *testing.T) {
			if p.Name == "" || p.Note == "" || p.Letter == "" || p.RedirectHost == "" || p.Secret == "" {
				t.Errorf("a name, note, letter, redirect host or secret rule is missing: %+v", p)
			}
			if len(p.Sources) == 0 {
				t.Error("no source is named")
			}
			for _, u := range []string{p.AuthURL, p.TokenURL, p.RevokeURL, p.JWKSURL, p.Issuer, p.Registration.Console} {
				if u == "" {
					continue
				}
				parsed, err := url.Parse(strings.ReplaceAll(u, "{tenant}", "common"))
				if err != nil || parsed.Scheme != "https" || parsed.Host == "" {
					t.Errorf("%q is no https URL", u)
				}
			}
			if p.ID == Custom || p.ID == Sandbox {
				return
			}
			for _, protocol := range wire.MailProtocols {
				if len(p.Servers[protocol]) == 0 || len(p.Scopes[protocol]) == 0 {
					t.Errorf("%s has no server or no scope", protocol)
				}
			}
			if len(p.Registration.Steps) == 0 || p.Registration.Console == "" {
				t.Error("nothing tells how to register the program")
			}
		})
	}
}

// The facts that the program is used for, from Google's and Microsoft's own
// pages (the table names them).
func TestSixCombinations(t *testing.T) {
	tests := []struct {
		provider string
		protocol wire.Protocol
		server   string
		scope    string
		twoLine  bool
	}{
		{Google, wire.IMAP, "imap.gmail.com:993/tls", "https://mail.google.com/", false},
		{Google, wire.SMTP, "smtp.gmail.com:465/tls", "https://mail.google.com/", false},
		{Google, wire.SMTP, "smtp.gmail.com:587/starttls", "https://mail.google.com/", false},
		{Google, wire.POP3, "pop.gmail.com:995/tls", "https://mail.google.com/", false},
		{Microsoft, wire.IMAP, "outlook.office365.com:993/tls", "https://outlook.office.com/IMAP.AccessAsUser.All", false},
		{Microsoft, wire.SMTP, "smtp.office365.com:587/starttls", "https://outlook.office.com/SMTP.Send", false},
		{Microsoft, wire.POP3, "outlook.office365.com:995/tls", "https://outlook.office.com/POP.AccessAsUser.All", true},
	}
	for _, tt := range tests {
		p, err := ByID(tt.provider)
		if err != nil {
			t.Fatal(err)
		}
		server, err := wire.ParseServer(tt.server)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(p.Servers[tt.protocol], server) {
			t.Errorf("%s %s: %s is missing in %v", tt.provider, tt.protocol, tt.server, p.Servers[tt.protocol])
		}
		if !slices.Equal(p.Scopes[tt.protocol], []string{tt.scope}) {
			t.Errorf("%s %s: scopes are %v", tt.provider, tt.protocol, p.Scopes[tt.protocol])
		}
		if p.NeedsTwoLines(tt.protocol) != tt.twoLine {
			t.Errorf("%s %s: two lines is %t", tt.provider, tt.protocol, !tt.twoLine)
		}
	}
}

func TestScopesOfChosenProtocolsOnly(t *testing.T) {
	p, _ := ByID(Microsoft)
	got := p.ScopesFor([]wire.Protocol{wire.SMTP})
	if want := []string{"https://outlook.office.com/SMTP.Send", "offline_access", "openid", "profile"}; !slices.Equal(got, want) {
		t.Errorf("asked for %v, want %v", got, want)
	}
	p, _ = ByID(Google)
	got = p.ScopesFor(wire.MailProtocols)
	if want := []string{"https://mail.google.com/", "openid", "email"}; !slices.Equal(got, want) {
		t.Errorf("asked for %v, want %v", got, want)
	}
	if p.AuthParams["access_type"] != "offline" || p.AuthParams["prompt"] != "consent" {
		t.Errorf("without these Google gives no refresh token: %v", p.AuthParams)
	}
}

func TestByAddress(t *testing.T) {
	for address, want := range map[string]string{
		"a@gmail.com": Google, "A@GMAIL.COM": Google, "a@hotmail.com": MicrosoftPersonal, "a@hotmail.de": MicrosoftPersonal,
		"a@contoso.onmicrosoft.com": Microsoft, "a@onmicrosoft.com": "",
		"anna@sandbox.test": Sandbox, "a@example.org": "", "gmail.com": "", "": "", "@gmail.com": "",
	} {
		p, ok := ByAddress(address)
		if p.ID != want || ok != (want != "") {
			t.Errorf("%q: %q, %t", address, p.ID, ok)
		}
	}
}

func TestUnknownIDListsTheKnown(t *testing.T) {
	_, err := ByID("gmial")
	if err == nil || !strings.Contains(err.Error(), Microsoft) {
		t.Errorf("got %v", err)
	}
}

func TestParseRefusesTwins(t *testing.T) {
	if _, err := parse([]byte(`{"version":1,"providers":[{"id":"a"},{"id":"a"}]}`)); err == nil {
		t.Error("a duplicate id went through")
	}
	if _, err := parse([]byte(`{"version":1,"providers":[{"idd":"a"}]}`)); err == nil {
		t.Error("a misspelt field went through")
	}
}
