package page

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/widgets"
	"mailknock/ui/run"
)

// openForm puts a form with a new Google account into a window.
func openForm(t *testing.T, k known) *Form {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(&look.Theme{Mode: look.Light})
	f := NewForm(k)
	w := test.NewTempWindow(t, f.Root)
	w.Resize(fyne.NewSize(1000, 800))
	f.Start(mail.Account{ID: "9", Provider: provider.Google, Protocols: []wire.Protocol{wire.IMAP, wire.SMTP}}, true)
	return f
}

func seen(t *testing.T, f *Form) string {
	t.Helper()
	var all []string
	for _, text := range shown(f.Root) {
		all = append(all, text.String())
	}
	return strings.Join(all, "\n")
}

func TestTypingAnAddressChoosesTheProvider(t *testing.T) {
	f := openForm(t, known{registered: map[string]string{provider.MicrosoftPersonal: "kept-id"}})
	test.Type(f.First(), "anna@hotmail.com")
	if f.chosen.ID != provider.MicrosoftPersonal || f.submit.Label != "Sign in with Outlook.com" {
		t.Fatalf("chosen: %s, the button says %q", f.chosen.ID, f.submit.Label)
	}
	if got := f.reg.clientID.Entry.Text; got != "kept-id" {
		t.Errorf("the registration that is kept was not filled in: %q", got)
	}
	if f.reg.secret.Box.Visible() {
		t.Error("a client secret is asked for where there is none")
	}
}

func TestAChoiceByHandStays(t *testing.T) {
	f := openForm(t, known{})
	f.top.providers[provider.Microsoft].Tapped(nil)
	f.top.address.SetText("anna@gmail.com")
	if f.chosen.ID != provider.Microsoft {
		t.Error("the address overruled the person")
	}
	if !strings.Contains(seen(t, f), "its domain belongs to Google; you chose Microsoft 365") {
		t.Error("the window does not tell that the address looks like another provider's")
	}
}

func TestNothingIsMissedBeforeTheButton(t *testing.T) {
	f := openForm(t, known{})
	if text := seen(t, f); strings.Contains(text, "client id of your own: type it here") {
		t.Error("an empty form complains")
	}
	f.OnSubmit = func(mail.Account, Secrets) { t.Error("an incomplete form was taken") }
	f.top.address.SetText("anna@gmail.com")
	f.submit.Tapped(nil)
	for _, want := range []string{"lets a program in only by a client id of your own: type it here.", "wants the client secret"} {
		if !strings.Contains(seen(t, f), want) {
			t.Errorf("the window does not say %q", want)
		}
	}
	if f.top.address.Text != "anna@gmail.com" {
		t.Error("what was typed is lost")
	}
}

func TestFormIsTaken(t *testing.T) {
	f := openForm(t, known{})
	var got mail.Account
	var secret string
	f.OnSubmit = func(a mail.Account, s Secrets) { got, secret = a, s.Client.Reveal() }
	f.top.address.SetText("anna@gmail.com")
	f.reg.clientID.Entry.SetText("1.apps.googleusercontent.com")
	f.reg.secret.Entry.SetText("GOCSPX-x")
	f.top.protocols[wire.POP3].Tapped(nil)
	f.top.protocols[wire.SMTP].Tapped(nil)
	f.submit.Tapped(nil)
	if got.User != "anna@gmail.com" || got.ClientID != "1.apps.googleusercontent.com" || secret != "GOCSPX-x" || got.ID != "9" {
		t.Errorf("%+v, %q", got, secret)
	}
	if len(got.Protocols) != 2 || got.Protocols[1] != wire.POP3 {
		t.Errorf("protocols: %v", got.Protocols)
	}
}

func TestServersCanBeChangedAndGivenBack(t *testing.T) {
	f := openForm(t, known{})
	f.top.address.SetText("anna@gmail.com")
	f.top.change.Tapped(nil)
	smtp := f.top.servers[wire.SMTP]
	smtp.host.SetText("smtp.gmail.com:587")
	if a, _ := f.account(); a.Servers[wire.SMTP].Security != wire.STARTTLS {
		t.Errorf("port 587 means %v", a.Servers[wire.SMTP])
	}
	smtp.modes[wire.ImplicitTLS].Tapped(nil)
	if a, _ := f.account(); a.Servers[wire.SMTP].String() != "smtp.gmail.com:587/tls" {
		t.Errorf("TLS was chosen: %v", a.Servers[wire.SMTP])
	}
	smtp.host.SetText("smtp.gmail.com")
	if !strings.Contains(seen(t, f), "is not a server: type HOST:PORT") {
		t.Error("a server without a port is no problem")
	}
	f.top.change.Tapped(nil)
	if a, problems := f.account(); len(a.Servers) != 0 || problems["smtp"] != "" {
		t.Errorf("the provider's servers did not come back: %v, %v", a.Servers, problems)
	}
}

func TestGivenTokenNeedsNoRegistration(t *testing.T) {
	f := openForm(t, known{})
	f.top.address.SetText("anna@gmail.com")
	f.top.ways[mail.GivenToken].Tapped(nil)
	var token string
	f.OnSubmit = func(_ mail.Account, s Secrets) { token = s.Token.Reveal() }
	f.submit.Tapped(nil)
	if token != "" || !strings.Contains(seen(t, f), "Paste the access token to check.") {
		t.Error("an empty token was taken")
	}
	f.reg.token.Entry.SetText("ya29.something-that-is-a-token")
	f.submit.Tapped(nil)
	if token != "ya29.something-that-is-a-token" {
		t.Errorf("the token is %q", token)
	}
	if !f.reg.token.Entry.Password {
		t.Error("the token can be read over the shoulder")
	}
}

func TestSandboxFillsItself(t *testing.T) {
	f := openForm(t, known{})
	f.OnFault = func(_ string, chosen func(id, title string)) { chosen("slow", "The server is slow") }
	f.top.providers[provider.Sandbox].Tapped(nil)
	taken := false
	f.OnSubmit = func(a mail.Account, _ Secrets) { taken = a.User == "anna@sandbox.test" && a.Fault == "" }
	f.submit.Tapped(nil)
	if !taken {
		t.Error("the sandbox asks for something")
	}
}

func TestAProblemInTheFoldOpensIt(t *testing.T) {
	f := openForm(t, known{err: &run.FieldError{Field: "ca_file", Problem: "there is no such file"}})
	f.top.address.SetText("anna@gmail.com")
	if f.adv.body.Visible() {
		t.Fatal("the fold is open")
	}
	f.adv.fields["ca_file"].Entry.SetText("/nowhere.pem")
	if !f.adv.body.Visible() || !strings.Contains(seen(t, f), "There is no such file.") {
		t.Error("the problem hides in the fold")
	}
}

func TestAnUnknownDomainChoosesNobody(t *testing.T) {
	f := openForm(t, known{})
	f.reg.clientID.Entry.SetText("1.apps.googleusercontent.com")
	f.top.address.SetText("anna@fabrikam.org")
	if f.chosen.ID != "" || f.submit.Enabled() || f.submit.Label != "Sign in" {
		t.Errorf("chosen: %q; the button says %q", f.chosen.ID, f.submit.Label)
	}
	for id, b := range f.top.providers {
		if b.Selected {
			t.Errorf("%s is chosen", id)
		}
	}
	if !strings.Contains(seen(t, f), "Choose who provides this mailbox.") {
		t.Error("the window does not ask who provides the mailbox")
	}
	f.OnSubmit = func(mail.Account, Secrets) { t.Error("an account of nobody was taken") }
	f.press()
	f.top.providers[provider.Google].Tapped(nil)
	if !f.submit.Enabled() || f.submit.Label != "Sign in with Google" {
		t.Errorf("after the choice the button says %q", f.submit.Label)
	}
	if f.reg.clientID.Entry.Text == "" {
		t.Error("what was typed is lost")
	}
}

func TestProblemsOfEndpointsStandBesideTheirFields(t *testing.T) {
	for name, field := range map[string]func(*Form) *widgets.Field{
		"issuer":    func(f *Form) *widgets.Field { return f.reg.issuer },
		"auth_url":  func(f *Form) *widgets.Field { return f.reg.authURL },
		"token_url": func(f *Form) *widgets.Field { return f.reg.tokenURL },
	} {
		f := openForm(t, known{err: &run.FieldError{Field: name, Problem: "“not a url” is not an address"}})
		f.top.address.SetText("anna@fabrikam.org")
		f.top.providers[provider.Custom].Tapped(nil)
		field(f).Entry.SetText("not a url")
		for _, given := range []*widgets.Button{f.top.ways[mail.Code], f.top.ways[mail.GivenToken]} {
			given.Tapped(nil)
			said := ""
			for _, text := range shown(field(f).Box) {
				said += text.String()
			}
			if !strings.Contains(said, "“not a url” is not an address.") {
				t.Errorf("%s, %s: beside the field stands %q", name, given.Label, said)
			}
		}
	}
}
