package provider

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func TestTableIsWhole(t *testing.T) {
	for _, p := range All() {
		t.Run(p.ID, func(t *testing.T) {
			if p.Name == "" || p.Note == "" || p.Letter == "" {
				t.Error("a name, note or letter is missing")
			}
			for field, source := range p.Sources {
				if p.ID != Sandbox && !strings.HasPrefix(source, "https://") && source != "public code" {
					t.Errorf("the source of %s is %q", field, source)
				}
			}
			known := append(fieldNames(fields), "endpoints", "pop3", "testing", "all")
			for _, m := range []map[string]string{p.Sources, p.Unverified} {
				for field := range m {
					name, _, _ := strings.Cut(field, ".")
					if !slices.Contains(known, name) {
						t.Errorf("%q is no field", field)
					}
				}
			}
			for field, text := range p.Unverified {
				if !strings.HasSuffix(text, ".") {
					t.Errorf("the doubt about %s is no sentence: %q", field, text)
				}
			}
			for _, field := range endpoints {
				if u := p.endpoint(field); u != "" && checkURL(field, u) != "" {
					t.Error(checkURL(field, u))
				}
			}
			for _, field := range fieldNames(fields) {
				if problem := checkField(field, p); problem != "" && !slices.Contains(endpoints, field) && p.OAuth() {
					t.Error(problem)
				}
			}
			if p.Password != nil && (p.Password.Text == "" || !strings.HasPrefix(p.Password.URL, "https://")) {
				t.Errorf("the help about passwords: %+v", p.Password)
			}
			if p.ID == Custom || p.ID == Sandbox {
				return
			}
			facts := []string{"domains", "servers", "password"}
			if p.OAuth() {
				facts = []string{"endpoints", "scopes", "servers", "mechanisms", "pkce", "secret", "redirect", "refresh"}
			}
			for _, fact := range facts {
				if p.Sources[fact] == "" && p.Doubt(fact) == "" {
					t.Errorf("%s has neither a source nor a doubt", fact)
				}
			}
		})
	}
}

// TestSignInIsPossibleOrRefused: each provider has what a sign-in needs, or
// says how one gets in without.
func TestSignInIsPossibleOrRefused(t *testing.T) {
	for _, p := range All() {
		t.Run(p.ID, func(t *testing.T) {
			if !p.OAuth() {
				if p.Password == nil || p.AuthURL != "" || p.ByIssuer || len(p.Servers) == 0 {
					t.Error("without OAuth there must be servers and help about passwords, and no endpoints")
				}
				return
			}
			if p.RedirectHost == "" || p.Secret == "" || p.PKCE == "" || p.Redirect == "" || p.Refresh.Rotates == "" {
				t.Error("a rule is missing")
			}
			if p.ID == Sandbox {
				return
			}
			if p.ByIssuer == (p.AuthURL != "" && p.TokenURL != "") {
				t.Error("the endpoints must stand in the table or in metadata, and not in both")
			}
			if len(p.Registration.Steps) == 0 || p.Registration.Closed == "" && p.Registration.Console == "" && !p.ByIssuer {
				t.Error("nothing tells how to register the program")
			}
			// The redirect URI to register is the one that is sent.
			want := "http://" + p.RedirectHost
			if p.RedirectPort != 0 {
				want += ":" + strconv.Itoa(p.RedirectPort)
			}
			if p.RedirectPath != "/" {
				want += p.RedirectPath
			}
			if p.Redirect == RedirectHTTPS {
				want = strings.Replace(want, "http:", "https:", 1)
			}
			if got := p.Registration.RedirectURI; got != "" && got != want {
				t.Errorf("register %s, but %s is sent", got, want)
			}
			if p.Redirect == RedirectExact && p.RedirectPort == 0 {
				t.Error("a provider that compares the port needs a fixed one")
			}
			if strings.Contains(p.TokenURL, "{tenant}") && p.Tenant == "" {
				t.Error("no tenant")
			}
			if p.ByIssuer {
				return
			}
			for _, protocol := range wire.MailProtocols {
				if (len(p.Servers[protocol]) == 0) != (len(p.Scopes[protocol]) == 0) {
					t.Errorf("%s has servers %v and scopes %v", protocol, p.Servers[protocol], p.Scopes[protocol])
				}
			}
			if len(p.Servers[wire.IMAP]) == 0 || len(p.Servers[wire.SMTP]) == 0 {
				t.Error("no IMAP or no SMTP server")
			}
			for _, scopes := range p.Scopes {
				if len(p.Words(scopes)) == 0 {
					t.Errorf("nothing says what %v allow", scopes)
				}
			}
			for _, way := range fieldNames(p.Registration.StepsFor) {
				has := map[string]bool{"device": p.DeviceURL != "", "client-credentials": p.ClientCredentialsScope != "", "service-account": len(p.ServiceAccountScopes) > 0}
				if !has[way] {
					t.Errorf("steps for %s, which there is not", way)
				}
			}
		})
	}
}

// TestFactsOfTheOthers holds what was looked up for those beside Google and
// Microsoft, one telling fact each.
func TestFactsOfTheOthers(t *testing.T) {
	for id, ok := range map[string]func(Provider) bool{
		"microsoft-gcc-high": func(p Provider) bool { return p.ClientCredentialsScope == "https://outlook.office365.us/.default" },
		"microsoft-dod": func(p Provider) bool {
			return p.Servers[wire.IMAP][0].Host == "outlook-dod.office365.us" && p.Doubt("scopes.imap") != ""
		},
		"microsoft-china": func(p Provider) bool {
			return strings.HasPrefix(p.TokenURL, "https://login.partner.microsoftonline.cn/")
		},
		"yahoo": func(p Provider) bool { return p.Redirect == RedirectHTTPS && p.Registration.Closed != "" },
		"aol":   func(p Provider) bool { return p.TokenURL == "https://api.login.aol.com/oauth2/get_token" },
		"att":   func(p Provider) bool { return p.Servers[wire.SMTP][0].Host == "outbound.att.net" },
		"fastmail": func(p Provider) bool {
			return p.PKCE == PKCERequired && p.TokenURL == "https://api.fastmail.com/oauth/refresh"
		},
		"yandex":      func(p Provider) bool { return len(p.Scopes[wire.POP3]) == 0 && p.Secret == SecretRequired },
		"mail.ru":     func(p Provider) bool { return slices.Equal(p.Scopes[wire.SMTP], []string{"userinfo", "mail.imap"}) },
		"comcast":     func(p Provider) bool { return p.Scopes[wire.IMAP][0] == "https://email.comcast.net/" },
		"seznam":      func(p Provider) bool { return p.Issuer == "https://login.seznam.cz" },
		"thundermail": func(p Provider) bool { return p.Issuer == "https://auth.tb.pro/realms/tbpro" },
		"stalwart":    func(p Provider) bool { return p.ByIssuer && p.DynamicRegistration },
		"zoho":        func(p Provider) bool { return !p.OAuth() },
		"icloud":      func(p Provider) bool { return !p.OAuth() && p.Password.URL == "https://support.apple.com/102654" },
		"proton":      func(p Provider) bool { return p.Servers[wire.IMAP][0].Host == "127.0.0.1" },
		Google: func(p Provider) bool {
			return p.DeviceURL == "" && p.DeviceNote != "" && p.Refresh.Rotates == RotatesNot
		},
		Microsoft: func(p Provider) bool {
			return p.Refresh.Rotates == Rotates && p.Refresh.Days == 90 && p.DeviceURL != ""
		},
		MicrosoftPersonal: func(p Provider) bool { return p.ClientCredentialsScope == "" },
	} {
		if p, err := ByID(id); err != nil || !ok(p) {
			t.Errorf("%s: %v %+v", id, err, p)
		}
	}
}

// TestNoDomainHasTwoProviders: an address leads to one provider.
func TestNoDomainHasTwoProviders(t *testing.T) {
	of := map[string]string{}
	for _, p := range All() {
		for _, d := range p.Domains {
			if of[d] != "" {
				t.Errorf("%s is of %s and of %s", d, of[d], p.ID)
			}
			of[d] = p.ID
		}
	}
}

func TestHelpLeavesNoPlaceholder(t *testing.T) {
	for _, p := range All() {
		for _, way := range append(fieldNames(p.Registration.StepsFor), "code") {
			for _, s := range p.Registration.Help(way, "http://localhost", []string{"a", "b"}) {
				if strings.ContainsAny(s, "{}") {
					t.Errorf("%s: %q", p.ID, s)
				}
			}
		}
	}
	p, _ := ByID(Google)
	if steps := p.Registration.Help("service-account", "", p.ServiceAccountScopes); len(steps) == 0 || strings.Contains(strings.Join(steps, " "), "Desktop app") {
		t.Errorf("%q", steps)
	}
	if strings.Contains(strings.Join(p.Registration.Steps, " "), "delegation") {
		t.Error("the help wrote into the table")
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
		"a@contoso.onmicrosoft.com": Microsoft, "a@icloud.com": "icloud", "a@yahoo.co.uk": "yahoo", "a@contoso.onmicrosoft.us": "microsoft-gcc-high", "a@onmicrosoft.com": "",
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

func TestDoubtOfAPartAndOfTheWhole(t *testing.T) {
	p := Provider{Unverified: map[string]string{"servers.smtp": "S.", "scopes": "C.", "endpoints": "E."}}
	for field, want := range map[string]string{
		"servers.smtp": "S.", "servers.imap": "", "servers": "", "scopes": "C.", "scopes.imap": "C.", "token_url": "E.", "endpoints": "E.", "pkce": "",
	} {
		if got := p.Doubt(field); got != want {
			t.Errorf("%s: %q", field, got)
		}
	}
}

func TestProtocolsOfAProvider(t *testing.T) {
	for id, want := range map[string]int{Google: 3, "yandex": 2, "icloud": 2, Custom: 3} {
		if p, _ := ByID(id); len(p.Protocols()) != want {
			t.Errorf("%s: %v", id, p.Protocols())
		}
	}
	if len(wire.MailProtocols) != 3 {
		t.Error("the list of all protocols was written to")
	}
}
