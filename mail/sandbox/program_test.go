package sandbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

const (
	redirectURI = "http://127.0.0.1:1/cb"
	verifier    = "0123456789012345678901234567890123456789abcd"
	allScopes   = "openid email offline_access imap pop3 smtp"
)

// program is a program that signs somebody in: net/http, and nothing that
// knows OAuth.
type program struct {
	t    *testing.T
	box  *Sandbox
	http *http.Client
}

func newProgram(t *testing.T, s *Sandbox) *program {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &program{t: t, box: s, http: &http.Client{
		Transport:     transport,
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

type reply struct {
	status int
	header http.Header
	body   string
}

// location is where the browser is sent, as its query.
func (r reply) location(t *testing.T) url.Values {
	t.Helper()
	u, err := url.Parse(r.header.Get("Location"))
	if err != nil || !strings.HasPrefix(u.String(), redirectURI+"?") {
		t.Fatalf("status %d, Location %q", r.status, r.header.Get("Location"))
	}
	return u.Query()
}

func (r reply) json(t *testing.T) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(r.body), &m); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
	return m
}

func (p *program) do(req *http.Request, err error) reply {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	resp, err := p.http.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(body)}
}

func (p *program) get(address string) reply {
	p.t.Helper()
	return p.do(http.NewRequest(http.MethodGet, address, nil))
}

func (p *program) post(address string, form url.Values) reply {
	p.t.Helper()
	req, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.do(req, err)
}

// request is an authorization request in which nothing is wrong.
func (p *program) request() url.Values {
	sum := sha256.Sum256([]byte(verifier))
	return url.Values{
		"client_id": {p.box.ClientID()}, "redirect_uri": {redirectURI}, "response_type": {"code"}, "scope": {allScopes},
		"state": {"s t&a=te"}, "nonce": {"n-once"}, "code_challenge_method": {"S256"}, "code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])},
	}
}

func (p *program) ask(query url.Values) reply {
	p.t.Helper()
	return p.get(p.box.AuthURL() + "?" + query.Encode())
}

var formID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// press answers the consent page.
func (p *program) press(page reply, decision, account string) reply {
	p.t.Helper()
	id := formID.FindStringSubmatch(page.body)
	if id == nil {
		p.t.Fatalf("no consent page: %d %s", page.status, page.body)
	}
	return p.post(p.box.AuthURL(), url.Values{"id": {id[1]}, "decision": {decision}, "account": {account}})
}

func (p *program) exchange(code string) reply {
	p.t.Helper()
	return p.post(p.box.TokenURL(), url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirectURI},
		"client_id": {p.box.ClientID()}, "code_verifier": {verifier},
	})
}

func (p *program) refresh(token any) reply {
	p.t.Helper()
	text, _ := token.(string)
	return p.post(p.box.TokenURL(), url.Values{"grant_type": {"refresh_token"}, "refresh_token": {text}, "client_id": {p.box.ClientID()}})
}

// signIn goes the whole way and gives the token answer.
func (p *program) signIn(account string) map[string]any {
	p.t.Helper()
	back := p.ask(p.request())
	if back.status == http.StatusOK {
		back = p.press(back, "allow", account)
	}
	got := p.exchange(back.location(p.t).Get("code"))
	if got.status != http.StatusOK {
		p.t.Fatalf("token endpoint: %d %s", got.status, got.body)
	}
	return got.json(p.t)
}

// claims verifies a JWT with the key that the server publishes.
func (p *program) claims(token any) map[string]any {
	p.t.Helper()
	var set struct {
		Keys []map[string]string `json:"keys"`
	}
	if err := json.Unmarshal([]byte(p.get(p.box.JWKSURL()).body), &set); err != nil || len(set.Keys) != 1 {
		p.t.Fatalf("keys: %v", err)
	}
	point := []byte{4}
	for _, name := range []string{"x", "y"} {
		raw, err := base64.RawURLEncoding.DecodeString(set.Keys[0][name])
		if err != nil {
			p.t.Fatal(err)
		}
		point = append(point, raw...)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		p.t.Fatal(err)
	}
	text, _ := token.(string)
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		p.t.Fatalf("not a JWT: %q", text)
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	sig, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || len(sig) != 64 || !ecdsa.Verify(key, digest[:], new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])) {
		p.t.Fatal("the signature is wrong")
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		p.t.Fatal(err)
	}
	return reply{body: string(raw)}.json(p.t)
}
