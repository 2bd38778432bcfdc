package discover

import (
	"net"
	"strings"
	"testing"
)

func conformance(t *testing.T, w *world) []Row {
	t.Helper()
	rows, err := w.finder(t).Conformance(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Topic == "" || r.Asked == "" || r.Came == "" || r.Verdict == "" || r.Source == "" || (r.Verdict != OK && r.Verdict != Unchecked && r.Do == "") {
			t.Errorf("a row is not whole: %+v", r)
		}
	}
	return rows
}

func TestConformanceWellRun(t *testing.T) {
	w := wellRun()
	for _, r := range conformance(t, w) {
		if r.Verdict != OK {
			t.Errorf("%+v", r)
		}
	}
	for _, h := range w.heard {
		if strings.Contains(h, "emailaddress") || strings.HasPrefix(h, "POST") {
			t.Errorf("sent: %s", h)
		}
	}
	f := w.finder(t)
	f.Trial = true
	rows, err := f.Conformance(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	if row := rows[len(rows)-1]; row.Topic != "Loopback redirect" || row.Verdict != OK || !strings.HasSuffix(row.Came, "deleted again") {
		t.Errorf("%+v", row)
	}
}

func TestConformanceFaults(t *testing.T) {
	const as = hub + "/.well-known/oauth-authorization-server"
	other := strings.ReplaceAll(wellRunConfig, "<issuer>https://mail", "<issuer>https://login")
	for name, test := range map[string]struct {
		world   func() *world
		topic   string
		verdict Verdict
		came    string
	}{
		"no MX":         {with(func(w *world) { delete(w.mx, home) }), "MX", Missing, "no MX record"},
		"DNS silent":    {with(func(w *world) { delete(w.mx, home); w.broken[home] = true }), "MX", Unchecked, "misbehaving"},
		"no SRV":        {with(func(w *world) { delete(w.srv, "_pop3s._tcp."+home) }), "SRV pop3s", Missing, "no SRV record"},
		"only STARTTLS": {with(onlySTARTTLS), "SRV submissions", Missing, "only STARTTLS"},
		"SRV differs":   {with(func(w *world) { w.srv["_imaps._tcp."+home][0].Port = 143 }), "IMAP servers agree", Contradiction, "mail.example.org:143/tls"},
		"SRV's port":    {with(func(w *world) { w.srv["_imaps._tcp."+home][0].Port = 143 }), "SRV imaps", Wrong, "start in clear"},
		"no resource":   {with(func(w *world) { delete(w.pages, hub+"/.well-known/oauth-protected-resource/jmap/session") }), "Resource metadata", Missing, "no such document"},
		"SRV denies":    {with(func(w *world) { w.srv["_pop3s._tcp."+home] = []net.SRV{{Target: "."}} }), "POP3 servers agree", Contradiction, "not offered"},
		"broken XML":    {with(func(w *world) { w.text(ownConfig, "text/xml", "<clientConfig>") }), "Autoconfig", Wrong, "XML is broken"},
		"no autoconfig": {with(func(w *world) { delete(w.pages, ownConfig) }), "Autoconfig", Missing, "there is no host"},
		"plain servers": {with(func(w *world) { w.text(ownConfig, "text/xml", strings.Replace(wellRunConfig, "SSL", "plain", 1)) }), "Autoconfig, TLS", Wrong, "1 servers"},
		"issuer by name": {with(func(w *world) {
			w.text(ownConfig, "text/xml", strings.Replace(wellRunConfig, "<issuer>https://", "<issuer>", 1))
		}), "Autoconfig, OAuth2", Wrong, "must begin with https://"},
		"no OAuth2": {with(func(w *world) {
			w.text(ownConfig, "text/xml", strings.ReplaceAll(wellRunConfig, ">OAuth2<", ">password-cleartext<"))
		}), "Autoconfig, OAuth2", Contradiction, "no server offers"},
		"issuers differ": {with(func(w *world) { w.text(ownConfig, "text/xml", other) }), "Issuers agree", Contradiction, "https://login.example.org"},
		"no PACC":        {with(func(w *world) { delete(w.pages, "ua-auto-config."+home+"/.well-known/user-agent-configuration.json") }), "PACC digest", Contradiction, "digest"},
		"broken PACC":    {with(func(w *world) { w.pacc(home, "{") }), "PACC document", Wrong, "JSON is broken"},
		"no digest":      {with(func(w *world) { delete(w.txt, "_ua-auto-config."+home) }), "PACC digest", Missing, "no digest"},
		"other digest":   {with(func(w *world) { w.txt["_ua-auto-config."+home] = []string{digestRecord("x")} }), "PACC digest", Contradiction, "another document"},
		"PACC issuer": {with(func(w *world) {
			w.pacc(home, strings.Replace(wellRunPACC, "https://mail.example.org\"}", "http://mail.example.org\"}", 1))
		}), "PACC, OAuth", Wrong, "not encrypted"},
		"resource names another": {with(func(w *world) {
			w.json(hub+"/.well-known/oauth-protected-resource/jmap/session", map[string]any{"resource": "https://mail.example.org/jmap/session", "authorization_servers": []string{"https://login.example.org"}})
		}), "Issuers agree", Contradiction, "https://login.example.org"},
		"resource speaks for another": {with(func(w *world) {
			w.json(hub+"/.well-known/oauth-protected-resource/jmap/session", map[string]any{"resource": "https://x.example"})
		}), "Resource metadata", Contradiction, "another resource"},
		"other issuer":   {with(func(w *world) { *w = *changed("issuer", "https://mail.example.org/") }), "Server metadata", Contradiction, "another issuer"},
		"http endpoint":  {with(func(w *world) { *w = *changed("token_endpoint", "http://mail.example.org/") }), "Server metadata", Wrong, "not encrypted"},
		"no metadata":    {with(func(w *world) { delete(w.pages, as) }), "Server metadata", Missing, "no such document"},
		"no S256":        {with(func(w *world) { *w = *changed("code_challenge_methods_supported", []string{"plain"}) }), "PKCE", Wrong, "without S256"},
		"no PKCE":        {with(func(w *world) { *w = *changed("code_challenge_methods_supported", nil) }), "PKCE", Missing, "no code_challenge_methods_supported"},
		"no scope":       {with(func(w *world) { *w = *changed("scopes_supported", []string{"openid", scopeOffline}) }), "Scopes", Wrong, "without " + scopeMail},
		"secrets":        {with(func(w *world) { *w = *changed("token_endpoint_auth_methods_supported", nil) }), "Public clients", Wrong, "without none"},
		"no refresh":     {with(func(w *world) { *w = *changed("grant_types_supported", nil) }), "Refresh token", Wrong, "without refresh_token"},
		"no iss":         {with(func(w *world) { *w = *changed("authorization_response_iss_parameter_supported", nil) }), "Issuer in the redirect", Missing, "not true"},
		"no registering": {with(func(w *world) { *w = *changed("registration_endpoint", nil) }), "Registration", Missing, "no registration_endpoint"},
		"nothing":        {newWorld, "Authorization server", Missing, "nobody names"},
	} {
		rows := conformance(t, test.world())
		found := false
		for _, r := range rows {
			found = found || r.Topic == test.topic && r.Verdict == test.verdict && strings.Contains(r.Came, test.came)
		}
		if !found {
			t.Errorf("%s: no row %q, %s, %q in %+v", name, test.topic, test.verdict, test.came, rows)
		}
	}
}

// with gives a well-run domain with one fault.
func with(fault func(*world)) func() *world {
	return func() *world {
		w := wellRun()
		fault(w)
		return w
	}
}

func onlySTARTTLS(w *world) {
	delete(w.srv, "_submissions._tcp."+home)
	w.srv["_submission._tcp."+home] = []net.SRV{{Target: hub + ".", Port: 587}}
}

func TestLoopbackRefused(t *testing.T) {
	w := wellRun()
	w.pages[hub+"/register"] = status(400)
	if row := w.finder(t).tryRegistration(t.Context(), "https://mail.example.org/register"); row.Verdict != Wrong || row.Do == "" {
		t.Errorf("%+v", row)
	}
	delete(w.pages, hub+"/register")
	w.pages = nil
	if row := w.finder(t).tryRegistration(t.Context(), "https://mail.example.org/register"); row.Verdict != Unchecked {
		t.Errorf("%+v", row)
	}
}

func TestConformanceOfNoDomain(t *testing.T) {
	if rows, err := (&Finder{}).Conformance(t.Context(), "exam ple"); err == nil || rows != nil {
		t.Errorf("%v %v", rows, err)
	}
}
