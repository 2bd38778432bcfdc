package run

import (
	"slices"
	"strings"
	"testing"

	"mailknock/mail"
	"mailknock/mail/provider"
)

// TestWays: what is offered is what the provider has, and nothing else is
// tried.
func TestWays(t *testing.T) {
	s := open(t, t.TempDir())
	all := []mail.Method{mail.Code, mail.Device, mail.ClientCredentials, mail.ServiceAccount, mail.GivenRefresh}
	for id, want := range map[string][]mail.Method{
		"google":         {mail.Code, mail.ServiceAccount, mail.GivenRefresh},
		"microsoft":      {mail.Code, mail.Device, mail.ClientCredentials, mail.GivenRefresh},
		"custom":         {mail.Code, mail.Device, mail.ClientCredentials, mail.GivenRefresh},
		provider.Sandbox: {mail.Code, mail.Device, mail.ClientCredentials, mail.ServiceAccount},
		"yahoo":          {mail.Code, mail.GivenRefresh},
		"icloud":         nil,
	} {
		p, err := s.Provider(id)
		if err != nil {
			t.Fatal(err)
		}
		if got := Ways(p); !slices.Equal(got, want) {
			t.Errorf("%s offers %v, want %v", id, got, want)
		}
		for _, m := range all {
			err := checkWay(p, m)
			if offered := slices.Contains(want, m); (err == nil) != offered {
				t.Errorf("%s, %s: %v", id, m, err)
			}
		}
		if len(want) > 0 && checkWay(p, "password") == nil {
			t.Errorf("%s takes a way that there is not", id)
		}
	}
}

// TestWhatASignInLacks: what is missing is about a field, and says what to do.
func TestWhatASignInLacks(t *testing.T) {
	get := func(id string) provider.Provider {
		p, err := provider.ByID(id)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, c := range []struct {
		id      string
		a       mail.Account
		secret  bool
		field   string
		problem string
	}{
		{"sandbox", mail.Account{Method: mail.ClientCredentials}, false, "", ""},
		{"google", mail.Account{}, false, "client_id", "register one"},
		{"google", mail.Account{ClientID: "x"}, false, "client_secret", "wants the client secret"},
		{"google", mail.Account{ClientID: "x"}, true, "", ""},
		{"google", mail.Account{Method: mail.ServiceAccount}, false, "key_file", "JSON key file"},
		{"google", mail.Account{Method: mail.ServiceAccount, KeyFile: "robot.json"}, false, "", ""},
		{"google", mail.Account{Method: mail.Device, ClientID: "x"}, true, "method", ""},
		{"microsoft", mail.Account{ClientID: "x"}, false, "", ""},
		{"microsoft", mail.Account{Method: mail.ClientCredentials, ClientID: "x"}, false, "client_secret", "its key file"},
		{"microsoft", mail.Account{Method: mail.ClientCredentials, ClientID: "x", KeyFile: "app.pfx"}, false, "", ""},
		{"custom", mail.Account{ClientID: "x"}, false, "issuer", "https://id.example.org"},
		{"custom", mail.Account{ClientID: "x", AuthURL: "https://id.test/a"}, false, "issuer", ""},
		{"custom", mail.Account{ClientID: "x", AuthURL: "https://id.test/a", TokenURL: "https://id.test/t"}, false, "", ""},
		{"icloud", mail.Account{ClientID: "x"}, false, "provider", "has no OAuth"},
	} {
		err := checkSignIn(get(c.id), c.a, c.secret)
		f, _ := err.(*FieldError)
		switch {
		case c.field == "" && err != nil, c.field != "" && f == nil:
			t.Errorf("%s %+v: %v", c.id, c.a, err)
		case f != nil && (f.Field != c.field || !strings.Contains(f.Problem, c.problem)):
			t.Errorf("%s %+v: %s: %s, want %s with %q", c.id, c.a, f.Field, f.Problem, c.field, c.problem)
		}
	}
}
