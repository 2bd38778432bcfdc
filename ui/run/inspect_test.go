package run

import (
	"strings"
	"testing"
	"time"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/wire"
)

// TestInspect: what a token says of itself, held to what a provider wants.
func TestInspect(t *testing.T) {
	s := open(t, t.TempDir())
	now := time.Date(2025, 10, 20, 12, 0, 0, 0, time.UTC)
	jwt := func(change func(*token.Info)) token.Info {
		info := token.Info{Kind: token.JWT, User: "anna@acme.test", Audience: []string{"https://outlook.office.com"}, Expires: now.Add(time.Hour)}
		change(&info)
		return info
	}
	anna := mail.Account{Provider: "microsoft", User: "anna@acme.test"}
	for _, c := range []struct {
		name  string
		a     mail.Account
		info  token.Info
		good  map[wire.Protocol]bool
		known bool
		why   string // of IMAP
	}{
		{
			"one protocol of three", anna, jwt(func(i *token.Info) { i.Scopes = []string{"IMAP.AccessAsUser.All"} }),
			map[wire.Protocol]bool{wire.IMAP: true},
			true, "it has the scope https://outlook.office.com/IMAP.AccessAsUser.All",
		},
		{
			"small letters", anna, jwt(func(i *token.Info) { i.Scopes = []string{"imap.accessasuser.all", "pop.accessasuser.all"} }),
			map[wire.Protocol]bool{wire.IMAP: true, wire.POP3: true},
			true, "it has the scope",
		},
		{
			"somebody else's",
			mail.Account{Provider: "microsoft", User: "bob@acme.test"},
			jwt(func(i *token.Info) { i.Scopes = []string{"IMAP.AccessAsUser.All"} }),
			map[wire.Protocol]bool{wire.IMAP: true},
			true, "it is anna@acme.test's, so it opens bob@acme.test only if",
		},
		{"a scope of Graph", anna, jwt(func(i *token.Info) { i.Scopes = []string{"Mail.Read"} }), nil, true, "is missing"},
		{"over", anna, jwt(func(i *token.Info) { i.Scopes, i.Expires = []string{"IMAP.AccessAsUser.All"}, now.Add(-time.Minute) }), nil, true, "it has expired"},
		{
			"an app", anna, jwt(func(i *token.Info) {
				i.User, i.AppID, i.Roles = "", "an-app", []string{"IMAP.AccessAsApp", "SMTP.SendAsApp"}
			}),
			map[wire.Protocol]bool{wire.IMAP: true, wire.SMTP: true},
			true, "it has the role IMAP.AccessAsApp",
		},
		{"an app without a role", anna, jwt(func(i *token.Info) { i.User, i.Roles = "", []string{"Mail.Read"} }), nil, true, "the role IMAP.AccessAsApp is missing"},
		{"opaque", anna, token.Info{Kind: token.Opaque}, nil, false, "it is opaque"},
		{"a server of one's own", mail.Account{Provider: "custom"}, jwt(func(i *token.Info) { i.Scopes = []string{"mail"} }), nil, false, "is not known"},
		{"no such provider", mail.Account{Provider: "nobody"}, jwt(func(i *token.Info) { i.Scopes = []string{"mail"} }), nil, false, "is not known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := s.Inspect(c.a, c.info, now)
			if len(in.Good) != 3 || in.Good[0].Protocol != wire.IMAP || !strings.Contains(in.Good[0].Why, c.why) {
				t.Errorf("IMAP: %+v", in.Good)
			}
			for _, f := range in.Good {
				if f.OK != c.good[f.Protocol] || f.Known != c.known || f.Why == "" {
					t.Errorf("%+v", f)
				}
			}
			if text := strings.Join(in.Lines, "\n"); len(in.Lines) != 6 || strings.Contains(text, "\x1b") {
				t.Errorf("in words: %s", text)
			}
		})
	}
	t.Run("words are visible", func(t *testing.T) {
		in := s.Inspect(anna, jwt(func(i *token.Info) { i.User, i.Issuer = "anna\x1b[2J", "a\nb" }), now)
		if text := strings.Join(in.Lines, ""); strings.ContainsAny(text, "\x1b\n") {
			t.Errorf("%q", text)
		}
	})
}
