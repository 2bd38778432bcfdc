package sandbox

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// signJWT signs claims as ES256 or RS256.
func signJWT(t *testing.T, private []byte, claims map[string]any) string {
	t.Helper()
	block, _ := pem.Decode(private)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	algorithm := "ES256"
	if _, ok := key.(*rsa.PrivateKey); ok {
		algorithm = "RS256"
	}
	header, _ := json.Marshal(map[string]string{"alg": algorithm})
	payload, _ := json.Marshal(claims)
	text := encodeURL(header) + "." + encodeURL(payload)
	digest := sha256.Sum256([]byte(text))
	switch key := key.(type) {
	case *ecdsa.PrivateKey:
		r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
		if err != nil {
			t.Fatal(err)
		}
		raw := make([]byte, 64)
		r.FillBytes(raw[:32])
		s.FillBytes(raw[32:])
		return text + "." + encodeURL(raw)
	case *rsa.PrivateKey:
		raw, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
		if err != nil {
			t.Fatal(err)
		}
		return text + "." + encodeURL(raw)
	}
	t.Fatal("another kind of key")
	return ""
}

func TestAppToken(t *testing.T) {
	s := start(t, Options{})
	p := newProgram(t, s)
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {s.AppID()}, "client_secret": {s.AppSecret()}, "scope": {s.AppScope()}}
	got := p.post(s.TokenURL(), form).json(t)
	claims := p.claims(got["access_token"])
	if claims["appid"] != s.AppID() || claims["oid"] == nil || claims["oid"] != claims["sub"] || claims["scp"] != nil || claims["upn"] != nil || len(claims["roles"].([]any)) != 3 {
		t.Errorf("%v", claims)
	}
	if got["refresh_token"] != nil {
		t.Error("an app got a refresh token")
	}
	token := got["access_token"].(string)
	for _, user := range []string{Mailbox, "bob@sandbox.test"} {
		if s.store.permits(token, user, wire.IMAP) == nil {
			t.Errorf("%s stays shut", user)
		}
	}
	if s.store.permits(token, "nobody@sandbox.test", wire.IMAP) != nil {
		t.Error("a mailbox that is not there opens")
	}
	c := dial(t, s, wire.IMAP, wire.ImplicitTLS)
	c.until("* OK")
	c.imap("AUTHENTICATE XOAUTH2 "+xoauth2("bob@sandbox.test", token), "OK")
	for _, change := range []struct{ name, value, want string }{
		{"client_secret", "wrong", "invalid_client"},
		{"client_id", s.ClientID(), "invalid_client"},
		{"client_id", "other", "invalid_client"},
		{"scope", "", "invalid_scope"},
		{"scope", "openid", "invalid_scope"},
		{"client_assertion", "x", "invalid_client"},
	} {
		changed := maps.Clone(form)
		changed.Set(change.name, change.value)
		if got := p.post(s.TokenURL(), changed).json(t); got["error"] != change.want {
			t.Errorf("%s=%s: %v", change.name, change.value, got)
		}
	}
	form.Del("client_secret")
	form.Set("client_id", s.ClientID())
	if got := p.post(s.TokenURL(), form).json(t); got["error"] != "unauthorized_client" {
		t.Errorf("public: %v", got)
	}
}

func TestAppAssertion(t *testing.T) {
	s := start(t, Options{})
	p := newProgram(t, s)
	now := time.Now().Unix()
	good := map[string]any{"iss": s.AppID(), "sub": s.AppID(), "aud": s.TokenURL(), "jti": "one", "iat": now, "nbf": now, "exp": now + 300}
	ask := func(assertion string) any {
		return p.post(s.TokenURL(), url.Values{
			"grant_type": {"client_credentials"}, "client_id": {s.AppID()}, "scope": {"imap"}, "client_assertion": {assertion},
			"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
		}).json(t)["error"]
	}
	with := func(name string, value any) string {
		claims := maps.Clone(good)
		claims[name] = value
		return signJWT(t, s.AppKeyPEM(), claims)
	}
	first := with("jti", "first")
	for name, c := range map[string]struct {
		assertion string
		refused   bool
	}{
		"token endpoint": {with("jti", "two"), false},
		"issuer":         {signJWT(t, s.AppKeyPEM(), map[string]any{"iss": s.AppID(), "sub": s.AppID(), "aud": s.Issuer(), "jti": "three", "exp": now + 60}), false},
		"other audience": {with("aud", "https://example.org"), true},
		"other issuer":   {with("iss", "me"), true},
		"other subject":  {with("sub", "me"), true},
		"no id":          {with("jti", ""), true},
		"expired":        {with("exp", now-120), true},
		"too long":       {with("exp", now+3600), true},
		"in the future":  {with("nbf", now+300), true},
		"changed":        {first[:len(first)-4] + "AAAA", true},
		"none":           {encodeURL([]byte(`{"alg":"none"}`)) + ".e30.", true},
		"nonsense":       {"x", true},
	} {
		if got := ask(c.assertion); (got != nil) != c.refused || got != nil && got != "invalid_client" {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := ask(first); got != nil {
		t.Errorf("%v", got)
	}
	if got := ask(first); got != "invalid_client" {
		t.Errorf("an assertion was taken twice: %v", got)
	}
}

func TestServiceAccountGrant(t *testing.T) {
	s := start(t, Options{})
	p := newProgram(t, s)
	file, err := s.ServiceAccountJSON()
	if err != nil {
		t.Fatal(err)
	}
	var account map[string]string
	if err := json.Unmarshal(file, &account); err != nil || account["type"] != "service_account" || account["token_uri"] != s.TokenURL() {
		t.Fatalf("%v %v", err, account)
	}
	now := time.Now().Unix()
	good := map[string]any{"iss": account["client_email"], "sub": Mailbox, "aud": s.TokenURL(), "scope": "https://mail.google.com/", "iat": now, "exp": now + 3600}
	ask := func(name string, value any) map[string]any {
		claims := maps.Clone(good)
		if name != "" {
			claims[name] = value
		}
		return p.post(s.TokenURL(), url.Values{"grant_type": {jwtBearer}, "assertion": {signJWT(t, []byte(account["private_key"]), claims)}}).json(t)
	}
	token, _ := ask("", nil)["access_token"].(string)
	for _, protocol := range wire.MailProtocols {
		if s.store.permits(token, Mailbox, protocol) == nil || s.store.permits(token, "bob@sandbox.test", protocol) != nil {
			t.Errorf("%s", protocol)
		}
	}
	for _, c := range []struct {
		name  string
		value any
		want  string
	}{
		{"sub", "nobody@sandbox.test", "Invalid email or User ID"},
		{"iss", "other@example.org", "account not found"},
		{"aud", "https://example.org", "audience"},
		{"exp", now + 7200, "short-lived token"},
		{"iat", now + 7200, "short-lived token"},
		{"scope", "", "Empty or missing scope"},
		{"scope", "everything", "Invalid OAuth scope"},
	} {
		if got, _ := ask(c.name, c.value)["error_description"].(string); !strings.Contains(got, c.want) {
			t.Errorf("%s=%v: %q", c.name, c.value, got)
		}
	}
	if got := p.post(s.TokenURL(), url.Values{"grant_type": {jwtBearer}, "assertion": {signJWT(t, s.AppKeyPEM(), good)}}).json(t); got["error"] != "invalid_grant" {
		t.Errorf("another key: %v", got)
	}
}

// A confidential app signs people in as well, and has to prove itself each
// time.
func TestAppSignsPeopleIn(t *testing.T) {
	s := start(t, Options{AutoConsent: true})
	p := newProgram(t, s)
	query := p.request()
	query.Set("client_id", s.AppID())
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {p.ask(query).location(t).Get("code")}, "redirect_uri": {redirectURI},
		"client_id": {s.AppID()}, "code_verifier": {verifier}, "client_secret": {s.AppSecret()},
	}
	token := p.post(s.TokenURL(), form).json(t)
	if claims := p.claims(token["id_token"]); claims["aud"] != s.AppID() {
		t.Fatalf("%v %v", token, claims)
	}
	form = url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token["refresh_token"].(string)}, "client_id": {s.AppID()}}
	if got := p.post(s.TokenURL(), form).json(t); got["error"] != "invalid_client" {
		t.Errorf("without its secret: %v", got)
	}
	form.Set("client_id", s.ClientID())
	if got := p.post(s.TokenURL(), form).json(t); got["error"] != "invalid_grant" {
		t.Errorf("as another client: %v", got)
	}
	form.Set("client_id", s.AppID())
	form.Set("client_secret", s.AppSecret())
	if got := p.post(s.TokenURL(), form).json(t); got["access_token"] == nil {
		t.Errorf("%v", got)
	}
}

// TestFaultsOfOneWay: each stands in the list of its way only.
func TestFaultsOfOneWay(t *testing.T) {
	n := 0
	for _, method := range []string{MethodDevice, MethodClientCredentials, MethodServiceAccount} {
		for _, f := range FaultsOf(method) {
			n++
			if f.Method != method || f.ID == "" || f.Title == "" || f.Cause == "" || slices.ContainsFunc(Faults(), func(g Fault) bool { return g.ID == f.ID }) {
				t.Errorf("%+v", f)
			}
			if err := start(t, Options{}).SetFault(f.ID); err != nil {
				t.Error(err)
			}
		}
	}
	if n != len(wayFaults) {
		t.Errorf("%d of %d faults are listed", n, len(wayFaults))
	}
	s := start(t, Options{Fault: "app-not-registered"})
	p := newProgram(t, s)
	token := p.post(s.TokenURL(), url.Values{"grant_type": {"client_credentials"}, "client_id": {s.AppID()}, "client_secret": {s.AppSecret()}, "scope": {s.AppScope()}}).json(t)
	c := dial(t, s, wire.IMAP, wire.ImplicitTLS)
	c.until("* OK")
	c.imap("AUTHENTICATE XOAUTH2 "+xoauth2(Mailbox, token["access_token"].(string)), "NO AUTHENTICATE failed.")
	for id, want := range map[string]string{"app-key-unknown": "AADSTS700027: ", "delegation-missing": "Client is unauthorized"} {
		s := start(t, Options{Fault: id})
		got := newProgram(t, s).post(s.TokenURL(), url.Values{"grant_type": {"client_credentials"}, "client_id": {s.AppID()}}).json(t)
		if text, _ := got["error_description"].(string); !strings.HasPrefix(text, want) {
			t.Errorf("%s: %v", id, got)
		}
	}
}
