package e2e

import (
	"crypto/tls"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mailknock/mail"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// TestAddressIsAllOneTypes: an address fills the form by the domain's PACC
// document, the program registers itself, the person signs in, and the check
// passes. The terminal has no registration, so this is at the level that both
// faces stand on.
func TestAddressIsAllOneTypes(t *testing.T) {
	idp, net := startAcme(t)
	t.Setenv("HTTPS_PROXY", net.URL)
	proxy, err := url.Parse(net.URL)
	fatal(t, err)
	s, err := run.Open(run.Options{
		Dir: t.TempDir(), Resolver: net,
		Transport: &http.Transport{Proxy: http.ProxyURL(proxy), DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: idp.ca.Roots}},
		OpenURL:   func(address string) error { return browseThrough(t, idp, proxy, address) },
	})
	fatal(t, err)
	t.Cleanup(func() { fatal(t, s.Close()) })

	r, err := s.Discover(t.Context(), annaAtAcme, idp.ca.CAFile, nil)
	fatal(t, err)
	if source := r.Servers[wire.IMAP][0].Source; !strings.Contains(source, "ua-auto-config.acme.test") || r.OAuth.RegistrationURL.Value == "" {
		t.Fatalf("the IMAP server comes from %q; found was %+v", source, r.OAuth)
	}
	a := s.NewAccount("custom")
	a.CAFile = idp.ca.CAFile
	a = s.Fill(a, r)
	if o, _ := s.Run(t.Context(), run.Request{Account: a}, nil); o.OK() || !strings.Contains(o.SignIn.Err.Error(), "client id") {
		t.Errorf("without a registration: %v", o.SignIn.Err)
	}
	if endpoint, err := s.RegistrationURL(t.Context(), a); err != nil || endpoint != r.OAuth.RegistrationURL.Value {
		t.Errorf("the issuer says %q, %v, the look-up found %q", endpoint, err, r.OAuth.RegistrationURL.Value)
	}
	a, err = s.Register(t.Context(), a, r.OAuth.RegistrationURL.Value)
	if err != nil {
		t.Fatalf("register: %v", err)
	}
	if a.ClientID == "" || s.Registration(a).ClientID != a.ClientID {
		t.Errorf("registered as %q, kept %+v", a.ClientID, s.Registration(a))
	}
	o, transcript := s.Run(t.Context(), run.Request{Account: a}, nil)
	if !o.OK() || len(o.Checks) != 2 || o.Account.Method != mail.Code {
		t.Errorf("sign-in %v, checks %+v", o.SignIn.Err, o.Checks)
	}
	if !net.wasAsked("mail.acme.test") {
		t.Error("the mail server was not reached by its name")
	}
	var log strings.Builder
	for _, e := range transcript.Events() {
		log.WriteString(e.Text + "\n")
	}
	p := &person{t: t, Secrets: idp.secrets()}
	p.clean("the log", log.String())
}

// browseThrough is the browser of a person whose network has a proxy.
func browseThrough(t *testing.T, i *idp, proxy *url.URL, address string) error {
	b := newBrowser(i.ca)
	b.User = annaAtAcme
	b.Transport.(*http.Transport).Proxy = http.ProxyURL(proxy)
	back, err := b.consent(t.Context(), address)
	if err != nil {
		return err
	}
	_, err = newBrowser(i.ca).comeBack(t.Context(), back)
	return err
}
