package present

import (
	"errors"
	"strings"
	"testing"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

func TestFormGivesBackTheAccount(t *testing.T) {
	a := mail.Account{
		ID: "7", Provider: provider.Custom, User: "anna@x.org", Method: mail.Code, Protocols: []wire.Protocol{wire.IMAP, wire.SMTP},
		Servers:  map[wire.Protocol]wire.Server{wire.IMAP: {Host: "mail.x.org", Port: 143, Security: wire.STARTTLS}},
		SMTPUser: "bob@x.org", Scopes: []string{"mail", "offline_access"}, RedirectPort: 8080, Issuer: "https://id.x.org", Revision: 4,
	}
	got, bad := NewForm(a).Account(a)
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	if got.ID != "7" || got.Revision != 4 || got.SMTPUser != "bob@x.org" || got.RedirectPort != 8080 ||
		got.Servers[wire.IMAP] != a.Servers[wire.IMAP] || strings.Join(got.Scopes, " ") != "mail offline_access" || len(got.Protocols) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestFormTellsWhatCannotBeRead(t *testing.T) {
	f := NewForm(mail.Account{Provider: provider.Custom})
	f.Address, f.RedirectPort = "anna @x.org", "99999"
	f.Servers[wire.SMTP] = "mail.x.org"
	_, bad := f.Account(mail.Account{})
	for _, field := range []string{"user", "redirect_port", "smtp"} {
		if !strings.HasSuffix(bad[field], ".") || !strings.Contains(bad[field], "type") {
			t.Errorf("%s: %q is no sentence that says what to type", field, bad[field])
		}
	}
	if bad.First() != bad["user"] {
		t.Errorf("the first problem is %q", bad.First())
	}
}

func TestProblemsOfTheServicesAreSentences(t *testing.T) {
	bad := Problems{}
	bad.Add(&run.FieldError{Field: "tenant", Problem: "this is not a tenant"})
	bad.Add(errors.New("no"))
	bad.Add(nil)
	if bad["tenant"] != "This is not a tenant." || bad[""] != "No." || len(bad) != 2 {
		t.Errorf("%v", bad)
	}
}

func TestClientIDsAreLookedAt(t *testing.T) {
	google, _ := provider.ByID(provider.Google)
	microsoft, _ := provider.ByID(provider.Microsoft)
	const guid = "3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11"
	for _, c := range []struct {
		note Note
		want Status
	}{
		{ClientIDNote(google, "1-a.apps.googleusercontent.com"), Passed},
		{ClientIDNote(google, "GOCSPX-abc"), Warned},
		{ClientIDNote(google, ""), Never},
		{ClientIDNote(microsoft, guid), Passed},
		{ClientIDNote(microsoft, "my app"), Warned},
		{SecretNote(google, guid), Warned},
		{SecretNote(google, "GOCSPX-abc"), Passed},
		{SecretNote(microsoft, guid), Warned},
		{TokenNote("Bearer abc"), Warned},
	} {
		if c.note.Status != c.want {
			t.Errorf("%+v, want %s", c.note, c.want.Word())
		}
	}
	if note := SecretNote(google, "very-secret-text"); strings.Contains(note.Text, "very-secret-text") {
		t.Error("the remark quotes the secret")
	}
}

func TestRegistrationStepsHoldNoPlaceholder(t *testing.T) {
	for _, p := range provider.All() {
		for _, s := range RegistrationSteps(p, "http://localhost", []string{"a", "b"}) {
			if strings.ContainsAny(s.Text, "{}") {
				t.Errorf("%s: %q", p.ID, s.Text)
			}
		}
	}
}
