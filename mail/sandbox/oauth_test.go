package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

func TestSignInWithThePage(t *testing.T) {
	s := start(t, Options{})
	p := newProgram(t, s)
	page := p.ask(p.request())
	for _, want := range []string{"<title>Sandbox sign-in</title>", `id="allow"`, `id="deny"`, "autofocus", `value="anna@sandbox.test" checked`, `value="bob@sandbox.test">`, "Read your mail by IMAP", "Mailknock"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page.body, "<script") {
		t.Error("the page has a script")
	}
	if csp := page.header.Get("Content-Security-Policy"); page.header.Get("Cache-Control") != "no-store" || strings.Contains(csp, "form-action") || !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("headers: %v", page.header)
	}
	back := p.press(page, "allow", Mailbox)
	query := back.location(t)
	if back.status != http.StatusSeeOther || query.Get("state") != "s t&a=te" || query.Get("iss") != s.Issuer() {
		t.Errorf("redirect: %d %v", back.status, query)
	}
	if again := p.press(page, "allow", Mailbox); again.status != http.StatusBadRequest {
		t.Errorf("the page was answered twice: %d", again.status)
	}
	got := p.exchange(query.Get("code"))
	if got.status != http.StatusOK || got.header.Get("Cache-Control") != "no-store" || got.header.Get("Content-Type") != "application/json" {
		t.Fatalf("token: %d %v %s", got.status, got.header, got.body)
	}
	token := got.json(t)
	if token["token_type"] != "Bearer" || token["expires_in"] != 3600.0 || token["refresh_token"] == nil || token["scope"] != "email imap offline_access openid pop3 smtp" {
		t.Errorf("token: %v", token)
	}
	id := p.claims(token["id_token"])
	if id["iss"] != s.Issuer() || id["aud"] != s.ClientID() || id["nonce"] != "n-once" || id["email"] != Mailbox {
		t.Errorf("id token: %v", id)
	}
	access := p.claims(token["access_token"])
	if access["aud"] != "https://mail.sandbox.test" || access["upn"] != Mailbox || !strings.Contains(access["scp"].(string), "imap") || access["exp"].(float64)-access["iat"].(float64) != 3600 {
		t.Errorf("access token: %v", access)
	}
	c := dial(t, s, wire.IMAP, wire.ImplicitTLS)
	c.until("* OK")
	c.imap("AUTHENTICATE XOAUTH2 "+xoauth2(Mailbox, token["access_token"].(string)), "OK")

	if e := p.exchange(query.Get("code")); e.json(t)["error"] != "invalid_grant" {
		t.Errorf("the code was taken twice: %s", e.body)
	}
	if s.store.permits(token["access_token"].(string), Mailbox, wire.IMAP) != nil {
		t.Error("a code that was used twice leaves its tokens alive")
	}
	if denied := p.press(p.ask(p.request()), "deny", Mailbox).location(t); denied.Get("error") != "access_denied" || denied.Get("iss") == "" {
		t.Errorf("deny: %v", denied)
	}
	if bobs := p.claims(p.signIn("bob@sandbox.test")["id_token"]); bobs["email"] != "bob@sandbox.test" {
		t.Errorf("bob: %v", bobs)
	}
}

func TestMetadata(t *testing.T) {
	s := start(t, Options{})
	p := newProgram(t, s)
	for _, path := range []string{"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"} {
		m := p.get(s.Issuer() + path).json(t)
		if m["issuer"] != s.Issuer() || m["authorization_endpoint"] != s.AuthURL() || m["token_endpoint"] != s.TokenURL() || m["revocation_endpoint"] != s.RevokeURL() ||
			m["jwks_uri"] != s.JWKSURL() || m["device_authorization_endpoint"] != s.DeviceURL() || len(m["grant_types_supported"].([]any)) != 5 || m["authorization_response_iss_parameter_supported"] != true || m["code_challenge_methods_supported"].([]any)[0] != "S256" {
			t.Errorf("%s: %v", path, m)
		}
	}
	req, err := http.NewRequest(http.MethodGet, s.Issuer(), nil)
	req.Host = "evil.example"
	if got := p.do(req, err); got.status != http.StatusMisdirectedRequest {
		t.Errorf("another host: %d", got.status)
	}
}

func TestAuthorizationRequestsThatAreWrong(t *testing.T) {
	p := newProgram(t, start(t, Options{AutoConsent: true}))
	for _, c := range []struct{ name, value, want string }{
		{"client_id", "other", ""},
		{"redirect_uri", "https://127.0.0.1:1/cb", ""},
		{"redirect_uri", "http://127.0.0.1/cb", ""},
		{"redirect_uri", "http://example.org:80/cb", ""},
		{"redirect_uri", "http://127.0.0.1.example.org:80/cb", ""},
		{"redirect_uri", "http://a@127.0.0.1:80/cb", ""},
		{"redirect_uri", "http://127.0.0.1:80/cb#x", ""},
		{"response_type", "token", "unsupported_response_type"},
		{"response_mode", "fragment", "invalid_request"},
		{"code_challenge_method", "plain", "invalid_request"},
		{"code_challenge", "short", "invalid_request"},
		{"scope", "", "invalid_scope"},
		{"scope", "imap https://graph.microsoft.com/.default", "invalid_scope"},
		{"request_uri", "x", "request_not_supported"},
	} {
		query := p.request()
		query.Set(c.name, c.value)
		got := p.ask(query)
		if c.want == "" {
			if got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
				t.Errorf("%s=%s: %d %v", c.name, c.value, got.status, got.header)
			}
			continue
		}
		if back := got.location(t); back.Get("error") != c.want || back.Get("state") == "" || back.Get("code") != "" {
			t.Errorf("%s=%s: %v", c.name, c.value, back)
		}
	}
	for _, good := range []string{"http://[::1]:80/", "http://localhost:1", "http://127.0.0.1:65535/a?b=c"} {
		query := p.request()
		query.Set("redirect_uri", good)
		if got := p.ask(query); got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), good) {
			t.Errorf("%s: %d %v", good, got.status, got.header)
		}
	}
	query := p.request()
	query.Add("nonce", "two")
	if back := p.ask(query).location(t); back.Get("error") != "invalid_request" {
		t.Errorf("repeated: %v", back)
	}
}

func TestTokenRequestsThatAreWrong(t *testing.T) {
	p := newProgram(t, start(t, Options{AutoConsent: true}))
	for _, c := range []struct{ name, value, want string }{
		{"code", "other", "invalid_grant"},
		{"redirect_uri", redirectURI + "x", "invalid_grant"},
		{"code_verifier", verifier + "x", "invalid_grant"},
		{"code_verifier", "", "invalid_grant"},
		{"client_id", "other", "invalid_client"},
		{"client_secret", "secret", "invalid_client"},
		{"grant_type", "password", "unsupported_grant_type"},
		{"grant_type", "", "invalid_request"},
	} {
		form := url.Values{
			"grant_type": {"authorization_code"}, "code": {p.ask(p.request()).location(t).Get("code")}, "redirect_uri": {redirectURI},
			"client_id": {p.box.ClientID()}, "code_verifier": {verifier},
		}
		form.Set(c.name, c.value)
		if got := p.post(p.box.TokenURL(), form); got.json(t)["error"] != c.want || got.status < 400 {
			t.Errorf("%s=%s: %d %s", c.name, c.value, got.status, got.body)
		}
	}
	if got := p.get(p.box.TokenURL()); got.status != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", got.status)
	}
}

func TestTokensEnd(t *testing.T) {
	now := time.Now()
	s := start(t, Options{Now: func() time.Time { return now }})
	token := token(t, s)
	if s.store.permits(token, "Anna@Sandbox.test", wire.POP3) == nil {
		t.Error("a good token is refused")
	}
	if s.store.permits(token, "bob@sandbox.test", wire.POP3) != nil {
		t.Error("a token opens another mailbox")
	}
	now = now.Add(accessLifetime)
	if s.store.permits(token, Mailbox, wire.POP3) != nil {
		t.Error("a token lives too long")
	}
}
