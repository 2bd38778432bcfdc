package run

import (
	"slices"
	"strings"
	"testing"

	"mailknock/mail/discover"
	"mailknock/mail/wire"
)

// TestFill: what was found goes into the form as one unit, and what was not
// found touches nothing.
func TestFill(t *testing.T) {
	s := open(t, t.TempDir())
	imap := wire.Server{Host: "mail.acme.test", Port: 993, Security: wire.ImplicitTLS}
	text := func(value string) discover.Found[string] {
		return discover.Found[string]{Value: value, Source: "a test"}
	}
	custom := discover.Result{
		Address: "anna@acme.test", Provider: text("custom"),
		Servers: map[wire.Protocol][]discover.Server{wire.IMAP: {{Server: imap}}},
		OAuth: discover.OAuth{
			Issuer: text("https://id.acme.test"), AuthURL: text("https://id.acme.test/auth"), TokenURL: text("https://id.acme.test/token"),
			Scopes: discover.Found[[]string]{Value: []string{"mail"}}, IssParameter: discover.Found[bool]{Value: true, Source: "its metadata"},
		},
	}
	t.Run("a server of one's own", func(t *testing.T) {
		a := s.NewAccount("google")
		a.ClientID = "typed"
		a.Servers = map[wire.Protocol]wire.Server{wire.SMTP: imap}
		a = s.Fill(a, custom)
		if a.Provider != "custom" || a.User != "anna@acme.test" || a.Issuer != "https://id.acme.test" || a.AuthURL != "" || a.ClientID != "typed" {
			t.Errorf("%+v", a)
		}
		if len(a.Servers) != 1 || a.Servers[wire.IMAP] != imap || !slices.Equal(a.Protocols, []wire.Protocol{wire.IMAP}) {
			t.Errorf("servers %v for %v", a.Servers, a.Protocols)
		}
		if plan, err := s.Plan(a); err != nil || !slices.Equal(plan.Scopes, []string{"mail"}) {
			t.Errorf("%+v %v", plan, err)
		}
	})
	t.Run("an issuer without metadata", func(t *testing.T) {
		r := custom
		r.OAuth.IssParameter = discover.Found[bool]{}
		if a := s.Fill(s.NewAccount("custom"), r); a.Issuer != "https://id.acme.test" || a.AuthURL == "" || a.TokenURL == "" {
			t.Errorf("the endpoints of the domain's configuration are lost: %+v", a)
		}
	})
	t.Run("endpoints without an issuer", func(t *testing.T) {
		r := custom
		r.OAuth.Issuer, r.OAuth.IssParameter = discover.Found[string]{}, discover.Found[bool]{}
		if a := s.Fill(s.NewAccount("custom"), r); a.AuthURL != "https://id.acme.test/auth" || a.TokenURL != "https://id.acme.test/token" {
			t.Errorf("%+v", a)
		}
	})
	t.Run("a provider of the table", func(t *testing.T) {
		p, err := s.Provider("google")
		if err != nil {
			t.Fatal(err)
		}
		r := custom
		r.Provider = text("google")
		r.Servers = map[wire.Protocol][]discover.Server{wire.IMAP: {{Server: p.Servers[wire.IMAP][0]}}, wire.SMTP: {{Server: p.Servers[wire.SMTP][0]}}}
		a := s.NewAccount("custom")
		a.Issuer, a.TokenURL, a.Scopes = "https://old.example", "https://old.example/token", []string{"old"}
		a = s.Fill(a, r)
		if a.Provider != "google" || a.Issuer+a.AuthURL+a.TokenURL != "" || a.Servers != nil || a.Scopes != nil {
			t.Errorf("%+v", a)
		}
		if _, err := s.Plan(a); err != nil {
			t.Error(err)
		}
	})
	t.Run("nothing", func(t *testing.T) {
		a := s.NewAccount("google")
		a.Servers = map[wire.Protocol]wire.Server{wire.IMAP: imap}
		if a = s.Fill(a, discover.Result{Address: "bob@x.test"}); a.Provider != "google" || a.User != "bob@x.test" || a.Servers[wire.IMAP] != imap {
			t.Errorf("%+v", a)
		}
	})
}

// TestDiscoverNamesTheField: what keeps it from asking is about a field.
func TestDiscoverNamesTheField(t *testing.T) {
	s := open(t, t.TempDir())
	_, err := s.Discover(t.Context(), "anna@acme.test", "/nowhere", nil)
	if f, ok := err.(*FieldError); !ok || f.Field != "ca_file" {
		t.Errorf("%v", err)
	}
	if _, err := s.Discover(t.Context(), "anna", "", nil); err == nil || !strings.Contains(err.Error(), "@") {
		t.Errorf("%v", err)
	}
}
