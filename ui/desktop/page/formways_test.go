package page

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/widgets"
	"mailknock/ui/run"
)

// visibleFields names the fields of the second card that can be seen.
func visibleFields(f *Form) []string {
	var names []string
	for name, field := range map[string]*widgets.Field{
		"client id": f.reg.clientID, "secret": f.reg.secret, "key": f.reg.keyFile, "json": f.reg.serviceFile,
		"token": f.reg.token, "refresh": f.reg.refresh, "issuer": f.reg.issuer,
	} {
		if field.Box.Visible() {
			names = append(names, name)
		}
	}
	if f.reg.tenantRoom.Visible() {
		names = append(names, "tenant")
	}
	slices.Sort(names)
	return names
}

func TestFieldsFollowTheWay(t *testing.T) {
	for _, c := range []struct {
		provider string
		way      mail.Method
		want     string
	}{
		{provider.Google, mail.Code, "client id, secret"},
		{provider.Google, mail.ServiceAccount, "json"},
		{provider.Google, mail.GivenRefresh, "client id, refresh, secret"},
		{provider.Google, mail.GivenToken, "token"},
		{provider.Google, mail.Device, "client id, secret"}, // Google has none: the browser
		{provider.Microsoft, mail.Code, "client id"},
		{provider.Microsoft, mail.Device, "client id"},
		{provider.Microsoft, mail.ClientCredentials, "client id, key, secret, tenant"},
		{provider.Microsoft, mail.GivenRefresh, "client id, refresh"},
		{provider.Custom, mail.Code, "client id, issuer, secret"},
		{provider.Custom, mail.ClientCredentials, "client id, issuer, key, secret"},
		{"stalwart", mail.Code, "client id, issuer, secret"},
		{provider.Sandbox, mail.ClientCredentials, ""},
		{"gmx", mail.Code, ""},
	} {
		f := openForm(t, known{})
		f.take(c.provider)
		if b := f.top.ways[c.way]; b.Visible() {
			b.Tapped(nil)
		}
		got := strings.Join(visibleFields(f), ", ")
		if c.provider == "gmx" {
			got = ""
			if f.reg.root.Visible() {
				t.Error("a registration is asked for where there is no OAuth")
			}
		}
		if got != c.want {
			t.Errorf("%s by %s: %s, want %s", c.provider, c.way, got, c.want)
		}
	}
}

func TestEachWayTellsWhatIsMissing(t *testing.T) {
	for _, c := range []struct {
		provider string
		way      mail.Method
		want     string
	}{
		{provider.Microsoft, mail.ClientCredentials, "needs its client secret, or its key file."},
		{provider.Google, mail.ServiceAccount, "Name the JSON key file of the service account."},
		{provider.Google, mail.GivenRefresh, "Paste the refresh token to check with."},
		{"stalwart", mail.Code, "Type the issuer of your identity provider"},
	} {
		f := openForm(t, known{})
		f.take(c.provider)
		f.top.ways[c.way].Tapped(nil)
		f.top.address.SetText("anna@fabrikam.org")
		f.OnSubmit = func(mail.Account, Secrets) { t.Errorf("%s by %s: taken", c.provider, c.way) }
		f.submit.Tapped(nil)
		see(t, f, c.want)
	}
}

func TestAnAppIsTakenWithItsKeyFile(t *testing.T) {
	f := openForm(t, known{})
	f.take(provider.Microsoft)
	f.top.ways[mail.ClientCredentials].Tapped(nil)
	see(t, f, "Mailbox", "Check as the app")
	f.top.address.SetText("invoices@contoso.com")
	f.reg.clientID.Entry.SetText("3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11")
	f.adv.tenant.Entry.SetText("contoso.com")
	f.OnBrowse = func(chosen func(string)) { chosen("/keys/app.pem") }
	f.OnBrowse(f.reg.keyFile.Entry.SetText)
	var got mail.Account
	f.OnSubmit = func(a mail.Account, _ Secrets) { got = a }
	f.submit.Tapped(nil)
	if got.Method != mail.ClientCredentials || got.KeyFile != "/keys/app.pem" || got.Tenant != "contoso.com" {
		t.Errorf("%+v", got)
	}
}

func TestARefreshTokenGoesNowhereElse(t *testing.T) {
	f := openForm(t, known{})
	f.top.address.SetText("anna@gmail.com")
	f.top.ways[mail.GivenRefresh].Tapped(nil)
	f.reg.clientID.Entry.SetText("1-a.apps.googleusercontent.com")
	f.reg.secret.Entry.SetText("GOCSPX-x")
	f.reg.refresh.Entry.SetText("1//a-refresh-token-of-google")
	if !f.reg.refresh.Entry.Password {
		t.Error("the refresh token can be read over the shoulder")
	}
	var got Secrets
	f.OnSubmit = func(_ mail.Account, s Secrets) { got = s }
	f.submit.Tapped(nil)
	if got.Refresh.Reveal() != "1//a-refresh-token-of-google" || !got.Token.Empty() {
		t.Error("the refresh token was not taken")
	}
	f.take("yahoo")
	if f.reg.refresh.Entry.Text != "" || f.reg.secret.Entry.Text != "" {
		t.Error("secrets of one provider stay in the form of another")
	}
}

func TestASecretThatIsHiddenIsNotSent(t *testing.T) {
	f := openForm(t, known{})
	f.take(provider.Microsoft)
	f.top.ways[mail.ClientCredentials].Tapped(nil)
	f.reg.secret.Entry.SetText("a-secret-of-the-app")
	f.top.ways[mail.Code].Tapped(nil)
	f.top.address.SetText("anna@contoso.com")
	f.reg.clientID.Entry.SetText("3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11")
	f.OnSubmit = func(_ mail.Account, s Secrets) {
		if !s.Client.Empty() {
			t.Error("the secret is sent in a way that has none")
		}
	}
	f.submit.Tapped(nil)
}

func TestAProviderOfTheListIsShown(t *testing.T) {
	f := openForm(t, known{})
	var offered int
	f.OnProviders = func(list []provider.Provider, _ string, chosen func(string)) {
		offered = len(list)
		chosen("seznam")
	}
	f.top.more.Tapped(nil)
	if offered != len(provider.All()) || !f.top.other.Visible() || f.top.other.Label != "Seznam.cz" || f.chosen.ID != "seznam" {
		t.Errorf("%d are offered; the chip says %q", offered, f.top.other.Label)
	}
	f.take(provider.Google)
	if f.top.other.Visible() {
		t.Error("the chip of another provider stays")
	}
}

func TestWithoutOAuthItSaysHowOneGetsIn(t *testing.T) {
	f := openForm(t, known{})
	f.top.address.SetText("anna@gmx.net")
	see(t, f, "No OAuth here: this is how a mail program gets in", "imap.gmx.net:993", "the server's greeting tells for sure")
	if f.submit.Visible() || f.top.checkRow.Visible() {
		t.Error("there is something to press where nothing can be signed in to")
	}
	var opened string
	f.OnOpen = func(url string) { opened = url }
	for _, b := range buttons(f.pass.root) {
		if strings.HasPrefix(b.Label, "https://") {
			b.Tapped(nil)
		}
	}
	if opened != f.chosen.Password.URL {
		t.Errorf("opened: %q", opened)
	}
	f.top.address.OnSubmitted("") // Enter must not submit what cannot be
}

func TestWhatIsNotSureIsMarked(t *testing.T) {
	f := openForm(t, known{origins: map[string]string{"mail.ru scopes": "/home/anna/providers.json"}})
	f.top.address.SetText("anna@mail.ru")
	see(t, f, "facts about Mail.ru are unverified", "From /home/anna/providers.json: scopes.")
	notSee(t, f, "unverified: Mail.ru's page")
	f.top.foldRow.Tapped(nil)
	see(t, f, "unverified: Mail.ru's page names oauth.mail.ru")
}

func TestRemarksStandBelowTheirField(t *testing.T) {
	f := openForm(t, known{})
	f.top.address.SetText("anna@gmail.com")
	f.reg.clientID.Entry.SetText("AIzaSomething")
	if got := f.reg.clientID.Note(); !strings.HasPrefix(got, "✕ This is an API key.") {
		t.Errorf("below the client id stands %q", got)
	}
	if got := f.reg.secret.Note(); got != "" {
		t.Errorf("nobody was at the secret, and it says %q", got)
	}
	f.reg.secret.Entry.SetText("3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11")
	if got := f.reg.secret.Note(); !strings.HasPrefix(got, "✕ This is an id") {
		t.Errorf("below the secret stands %q", got)
	}
}

func TestTryShowsWhatItProvesAndNotMore(t *testing.T) {
	f := openForm(t, known{})
	f.top.address.SetText("anna@gmail.com")
	if f.reg.try.button.Enabled() {
		t.Error("nothing can be tried")
	}
	f.reg.clientID.Entry.SetText("1-a.apps.googleusercontent.com")
	f.reg.secret.Entry.SetText("GOCSPX-x")
	var done func(auth.Verdict, error)
	stopped := 0
	f.OnTry = func(_ mail.Account, secret wire.Secret, d func(auth.Verdict, error)) func() {
		if secret.Reveal() != "GOCSPX-x" {
			t.Error("the secret was not tried")
		}
		done = d
		return func() { stopped++ }
	}
	f.reg.try.button.Tapped(nil)
	see(t, f, "Asking Google…")
	done(auth.Verdict{Finding: auth.FoundBad, Proves: "The secret is wrong.", NotProven: "The scopes.", Refusal: &auth.TokenError{Status: 401, Code: "invalid_client"}}, nil)
	see(t, f, "✕ The secret is wrong.", "Not proven: The scopes.", "invalid_client")
	f.reg.secret.Entry.SetText("GOCSPX-y")
	notSee(t, f, "The secret is wrong.")

	f.reg.secret.Entry.SetText("GOCSPX-x")
	f.reg.try.button.Tapped(nil)
	f.reg.try.button.Tapped(nil)
	if stopped != 1 {
		t.Error("Stop stops nothing")
	}
	done(auth.Verdict{}, errors.New("too late"))
	notSee(t, f, "Too late.")

	f.reg.try.button.Tapped(nil)
	done(auth.Verdict{Finding: auth.FoundBad, Proves: "The redirect URI is not registered."}, nil)
	f.adv.fields["redirect_port"].Entry.SetText("1234")
	notSee(t, f, "The redirect URI is not registered.")
}

func TestTheProgramRegistersItselfOnceAgreed(t *testing.T) {
	f := openForm(t, known{})
	lookedUp(ownServer())(f)
	see(t, f, "This provider registers programs by itself, at id.fabrikam.org.")
	var endpoint string
	answer := errors.New("id.fabrikam.org registers no programs that it does not know")
	f.OnRegister = func(a mail.Account, e string, plan run.Plan, done func(mail.Account, error)) {
		endpoint = e
		a.ClientID = "given"
		done(a, answer)
	}
	f.reg.dynamic.button.Tapped(nil)
	if endpoint != "https://id.fabrikam.org/register" || f.reg.clientID.Entry.Text != "" {
		t.Errorf("registered at %s", endpoint)
	}
	see(t, f, "✕ id.fabrikam.org registers no programs")
	answer = nil
	f.reg.dynamic.button.Tapped(nil)
	if f.reg.clientID.Entry.Text != "given" {
		t.Error("the client id is not in the form")
	}
	see(t, f, "Mailknock is registered")
}

func TestHelpFollowsTheWay(t *testing.T) {
	f := openForm(t, known{})
	f.take(provider.Google)
	see(t, f, "Desktop app")
	f.top.ways[mail.ServiceAccount].Tapped(nil)
	see(t, f, "Manage domain wide delegation")
	notSee(t, f, "Desktop app")

	f = openForm(t, known{registered: map[string]string{provider.Microsoft: "kept"}})
	f.take(provider.Microsoft)
	notSee(t, f, "give the app a name")
}

func TestAKnownIssuerIsNotAskedFor(t *testing.T) {
	own := provider.Provider{
		ID: "fabrikam", Name: "Fabrikam Mail", ByIssuer: true, Issuer: "https://id.fabrikam.org", Secret: provider.SecretNone, Featured: true,
		Mechanisms: []sasl.Mechanism{sasl.OAUTHBEARER}, Servers: map[wire.Protocol][]wire.Server{wire.IMAP: {{Host: "imap.fabrikam.org", Port: 993, Security: wire.ImplicitTLS}}},
	}
	f := openForm(t, known{more: []provider.Provider{own}})
	f.take("fabrikam")
	if got := strings.Join(visibleFields(f), ", "); got != "client id" {
		t.Errorf("asked for: %s", got)
	}
	if f.top.serverBox.Visible() {
		t.Error("servers that are known have to be typed")
	}
	see(t, f, "Your app registration at Fabrikam Mail")
}
