package discover

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mailknock/mail/provider"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

func TestWellRun(t *testing.T) {
	w := wellRun()
	f := w.finder(t)
	open := map[int]bool{}
	f.OnAsked = func(at int, a Asked) { open[at] = a.Outcome == Open }
	r, err := f.Find(t.Context(), " anna@example.org")
	if err != nil {
		t.Fatal(err)
	}
	for protocol, want := range map[wire.Protocol]string{
		wire.IMAP: "mail.example.org:993/tls", wire.POP3: "mail.example.org:995/tls", wire.SMTP: "mail.example.org:465/tls",
	} {
		servers := r.Servers[protocol]
		if len(servers) == 0 || servers[0].String() != want || servers[0].User.Value != "anna@example.org" ||
			!slices.Contains(servers[0].Mechanisms, sasl.OAUTHBEARER) || !strings.Contains(servers[0].Source, "PACC settings of example.org at https://ua-auto-config") {
			t.Errorf("%s: %+v", protocol, servers)
		}
	}
	o := r.OAuth
	source := "the metadata of https://mail.example.org at https://mail.example.org/.well-known/oauth-authorization-server"
	for what, got := range map[string]Found[string]{
		"https://mail.example.org/authorize": o.AuthURL, "https://mail.example.org/token": o.TokenURL,
		"https://mail.example.org/register": o.RegistrationURL, "https://mail.example.org/device": o.DeviceURL,
	} {
		if got.Value != what || got.Source != source {
			t.Errorf("want %s from %s, got %+v", what, source, got)
		}
	}
	if o.Issuer.Value != "https://mail.example.org" || !strings.HasPrefix(o.Issuer.Source, "PACC settings") || !o.IssParameter.Value ||
		!slices.Equal(o.Scopes.Value, []string{scopeMail, scopeOffline}) {
		t.Errorf("%+v", o)
	}
	if r.Provider.Value != provider.Custom || r.Name.Value != "Example Mail" || len(r.Conflicts) != 0 || r.PasswordOnly {
		t.Errorf("%+v %+v %+v", r.Provider, r.Name, r.Conflicts)
	}
	if len(r.Needs) != 1 || r.Needs[0].Kind != NeedRegistration || !strings.Contains(r.Needs[0].Text, "mail.example.org can make one by itself, if you agree") {
		t.Errorf("%+v", r.Needs)
	}
	if len(open) != len(r.Asked) || slices.Contains(slices.Collect(mapValues(open)), true) {
		t.Errorf("heard of %d questions, %d were asked: %v", len(open), len(r.Asked), open)
	}
	for _, a := range r.Asked {
		if a.Who == "" || a.What == "" || a.Sent == "" || a.Result == "" || a.Outcome == Open {
			t.Errorf("%+v", a)
		}
	}
	if a := ended(t, r, "http://autoconfig"); a.Outcome != Refused {
		t.Errorf("%+v", a)
	}
	if r.Asked[0].What != "MX of example.org" {
		t.Errorf("not in order: %+v", r.Asked[0])
	}
	for part, sent := range map[string]string{"emailaddress=": "the whole address", "MX of": "the domain", "/.well-known/autoconfig": "the domain", "thunderbird": "the domain"} {
		if a := ended(t, r, part); a.Sent != sent {
			t.Errorf("%+v", a)
		}
	}
	w.private(t, "autoconfig.example.org")
}

func mapValues[K comparable, V any](m map[K]V) func(func(V) bool) {
	return func(yield func(V) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

// private checks that the person's name went to one host only, that nothing
// was registered, and that no cookie came back.
func (w *world) private(t *testing.T, own string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, h := range w.heard {
		if strings.Contains(h, "anna") && !strings.HasPrefix(h, "GET https://"+own+"/") {
			t.Errorf("the name went out: %s", h)
		}
		if strings.HasPrefix(h, "POST") || strings.Contains(h, "Cookie") || strings.Contains(h, "Referer") {
			t.Errorf("sent: %s", h)
		}
	}
}

// A customer's domain at a hoster: found by the MX base domain in the ISPDB,
// and the authorization server by RFC 9728.
func TestHosted(t *testing.T) {
	w := hosted()
	r := w.find(t, "anna@shop.example")
	imap := r.Servers[wire.IMAP]
	if len(imap) != 1 || imap[0].String() != "imap.hoster.test:993/tls" || imap[0].User.Value != "anna@shop.example" ||
		imap[0].Source != "Thunderbird's database at https://autoconfig.thunderbird.net/v1.1/hoster.test" {
		t.Errorf("%+v", imap)
	}
	if !strings.Contains(imap[0].Confirm, "does hoster.test keep the mail of shop.example?") {
		t.Error(imap[0].Confirm)
	}
	if r.OAuth.Issuer.Value != "https://api.hoster.test/as/" || !strings.Contains(r.OAuth.Issuer.Source, "imap.hoster.test") ||
		r.OAuth.TokenURL.Value != "https://api.hoster.test/token" || r.OAuth.RegistrationURL.Value == "" {
		t.Errorf("%+v", r.OAuth)
	}
	if r.Name.Value != "Hoster" || !slices.ContainsFunc(w.heard, func(h string) bool { return strings.HasSuffix(h, "/v1.1/mx.hoster.test") }) {
		t.Errorf("%+v %v", r.Name, w.heard)
	}
	w.private(t, "autoconfig.shop.example")
}

// Google's MX records decide, whatever a document says; the difference is
// told, and nobody else is asked.
func TestMXDecides(t *testing.T) {
	w := newWorld()
	w.mx["shop.example"] = []string{"aspmx.l.google.com", "alt1.aspmx.l.google.com"}
	w.text("autoconfig.shop.example/mail/config-v1.1.xml", "text/xml", strings.ReplaceAll(wellRunConfig, "example.org", "evil.example"))
	r := w.find(t, "anna@shop.example")
	if r.Provider.Value != provider.Google || r.Provider.Source != "MX record aspmx.l.google.com" || r.Name.Value != "Google" {
		t.Errorf("%+v %+v", r.Provider, r.Name)
	}
	if r.Servers[wire.IMAP][0].Host != "imap.gmail.com" || r.OAuth.Issuer.Value != "https://accounts.google.com" || r.OAuth.RegistrationURL.Value != "" || r.OAuth.ClientID.Value != "" {
		t.Errorf("%+v %+v", r.Servers, r.OAuth)
	}
	if !slices.ContainsFunc(r.Conflicts, func(c Conflict) bool {
		return c.What == "IMAP server" && c.Other == "mail.shop.example:993/tls" || c.What == "issuer" && c.Other == "https://mail.evil.example"
	}) {
		t.Errorf("%+v", r.Conflicts)
	}
	for _, h := range w.heard {
		if strings.Contains(h, "evil.example") || strings.Contains(h, "oauth-") {
			t.Errorf("asked: %s", h)
		}
	}
}

// Documents that name Google's servers or issuer get all of Google's
// endpoints, and never a mixture.
func TestProviderByEvidence(t *testing.T) {
	for _, change := range []func(string) string{
		func(s string) string { return strings.ReplaceAll(s, "mail.%EMAILDOMAIN%", "imap.gmail.com") },
		func(s string) string {
			return strings.ReplaceAll(s, "<issuer>https://mail.example.org", "<issuer>accounts.google.com")
		},
	} {
		w := newWorld()
		w.text("autoconfig.example.org/mail/config-v1.1.xml", "text/xml", change(wellRunConfig))
		r := w.find(t, "anna@example.org")
		if r.Provider.Value != provider.Google || r.OAuth.TokenURL.Value != "https://oauth2.googleapis.com/token" || r.Servers[wire.SMTP][0].Host != "smtp.gmail.com" {
			t.Errorf("%+v %+v", r.Provider, r.OAuth)
		}
		if len(r.Conflicts) == 0 {
			t.Error("the difference is not told")
		}
	}
	w := wellRun()
	w.pacc(home, strings.Replace(wellRunPACC, `"imap":{"host":"mail.example.org"}`, `"imap":{"host":"imap.gmail.com"}`, 1))
	if r := w.find(t, "anna@example.org"); r.Provider.Value != provider.Google || r.OAuth.RegistrationURL.Value != "" || r.OAuth.DeviceURL.Value != "" {
		t.Errorf("mixed: %+v", r.OAuth)
	}
}

// Endpoints of one issuer are never put beside another issuer's name.
func TestEndpointsOfAnother(t *testing.T) {
	w := wellRun()
	delete(w.pages, hub+"/.well-known/oauth-authorization-server")
	w.text("autoconfig.example.org/mail/config-v1.1.xml", "text/xml", strings.Replace(wellRunConfig, "<oAuth2><issuer>https://mail.", "<oAuth2><issuer>https://login.", 1))
	r := w.find(t, "anna@example.org")
	if r.OAuth.Issuer.Value != "https://mail.example.org" || r.OAuth.AuthURL.Value != "" || r.OAuth.TokenURL.Value != "" || len(r.OAuth.Scopes.Value) != 0 {
		t.Errorf("%+v", r.OAuth)
	}
	if len(r.Conflicts) != 1 || r.Conflicts[0].What != "issuer" || r.Conflicts[0].Other != "https://login.example.org" {
		t.Errorf("%+v", r.Conflicts)
	}
}

func TestNothingFound(t *testing.T) {
	r := newWorld().find(t, "anna@nowhere.example")
	var kinds []NeedKind
	for _, n := range r.Needs {
		kinds = append(kinds, n.Kind)
	}
	if !slices.Equal(kinds, []NeedKind{NeedSignIn, NeedServers, NeedRegistration}) {
		t.Errorf("%v", kinds)
	}
	if len(r.Asked) < 12 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "know nothing of nowhere.example: check the spelling") {
		t.Errorf("%d asked, notes %v", len(r.Asked), r.Notes)
	}
	w := newWorld()
	w.broken["nowhere.example"] = true
	if r := w.find(t, "anna@nowhere.example"); len(r.Notes) != 0 || ended(t, r, "MX of").Result != "the name servers gave no answer: server misbehaving" {
		t.Errorf("a resolver that fails says nothing of the domain: %v %+v", r.Notes, r.Asked[0])
	}
}

// A host that never answers costs its deadline and no more; a person who
// stops gets what is there.
func TestDeadlines(t *testing.T) {
	w := wellRun()
	done := make(chan struct{})
	defer close(done)
	w.pages["autoconfig.example.org/mail/config-v1.1.xml"] = hang(done)
	f := w.finder(t)
	f.Each = 300 * time.Millisecond
	r, err := f.Find(t.Context(), "anna@example.org")
	if err != nil || ended(t, r, "https://autoconfig.example.org").Result != "no answer in time" || len(r.Servers) != 3 {
		t.Errorf("%v %+v", err, r.Asked)
	}

	ctx, cancel := context.WithCancel(t.Context())
	f = w.finder(t)
	f.OnAsked = func(_ int, a Asked) {
		if strings.Contains(a.What, "v1.1/example.org") && a.Outcome == Answered {
			cancel()
		}
	}
	r, err = f.Find(ctx, "anna@example.org")
	if err != nil || ended(t, r, "https://autoconfig.example.org").Result != "stopped" {
		t.Errorf("%v %+v", err, r.Asked)
	}
}

// Once MX records have named the provider, a host that never answers is not
// waited for.
func TestNotWaitedFor(t *testing.T) {
	w := newWorld()
	done := make(chan struct{})
	defer close(done)
	w.mx["shop.example"] = []string{"smtp.google.com"}
	w.pages["autoconfig.shop.example/mail/config-v1.1.xml"] = hang(done)
	r := w.find(t, "anna@shop.example")
	if a := ended(t, r, "https://autoconfig.shop"); a.Result != errEnough.Error() || r.Provider.Value != provider.Google {
		t.Errorf("%+v", a)
	}
}

// TestOwnTable: a provider of the person's file is recognised by MX records and
// by its issuer too, not only by the domain of an address.
func TestOwnTable(t *testing.T) {
	dir := t.TempDir()
	file := `{"version": 1, "providers": [
		{"id": "google", "servers": {"imap": ["imap.relay.example:993/tls"]}},
		{"id": "acme", "name": "Acme", "issuer": "https://mail.example.org", "servers": {"imap": ["mail.example.org:993/tls"]}}]}`
	if err := os.WriteFile(filepath.Join(dir, provider.FileName), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	table := provider.Load(dir)
	if p := table.Problems(); len(p) > 0 {
		t.Fatal(p)
	}
	w := newWorld()
	w.mx["example.org"] = []string{"aspmx.l.google.com"}
	for _, tt := range []struct {
		world          *world
		provider, imap string
	}{
		{w, provider.Google, "imap.relay.example:993/tls"},
		{wellRun(), "acme", "mail.example.org:993/tls"},
	} {
		f := tt.world.finder(t)
		f.Table = table
		r, err := f.Find(t.Context(), "anna@example.org")
		if err != nil || r.Provider.Value != tt.provider || len(r.Servers[wire.IMAP]) == 0 || r.Servers[wire.IMAP][0].String() != tt.imap {
			t.Errorf("%s: %+v, %+v, %v", tt.provider, r.Provider, r.Servers, err)
		}
	}
}
