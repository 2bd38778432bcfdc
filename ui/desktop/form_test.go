package desktop

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/discover"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/widgets"
	"mailknock/ui/run"
)

// formBench has an empty form, whose lookups begin at once.
func formBench(t *testing.T, f *fake) *bench {
	t.Helper()
	b := newBench(t, f, Options{})
	b.settle = 0
	return b
}

func (f *fake) lookups() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.looked)
}

// turn carries out what waits for the window's next turn, and no more.
func (b *bench) turn() {
	done := false
	b.post(func() { done = true })
	b.until("the next turn", func() bool { return done })
}

func TestLeavingTheAddressLooksItUp(t *testing.T) {
	f := newFake()
	f.look = func(_ context.Context, _ string, asked func(int, discover.Asked)) discover.Result {
		asked(0, discover.Asked{Who: "the name servers", What: "MX of fabrikam.org"})
		return discover.Result{Domain: "fabrikam.org", Provider: discover.Found[string]{Value: provider.Google, Source: "MX record aspmx.l.google.com"}}
	}
	b := formBench(t, f)
	test.Type(b.form.First(), "anna@fabrikam.org")
	b.turn()
	if f.lookups() > 0 {
		t.Fatal("asked while the address was typed")
	}
	b.window.Canvas().Focus(b.side.Search())
	b.until("the answer", func() bool { return strings.Contains(b.texts(), "MX record aspmx.l.google.com") })
	b.sees("Sign in with Google")
}

func TestAWindowThatLosesTheFocusAsksNobody(t *testing.T) {
	f := newFake()
	b := formBench(t, f)
	test.Type(b.form.First(), "anna@fabrikam.org")
	// The toolkit tells the entry, whose focus stays.
	b.form.First().FocusLost()
	b.workers.Wait()
	b.turn()
	if f.lookups() > 0 {
		t.Error("another window's focus was taken for the end of the address")
	}
}

func TestLeavingTheFormEndsTheLookup(t *testing.T) {
	f := newFake()
	began, ended := make(chan struct{}), make(chan struct{})
	f.look = func(ctx context.Context, _ string, _ func(int, discover.Asked)) discover.Result {
		close(began)
		<-ctx.Done()
		close(ended)
		return discover.Result{}
	}
	b := formBench(t, f)
	test.Type(b.form.First(), "anna@fabrikam.org")
	b.form.AddressLeft()
	<-began
	b.leave()
	<-ended
	b.newAccount()
	if b.form.First().(*widgets.Entry).Text != "" {
		t.Error("the next form is not empty")
	}
}

func TestChoosingAProviderRightAwayAsksNobody(t *testing.T) {
	f := newFake()
	b := formBench(t, f)
	test.Type(b.form.First(), "anna@fabrikam.org")
	b.window.Canvas().Focus(b.side.Search())
	b.form.OnProviders = func(_ []provider.Provider, _ string, chosen func(string)) { chosen("seznam") }
	for _, o := range test.LaidOutObjects(b.form.Root) {
		if button, ok := o.(*widgets.Button); ok && button.Label == "More…" {
			button.Tapped(nil)
		}
	}
	b.workers.Wait()
	b.turn()
	b.sees("Sign in with Seznam.cz")
	if f.lookups() > 0 {
		t.Error("the network was asked although the provider was chosen")
	}
}

func TestProvidersAreFoundByTheirDomain(t *testing.T) {
	b := formBench(t, newFake())
	chosen := ""
	b.chooseProvider(b.services.Providers(), "", func(id string) { chosen = id })
	b.sees("Who provides the mailbox?")
	b.sees("no OAuth")
	search := b.window.Canvas().Focused().(*widgets.Entry)
	test.Type(search, "post.cz")
	search.OnSubmitted("")
	if chosen != "seznam" {
		t.Errorf("post.cz is of %q", chosen)
	}
}

func TestNothingIsRegisteredUnasked(t *testing.T) {
	f := newFake()
	b := formBench(t, f)
	plan := run.Plan{RedirectURI: "http://127.0.0.1", Scopes: []string{"mail"}}
	var got mail.Account
	register := func() {
		b.register(mail.Account{Provider: provider.Custom}, "https://id.fabrikam.org/register", plan, func(a mail.Account, _ error) { got = a })
	}
	register()
	b.sees("Register Mailknock at id.fabrikam.org?")
	b.sees("the redirect URI http://127.0.0.1 and the scopes mail")
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.turn()
	if len(f.registered) > 0 {
		t.Fatal("registered against the person's word")
	}
	register()
	for _, o := range test.LaidOutObjects(b.window.Canvas().Overlays().Top()) {
		if button, ok := o.(*widgets.Button); ok && button.Label == "Register" {
			button.Tapped(nil)
		}
	}
	b.until("the registration", func() bool { return got.ClientID != "" })
	if f.registered[0] != "https://id.fabrikam.org/register" {
		t.Errorf("registered at %v", f.registered)
	}
}

func TestARegistrationIsTriedWithWhatWasTyped(t *testing.T) {
	f := newFake()
	f.verdict = auth.Verdict{Finding: auth.FoundGood, Proves: "The provider knows the client ID."}
	b := formBench(t, f)
	var got auth.Verdict
	b.tryRegistration(contoso(), wire.NewSecret("typed"), func(v auth.Verdict, _ error) { got = v })
	b.until("the verdict", func() bool { return got.Proves != "" })
	if f.requests[0].ClientSecret.Reveal() != "typed" || f.requests[0].Account.ClientID != "x" {
		t.Error("something else was tried")
	}
}

func TestEscapeInTheFileDialogKeepsTheForm(t *testing.T) {
	b := formBench(t, newFake())
	test.Type(b.form.First(), "anna@gmail.com")
	b.browseOpen(func(string) {})
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.asking() {
		t.Error("the dialog is still open")
	}
	if b.at != onForm {
		t.Error("Escape in the dialog threw the form away")
	}
}
