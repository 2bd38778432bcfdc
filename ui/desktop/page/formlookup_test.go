package page

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mailknock/mail"
	"mailknock/mail/discover"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

func openLookup(t *testing.T) (*Form, *lookups) {
	t.Helper()
	f := openForm(t, known{})
	l := &lookups{}
	l.serve(f)
	return f, l
}

func see(t *testing.T, f *Form, want ...string) {
	t.Helper()
	for _, w := range want {
		if text := seen(t, f); !strings.Contains(text, w) {
			t.Errorf("the form does not say %q; it says:\n%s", w, text)
		}
	}
}

func notSee(t *testing.T, f *Form, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if strings.Contains(seen(t, f), w) {
			t.Errorf("the form says %q", w)
		}
	}
}

func TestNobodyIsAskedWhileAnAddressIsTyped(t *testing.T) {
	f, l := openLookup(t)
	test.Type(f.First(), "anna@fabrikam.org")
	if len(l.asked) > 0 {
		t.Fatalf("asked while typing: %v", l.asked)
	}
	see(t, f, "Press Enter to look it up.")
	f.top.address.OnSubmitted("")
	if len(l.asked) != 1 || l.asked[0] != "anna@fabrikam.org" {
		t.Errorf("Enter asked for %v", l.asked)
	}
	f.AddressLeft()
	if len(l.asked) != 1 {
		t.Error("the same address was asked for twice")
	}
}

func TestWhoIsNotAskedAbout(t *testing.T) {
	for name, do := range map[string]func(f *Form){
		"a known domain":          func(f *Form) { f.top.address.SetText("anna@gmail.com") },
		"half an address":         func(f *Form) { f.top.address.SetText("anna@fabrikam") },
		"no address":              func(f *Form) { f.top.address.SetText("anna") },
		"a provider by hand":      func(f *Form) { f.take(provider.Microsoft); f.top.address.SetText("anna@fabrikam.org") },
		"an account that is kept": func(f *Form) { f.Start(mail.Account{Provider: provider.Custom, User: "anna@fabrikam.org"}, false) },
	} {
		t.Run(name, func(t *testing.T) {
			f, l := openLookup(t)
			do(f)
			f.AddressLeft()
			if len(l.asked) > 0 {
				t.Errorf("asked: %v", l.asked)
			}
		})
	}
}

func TestAKnownDomainSaysWhyNobodyIsAsked(t *testing.T) {
	f, _ := openLookup(t)
	f.top.address.SetText("anna@gmail.com")
	see(t, f, "its domain belongs to Google, so nobody was asked")
}

func TestWhoIsAskedIsShown(t *testing.T) {
	f, l := openLookup(t)
	f.top.address.SetText("anna@fabrikam.org")
	f.AddressLeft()
	l.tell(0, discover.Asked{Who: "the name servers", What: "MX of fabrikam.org"})
	l.tell(1, discover.Asked{Who: "autoconfig.fabrikam.org", What: "https://…"})
	see(t, f, "Asking the name servers, autoconfig.fabrikam.org…")
	l.tell(0, discover.Asked{Who: "the name servers", What: "MX of fabrikam.org", Outcome: discover.Nothing})
	see(t, f, "Asking autoconfig.fabrikam.org…")
	l.end(unknown(), nil)
	see(t, f, "Nothing was found about fabrikam.org", "1.", "2.", "3.", "Where one signs in", "the whole address was for autoconfig.fabrikam.org alone")
	if f.chosen.ID != provider.Custom {
		t.Error("there are no fields for what is needed")
	}
	notSee(t, f, "there is no such host")
	f.look.foldT.Tapped(nil)
	see(t, f, "there is no such host", "(with the whole address)")
}

func TestALateAnswerIsNotTaken(t *testing.T) {
	f, l := openLookup(t)
	f.top.address.SetText("anna@fabrikam.org")
	f.AddressLeft()
	end := l.end
	f.top.address.SetText("anna@fabrikam.orgx")
	if l.stopped != 1 {
		t.Error("the lookup of another domain goes on")
	}
	end(ownServer(), nil)
	if f.reg.issuer.Entry.Text != "" || f.look.view.Done {
		t.Error("the answer about another domain was taken")
	}
}

func TestLeavingEndsTheLookup(t *testing.T) {
	for name, leave := range map[string]func(*Form){
		"stop":           (*Form).Stop,
		"another form":   func(f *Form) { f.Start(mail.Account{Provider: provider.Google}, true) },
		"choice by hand": func(f *Form) { f.take(provider.Google) },
	} {
		f, l := openLookup(t)
		f.top.address.SetText("anna@fabrikam.org")
		f.AddressLeft()
		leave(f)
		if l.stopped != 1 || f.look.asking() {
			t.Errorf("%s: the lookup goes on", name)
		}
	}
}

func TestWhatIsFoundIsFilledInWithItsSource(t *testing.T) {
	f := openForm(t, known{})
	lookedUp(ownServer())(f)
	a, _ := f.account()
	if a.Provider != provider.Custom || a.Servers[wire.IMAP].String() != "imap.fabrikam.org:993/tls" || a.Issuer != "https://id.fabrikam.org" || strings.Join(a.Scopes, " ") != "mail offline_access" {
		t.Errorf("%+v", a)
	}
	see(t, f, "✓ Fabrikam Mail", "from "+ownConfig, "IMAP server: imap.fabrikam.org:993/tls was taken", "which is another site", "Still needed:")
	if got := f.reg.issuer.Note(); got != "from "+ownConfig {
		t.Errorf("beside the issuer stands %q", got)
	}
	f.reg.issuer.Entry.SetText("https://other.example")
	if got := f.reg.issuer.Note(); got != "" {
		t.Errorf("what was typed is said to be %q", got)
	}
}

func TestAProviderIsRecognised(t *testing.T) {
	f := openForm(t, known{registered: map[string]string{provider.Google: "kept.apps.googleusercontent.com"}})
	lookedUp(googles())(f)
	if a, _ := f.account(); a.Provider != provider.Google || len(a.Servers) > 0 || a.Issuer != "" || a.ClientID != "kept.apps.googleusercontent.com" {
		t.Errorf("%+v", a)
	}
	see(t, f, "✓ Google", "MX record aspmx.l.google.com")
}

func TestWhatWasTypedStaysUntilThePersonSaysSo(t *testing.T) {
	f := openForm(t, known{})
	f.take(provider.Custom)
	f.reg.issuer.Entry.SetText("https://mine.example")
	f.top.protocols[wire.SMTP].Tapped(nil)
	lookedUp(ownServer())(f)
	a, _ := f.account()
	if a.Issuer != "https://mine.example" || a.Servers[wire.IMAP].Host != "imap.fabrikam.org" || len(a.Protocols) != 1 {
		t.Errorf("%+v", a)
	}
	see(t, f, "Issuer: you typed https://mine.example, found was https://id.fabrikam.org.")
	f.use(f.look.kept[0])
	if a, _ := f.account(); a.Issuer != "https://id.fabrikam.org" {
		t.Errorf("the issuer is %s", a.Issuer)
	}
	notSee(t, f, "you typed")
}

func TestAProviderChosenByHandStays(t *testing.T) {
	f := openForm(t, known{})
	f.take(provider.Custom)
	lookedUp(googles())(f)
	if f.chosen.ID != provider.Custom {
		t.Error("the lookup overruled the person")
	}
	see(t, f, "the address looks like Google's.")
	f.fillFound(true)
	if f.chosen.ID != provider.Google {
		t.Error("the person's word was not taken")
	}
}

func TestServersThatNobodyVouchesForWait(t *testing.T) {
	f := openForm(t, known{})
	lookedUp(hosted())(f)
	if a, _ := f.account(); len(a.Servers) > 0 || a.Issuer != "" {
		t.Errorf("taken before the answer: %+v", a)
	}
	see(t, f, "imap.fabrikam.org:993, smtp.fabrikam.org:465: "+hosterMX)
	f.look.view.Answers[hosterMX] = true
	f.fillFound(false)
	f.changed()
	if a, _ := f.account(); len(a.Servers) != 2 || a.Issuer == "" {
		t.Errorf("not taken: %+v", a)
	}
	notSee(t, f, hosterMX)
	f.look.view.Answers[hosterMX] = false
	f.fillFound(false)
	f.changed()
	if a, _ := f.account(); len(a.Servers) > 0 || a.Issuer != "" {
		t.Errorf("taken against the person's word: %+v", a)
	}
}

func TestAnotherAddressTakesOutWhatWasFilledIn(t *testing.T) {
	f := openForm(t, known{})
	lookedUp(ownServer())(f)
	f.top.servers[wire.SMTP].host.SetText("smtp.mine.example:465")
	f.top.address.SetText("anna@gmail.com")
	a, _ := f.account()
	if a.Provider != provider.Google || a.Issuer != "" || len(a.Scopes) > 0 {
		t.Errorf("%+v", a)
	}
	if _, there := a.Servers[wire.IMAP]; there {
		t.Errorf("the other domain's server stays: %v", a.Servers)
	}
	if a.Servers[wire.SMTP].Host != "smtp.mine.example" {
		t.Errorf("what the person typed is gone: %v", a.Servers)
	}
}

func TestAnAnswerLeavesTheSourceOfWhatWasFilledInBefore(t *testing.T) {
	f := openForm(t, known{})
	lookedUp(ownServer())(f)
	f.fillFound(false) // as after each answer to a question
	f.changed()
	if got := f.reg.issuer.Note(); got != "from "+ownConfig {
		t.Errorf("beside the issuer stands %q", got)
	}
	f.top.address.SetText("anna@gmail.com")
	if got := f.reg.issuer.Entry.Text; got != "" {
		t.Errorf("the other domain's issuer %q stays", got)
	}
}

func TestALookupThatCouldNotBeginIsTold(t *testing.T) {
	f, l := openLookup(t)
	f.top.address.SetText("anna@fabrikam.org")
	f.AddressLeft()
	l.end(discover.Result{}, &run.FieldError{Field: "ca_file", Problem: "there is no file /nowhere.pem"})
	see(t, f, "Nobody was asked: There is no file /nowhere.pem.")
	f.top.address.OnSubmitted("")
	if len(l.asked) != 2 {
		t.Error("it cannot be tried again")
	}
	notSee(t, f, "/nowhere.pem")
}

func TestAFormBeginsWithoutWhatWasFoundForTheLast(t *testing.T) {
	f := openForm(t, known{})
	lookedUp(ownServer())(f)
	a, _ := f.account()
	f.Start(a, false)
	if got := f.reg.issuer.Entry.Text; got != "https://id.fabrikam.org" {
		t.Errorf("the account's own issuer became %q", got)
	}
	f.Start(mail.Account{Provider: provider.Google}, true)
	if got := f.reg.issuer.Entry.Text; got != "" {
		t.Errorf("the issuer %q stays", got)
	}
}
