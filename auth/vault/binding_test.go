package vault

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// TestBinding: a secret never goes where it was not got for (A9).
func TestBinding(t *testing.T) {
	v := open(t, t.TempDir(), Options{Kind: Keychain})
	e := entry(AccountKey("a"), "canary-refresh")
	put(t, v, e)
	same := e.Binding
	for name, c := range map[string]struct {
		edit  func(*Binding)
		field string
	}{
		"same":                {func(*Binding) {}, ""},
		"fewer hosts":         {func(b *Binding) { b.Hosts = b.Hosts[:1] }, ""},
		"no hosts":            {func(b *Binding) { b.Hosts = nil }, ""},
		"host in capitals":    {func(b *Binding) { b.Hosts = []string{"IMAP.Example.TEST."} }, ""},
		"other host":          {func(b *Binding) { b.Hosts = []string{"imap.example.test", "recorder.test"} }, "mail server"},
		"host as a suffix":    {func(b *Binding) { b.Hosts = []string{"imap.example.test.evil.test"} }, "mail server"},
		"empty host":          {func(b *Binding) { b.Hosts = []string{""} }, "mail server"},
		"other token URL":     {func(b *Binding) { b.TokenURL = "https://recorder.test/token" }, "token endpoint"},
		"token URL, slash":    {func(b *Binding) { b.TokenURL += "/" }, "token endpoint"},
		"other issuer":        {func(b *Binding) { b.Issuer = "https://recorder.test" }, "issuer"},
		"issuer in capitals":  {func(b *Binding) { b.Issuer = "https://ISSUER.test" }, "issuer"},
		"no issuer":           {func(b *Binding) { b.Issuer = "" }, "issuer"},
		"other client":        {func(b *Binding) { b.ClientID = "id-2" }, "client id"},
		"everything is other": {func(b *Binding) { *b = Binding{Issuer: "x", TokenURL: "y", ClientID: "z"} }, "issuer"},
	} {
		t.Run(name, func(t *testing.T) {
			now := same
			c.edit(&now)
			got, err := v.Get(t.Context(), e.Account)
			if err != nil {
				t.Fatal(err)
			}
			err = got.Binding.Check(now)
			if c.field == "" {
				if err != nil || got.Refresh.Empty() {
					t.Fatalf("refused: %v", err)
				}
				return
			}
			var other *BindingError
			if !errors.As(err, &other) || other.Field != c.field {
				t.Fatalf("err = %v, want a BindingError of the %s", err, c.field)
			}
		})
	}
}

func TestEntryPrintsNoSecret(t *testing.T) {
	e := entry("a", "canary")
	for _, text := range []string{fmt.Sprintf("%v %+v %#v %q %x", e, e, e, e, e), fmt.Sprintln(wire.NewSecret("canary"), &e)} {
		if strings.Contains(text, "canary") || strings.Contains(text, "63616e617279") {
			t.Errorf("printed: %s", text)
		}
	}
}
