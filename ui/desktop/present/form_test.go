package present

import (
	"errors"
	"slices"
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

func TestRemarksBecomeNotes(t *testing.T) {
	google, _ := provider.ByID(provider.Google)
	fastmail, _ := provider.ByID("fastmail")
	remarks := []provider.Remark{
		{Field: "client_id", Text: "odd", Severity: provider.Suspicious},
		{Field: "client_id", Text: "bad", Severity: provider.Wrong},
		{Field: "tenant", Text: "odd", Severity: provider.Suspicious},
	}
	for _, c := range []struct {
		note Note
		want Status
	}{
		{RemarkNote(remarks, "client_id"), Failed},
		{RemarkNote(remarks, "tenant"), Warned},
		{RemarkNote(remarks, "client_secret"), Never},
		{ClientIDNote(google, remarks, "x"), Failed},
		{ClientIDNote(google, nil, "x"), Passed},
		{ClientIDNote(google, nil, " "), Never},
		{ClientIDNote(fastmail, nil, "x"), Never}, // nobody knows what they look like
		{TokenNote("Bearer abc"), Warned},
	} {
		if c.note.Status != c.want {
			t.Errorf("%+v, want %s", c.note, c.want.Word())
		}
	}
}

func TestRegistrationStepsHoldNoPlaceholder(t *testing.T) {
	for _, p := range provider.All() {
		for _, way := range AllWays {
			for _, s := range RegistrationSteps(p, way, "http://localhost", []string{"a", "b"}) {
				if strings.ContainsAny(s.Text, "{}") || !strings.HasSuffix(s.Text, ".") {
					t.Errorf("%s, %s: %q", p.ID, way, s.Text)
				}
			}
		}
	}
}

func TestStepsBelongToTheWay(t *testing.T) {
	google, _ := provider.ByID(provider.Google)
	code := RegistrationSteps(google, mail.Code, "", []string{"https://mail.google.com/"})
	service := RegistrationSteps(google, mail.ServiceAccount, "", []string{"https://mail.google.com/"})
	if code[0].Link == "" || len(code[0].Copies) > 0 || !strings.Contains(service[0].Text, "service account") {
		t.Errorf("%+v\n%+v", code, service)
	}
	copies := 0
	for _, s := range append(code, service...) {
		copies += len(s.Copies)
	}
	if copies != 2 {
		t.Errorf("the scope can be copied in %d places", copies)
	}
}

func TestWhatAFileBroughtIsNamed(t *testing.T) {
	origin := func(brought ...string) func(string, string) string {
		return func(_, field string) string {
			whole, _, _ := strings.Cut(field, ".")
			if slices.Contains(brought, field) || slices.Contains(brought, whole) {
				return "/x/providers.json"
			}
			return provider.OriginBuiltIn
		}
	}
	for _, c := range []struct {
		brought []string
		want    string
	}{
		{nil, ""},
		{[]string{"scopes.imap"}, "From /x/providers.json: IMAP scopes."},
		{[]string{"servers", "issuer"}, "From /x/providers.json: issuer, servers."},
	} {
		if got := Brought("x", origin(c.brought...)); got != c.want {
			t.Errorf("%v: %q, want %q", c.brought, got, c.want)
		}
	}
}

func TestOnlyDoubtsThatMatterAreShown(t *testing.T) {
	p := provider.Provider{Unverified: map[string]string{"servers.smtp": "smtp", "servers.imap": "imap", "refresh": "refresh", "device_note": "device", "domains": "domains"}}
	if got := strings.Join(Doubts(p, mail.Code, []wire.Protocol{wire.IMAP}, false), " "); got != "imap" {
		t.Errorf("%q", got)
	}
	if got := strings.Join(Doubts(p, mail.Device, wire.MailProtocols, true), " "); got != "device domains imap smtp" {
		t.Errorf("%q", got)
	}
}
