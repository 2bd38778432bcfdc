package provider

import (
	"strings"
	"testing"

	"mailknock/mail/wire"
)

const (
	anID       = "3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11"
	aGoogleID  = "406964657835-aq8lmia8j95.apps.googleusercontent.com"
	aSecret    = "GOCSPX-canary-of-a-secret"
	azurSecret = "abc8Q~canary-of-a-secret"
)

// TestCheckRegistration: what people really paste, and the word that tells
// them what it is.
func TestCheckRegistration(t *testing.T) {
	for name, c := range map[string]struct {
		provider, id, secret string
		more                 Typed
		field, want          string // both empty: nothing to remark on
		severity             Severity
	}{
		"good Google":            {provider: Google, id: aGoogleID, secret: aSecret},
		"good Microsoft":         {provider: Microsoft, id: anID, more: Typed{Tenant: "contoso.onmicrosoft.com", RedirectHost: "localhost"}},
		"good app-only":          {provider: Microsoft, id: anID, secret: azurSecret, more: Typed{AppOnly: true, Tenant: anID[:35] + "2"}},
		"good certificate":       {provider: Microsoft, id: anID, more: Typed{AppOnly: true, Certificate: true, Tenant: "contoso.com"}},
		"good own server":        {provider: Custom, id: "mail", secret: "any thing"[:3]},
		"saved secret":           {provider: Google, id: aGoogleID, more: Typed{Certificate: true}},
		"nothing typed yet":      {provider: Google},
		"sandbox":                {provider: Sandbox, id: "a b"},
		"no OAuth there":         {provider: "icloud", id: "a b"},
		"space":                  {provider: Google, id: aGoogleID + " ", secret: aSecret, field: "client_id", want: "before or after", severity: Wrong},
		"space inside":           {provider: Microsoft, id: "my app", field: "client_id", want: "space inside", severity: Wrong},
		"line break":             {provider: Microsoft, id: anID[:9] + "\n" + anID[9:], field: "client_id", want: "line break", severity: Wrong},
		"quotes":                 {provider: Microsoft, id: `"` + anID + `"`, field: "client_id", want: "quotes", severity: Wrong},
		"name copied":            {provider: Google, id: "client_id=" + aGoogleID, secret: aSecret, field: "client_id", want: "name of the field", severity: Wrong},
		"name from a JSON":       {provider: Google, id: `"client_id": "` + aGoogleID + `"`, secret: aSecret, field: "client_id", want: "name of the field", severity: Wrong},
		"hidden character":       {provider: Microsoft, id: anID + "\u200b", field: "client_id", want: "nobody can see", severity: Wrong},
		"the example":            {provider: Microsoft, id: "00000000-0000-0000-0000-000000000000", field: "client_id", want: "example", severity: Wrong},
		"the other example":      {provider: Google, id: "….apps.googleusercontent.com", secret: aSecret, field: "client_id", want: "example", severity: Wrong},
		"API key":                {provider: Google, id: "AIzaSyA-1234567890", secret: aSecret, field: "client_id", want: "API key", severity: Wrong},
		"project number":         {provider: Google, id: "406964657835", secret: aSecret, field: "client_id", want: "number of the project", severity: Wrong},
		"secret as id":           {provider: Google, id: "GOCSPX-x", secret: aSecret, field: "client_id", want: "client secret", severity: Wrong},
		"e-mail":                 {provider: Google, id: "anna@gmail.com", secret: aSecret, field: "client_id", want: "e-mail", severity: Wrong},
		"service account":        {provider: Google, id: "a@b.iam.gserviceaccount.com", secret: aSecret, field: "client_id", want: "service account", severity: Wrong},
		"address":                {provider: Microsoft, id: "https://portal.azure.com", field: "client_id", want: "web address", severity: Wrong},
		"app's name":             {provider: Microsoft, id: "mailknock", field: "client_id", want: "Application (client) ID", severity: Wrong},
		"id of Microsoft":        {provider: Google, id: anID, secret: aSecret, field: "client_id", want: "Microsoft", severity: Wrong},
		"id of Google":           {provider: Microsoft, id: aGoogleID, field: "client_id", want: "Google", severity: Wrong},
		"id of Google, Yahoo":    {provider: "yahoo", id: aGoogleID, field: "client_id", want: "Google", severity: Wrong},
		"end alone":              {provider: Google, id: "apps.googleusercontent.com", secret: aSecret, field: "client_id", want: "Only the end", severity: Wrong},
		"a piece":                {provider: Google, id: "406964657835.apps.googleusercontent.com", secret: aSecret, field: "client_id", want: "dash", severity: Suspicious},
		"braces":                 {provider: "microsoft-china", id: "{" + anID + "}", field: "client_id", want: "braces", severity: Wrong},
		"secret of Azure as id":  {provider: Microsoft, id: azurSecret, field: "client_id", want: "client secret", severity: Wrong},
		"tenant as id":           {provider: Microsoft, id: anID, more: Typed{Tenant: anID}, field: "client_id", want: "copied twice", severity: Wrong},
		"secret's ID":            {provider: Microsoft, id: anID, secret: anID[:35] + "9", more: Typed{AppOnly: true, Tenant: "contoso.com"}, field: "client_secret", want: "Value", severity: Wrong},
		"GUID at Google":         {provider: Google, id: aGoogleID, secret: anID, field: "client_secret", want: "GOCSPX-", severity: Wrong},
		"GUID elsewhere":         {provider: "yahoo", id: "dj0y", secret: anID, field: "client_secret", want: "id of a secret", severity: Suspicious},
		"secret of a public app": {provider: Microsoft, id: anID, secret: azurSecret, field: "client_secret", want: "leave the field empty", severity: Wrong},
		"secret is missing":      {provider: Google, id: aGoogleID, field: "client_secret", want: "wants the client secret", severity: Wrong},
		"app-only without":       {provider: Microsoft, id: anID, more: Typed{AppOnly: true, Tenant: "contoso.com"}, field: "client_secret", want: "certificate", severity: Wrong},
		"old secret of Google":   {provider: Google, id: aGoogleID, secret: "kSmqCanary-of-a-secret", field: "client_secret", want: "GOCSPX-", severity: Suspicious},
		"masked secret":          {provider: Google, id: aGoogleID, secret: "GOCSPX-****************", field: "client_secret", want: "masked", severity: Wrong},
		"secret with its name":   {provider: Google, id: aGoogleID, secret: "client_secret: " + aSecret, field: "client_secret", want: "name of the field", severity: Wrong},
		"secret in quotes":       {provider: Google, id: aGoogleID, secret: "'" + aSecret + "'", field: "client_secret", want: "quotes", severity: Wrong},
		"secret with a break":    {provider: Google, id: aGoogleID, secret: aSecret + "\n", field: "client_secret", want: "before or after", severity: Wrong},
		"own server's secret":    {provider: Custom, id: "mail", secret: "two words", field: "client_secret", want: "space inside", severity: Suspicious},
		"whole JSON":             {provider: Google, id: aGoogleID, secret: `{"installed":{"client_secret":"` + aSecret + `"}}`, field: "client_secret", want: "JSON file", severity: Wrong},
		"PEM":                    {provider: Microsoft, id: anID, secret: "-----BEGIN PRIVATE KEY-----\ncanary", more: Typed{AppOnly: true, Tenant: "contoso.com"}, field: "client_secret", want: "choose its file", severity: Wrong},
		"token":                  {provider: Google, id: aGoogleID, secret: "ya29.canary", field: "client_secret", want: "token", severity: Wrong},
		"id as secret":           {provider: "yandex", id: "abc", secret: "abc", field: "client_secret", want: "once more", severity: Wrong},
		"other id as secret":     {provider: Google, id: aGoogleID, secret: "1-b.apps.googleusercontent.com", field: "client_secret", want: "client id", severity: Wrong},
		"API key as secret":      {provider: Google, id: aGoogleID, secret: "AIzacanary", field: "client_secret", want: "API key", severity: Wrong},
		"e-mail as secret":       {provider: "mail.ru", id: "abc", secret: "anna@mail.ru", field: "client_secret", want: "e-mail", severity: Suspicious},
		"common":                 {provider: Microsoft, id: anID, more: Typed{Tenant: "common"}, field: "tenant", want: "this organizational directory only", severity: Suspicious},
		"tenant where none is":   {provider: Google, id: aGoogleID, secret: aSecret, more: Typed{Tenant: "common"}, field: "tenant", want: "no tenants", severity: Suspicious},
		"tenant with a space":    {provider: Microsoft, id: anID, more: Typed{Tenant: "contoso.com "}, field: "tenant", want: "before or after", severity: Wrong},
		"e-mail as tenant":       {provider: Microsoft, id: anID, more: Typed{Tenant: "anna@contoso.com"}, field: "tenant", want: "after the @", severity: Wrong},
		"address as tenant":      {provider: Microsoft, id: anID, more: Typed{Tenant: "https://contoso.com"}, field: "tenant", want: "web address", severity: Wrong},
		"no tenant at all":       {provider: Microsoft, id: anID, more: Typed{Tenant: "{tenant}"}, field: "tenant", want: "Directory (tenant) ID", severity: Wrong},
		"name as tenant":         {provider: Microsoft, id: anID, more: Typed{Tenant: "Contoso"}, field: "tenant", want: "whole domain", severity: Suspicious},
		"company at Outlook.com": {provider: MicrosoftPersonal, id: anID, more: Typed{Tenant: "contoso.com"}, field: "tenant", want: "personal account", severity: Suspicious},
		"person at Microsoft":    {provider: "microsoft-dod", id: anID, more: Typed{Tenant: "consumers"}, field: "tenant", want: "personal accounts", severity: Suspicious},
		"app-only at common":     {provider: Microsoft, id: anID, secret: azurSecret, more: Typed{AppOnly: true, Tenant: "common"}, field: "tenant", want: "one tenant", severity: Wrong},
		"app-only, no tenant":    {provider: Microsoft, id: anID, secret: azurSecret, more: Typed{AppOnly: true}, field: "tenant", want: "told the tenant", severity: Wrong},
		"127.0.0.1 at Microsoft": {provider: Microsoft, id: anID, more: Typed{RedirectHost: "127.0.0.1"}, field: "redirect_host", want: "manifest", severity: Suspicious},
		"[::1] at Microsoft":     {provider: Microsoft, id: anID, more: Typed{RedirectHost: "::1"}, field: "redirect_host", want: "localhost", severity: Wrong},
		"other host, to letter":  {provider: "yandex", id: "abc", secret: "xyz", more: Typed{RedirectHost: "127.0.0.1"}, field: "redirect_host", want: "letter", severity: Suspicious},
		"host at Yahoo":          {provider: "yahoo", id: "dj0y", more: Typed{RedirectHost: "localhost"}, field: "redirect_host", want: "paste", severity: Suspicious},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := ByID(c.provider)
			if err != nil {
				t.Fatal(err)
			}
			typed := c.more
			typed.ClientID, typed.Secret = c.id, wire.NewSecret(c.secret)
			remarks := CheckRegistration(p, typed)
			if c.field == "" {
				if len(remarks) > 0 {
					t.Errorf("%+v", remarks)
				}
				return
			}
			if len(remarks) != 1 || remarks[0].Field != c.field || remarks[0].Severity != c.severity || !strings.Contains(remarks[0].Text, c.want) {
				t.Errorf("want one remark on %s with %q, got %+v", c.field, c.want, remarks)
			}
			for _, r := range remarks {
				if strings.Contains(strings.ToLower(r.Text), "canary") || !strings.HasSuffix(r.Text, ".") {
					t.Errorf("%q quotes a secret, or is no sentence", r.Text)
				}
			}
		})
	}
}

// TestSeveralThingsAtOnce: one remark for each field.
func TestSeveralThingsAtOnce(t *testing.T) {
	p, _ := ByID(Microsoft)
	remarks := CheckRegistration(p, Typed{ClientID: "my app", Secret: wire.NewSecret("x"), Tenant: "a b", RedirectHost: "::1"})
	if len(remarks) != 4 {
		t.Errorf("%+v", remarks)
	}
}
